-- Names are of the catalogue alone: they change together.
-- before --
CREATE TABLE users (id uuid PRIMARY KEY, mail text);
CREATE INDEX idx_users_mail ON users (mail);
-- after --
-- designkit: renamed email from mail
CREATE TABLE users (id uuid PRIMARY KEY, email text);
CREATE INDEX idx_users_email ON users (email);
-- both --
-- 1 of 1: all (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users RENAME COLUMN mail TO email;
ALTER INDEX idx_users_mail RENAME TO idx_users_email;
-- back
SET LOCAL lock_timeout = '5s';
ALTER INDEX idx_users_email RENAME TO idx_users_mail;
ALTER TABLE users RENAME COLUMN email TO mail;
