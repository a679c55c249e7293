-- What is built on a dropped column goes before it and comes back after it.
-- before --
CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL CONSTRAINT uq_users_email UNIQUE,
    age integer CONSTRAINT users_age_positive CHECK (age > 0)
);
CREATE INDEX idx_users_age ON users (age);
COMMENT ON COLUMN users.age IS 'In years';
-- after --
CREATE TABLE users (id uuid PRIMARY KEY);
-- up --
DROP INDEX idx_users_age;
ALTER TABLE users DROP CONSTRAINT uq_users_email;
ALTER TABLE users DROP CONSTRAINT users_age_positive;
ALTER TABLE users DROP COLUMN email;
ALTER TABLE users DROP COLUMN age;
-- down --
-- Restores the structure only: the data went with UP.
ALTER TABLE users ADD COLUMN age integer;
COMMENT ON COLUMN users.age IS 'In years';
-- Restores the structure only: the data went with UP.
ALTER TABLE users ADD COLUMN email text NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_age_positive CHECK (age > 0);
ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE (email);
CREATE INDEX idx_users_age ON users (age);
