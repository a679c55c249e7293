-- A default that differs from row to row would have PostgreSQL write the table anew.
-- before --
CREATE TABLE users (id uuid PRIMARY KEY);
-- after --
CREATE TABLE users (id uuid PRIMARY KEY, token uuid NOT NULL DEFAULT gen_random_uuid());
-- both --
-- 1 of 7: add_token (schema)
-- # Its default differs from row to row, so the rows that stand are filled afterwards.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN token uuid;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN token;
-- 2 of 7: default_of_token (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN token DROP DEFAULT;
-- 3 of 7: fill_token (rows)
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE users SET token = DEFAULT WHERE token IS NULL;
-- back
-- 4 of 7: add_users_token_present (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_token_present CHECK (token IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_token_present;
-- 5 of 7: validate_users_token_present (schema)
ALTER TABLE users VALIDATE CONSTRAINT users_token_present;
-- back
ALTER TABLE users DROP CONSTRAINT users_token_present;
ALTER TABLE users ADD CONSTRAINT users_token_present CHECK (token IS NOT NULL) NOT VALID;
-- 6 of 7: require_token (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN token SET NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN token DROP NOT NULL;
-- 7 of 7: drop_users_token_present (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_token_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_token_present CHECK (token IS NOT NULL);
-- postgresql --
-- 1 of 4: add_token_and_more (schema)
-- # Its default differs from row to row, so the rows that stand are filled afterwards.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN token DROP DEFAULT;
ALTER TABLE users DROP COLUMN token;
-- 2 of 4: fill_token (rows)
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE users SET token = DEFAULT WHERE token IS NULL;
-- back
-- 3 of 4: add_users_token_present (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_token_present CHECK (token IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_token_present;
-- 4 of 4: validate_users_token_present_and_more (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users VALIDATE CONSTRAINT users_token_present;
ALTER TABLE users ALTER COLUMN token SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_token_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_token_present CHECK (token IS NOT NULL);
ALTER TABLE users ALTER COLUMN token DROP NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_token_present;
ALTER TABLE users ADD CONSTRAINT users_token_present CHECK (token IS NOT NULL) NOT VALID;
-- cockroachdb --
-- 1 of 1: all (schema)
ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
-- back
ALTER TABLE users DROP COLUMN token;
-- direct --
-- 1 of 1: all (schema)
ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
-- back
ALTER TABLE users DROP COLUMN token;
