-- Columns that come together go in one statement; nothing reads the rows that stand.
-- before --
CREATE TABLE users (id uuid PRIMARY KEY);
-- after --
CREATE TABLE users (id uuid PRIMARY KEY, email text, is_new boolean NOT NULL DEFAULT true);
COMMENT ON COLUMN users.email IS 'Where to write';
-- both --
-- 1 of 1: all (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users
    ADD COLUMN email text,
    ADD COLUMN is_new boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN users.email IS 'Where to write';
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN is_new, DROP COLUMN email;
-- postgresql --
-- 1 of 1: all (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users
    ADD COLUMN email text,
    ADD COLUMN is_new boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN users.email IS 'Where to write';
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN is_new, DROP COLUMN email;
-- direct --
-- 1 of 1: all (schema)
ALTER TABLE users
    ADD COLUMN email text,
    ADD COLUMN is_new boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN users.email IS 'Where to write';
-- back
ALTER TABLE users DROP COLUMN is_new, DROP COLUMN email;
