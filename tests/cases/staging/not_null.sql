-- A proof that is validated while others write, then SET NOT NULL, which believes it.
-- before --
CREATE TABLE users (id uuid PRIMARY KEY, email text, name text);
-- after --
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, name text NOT NULL DEFAULT 'nobody');
-- both --
-- 1 of 9: default_of_name (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN name SET DEFAULT 'nobody';
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN name DROP DEFAULT;
-- 2 of 9: add_users_email_present (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_email_present CHECK (email IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_email_present;
-- 3 of 9: add_users_name_present (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_name_present CHECK (name IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_name_present;
-- 4 of 9: validate_users_email_present (schema)
ALTER TABLE users VALIDATE CONSTRAINT users_email_present;
-- back
ALTER TABLE users DROP CONSTRAINT users_email_present;
ALTER TABLE users ADD CONSTRAINT users_email_present CHECK (email IS NOT NULL) NOT VALID;
-- 5 of 9: validate_users_name_present (schema)
ALTER TABLE users VALIDATE CONSTRAINT users_name_present;
-- back
ALTER TABLE users DROP CONSTRAINT users_name_present;
ALTER TABLE users ADD CONSTRAINT users_name_present CHECK (name IS NOT NULL) NOT VALID;
-- 6 of 9: require_email (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
-- 7 of 9: drop_users_email_present (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_email_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_email_present CHECK (email IS NOT NULL);
-- 8 of 9: require_name (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN name SET NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN name DROP NOT NULL;
-- 9 of 9: drop_users_name_present (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_name_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_name_present CHECK (name IS NOT NULL);
-- postgresql --
-- 1 of 2: default_of_name_and_more (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN name SET DEFAULT 'nobody';
ALTER TABLE users ADD CONSTRAINT users_email_present CHECK (email IS NOT NULL) NOT VALID;
ALTER TABLE users ADD CONSTRAINT users_name_present CHECK (name IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_name_present;
ALTER TABLE users DROP CONSTRAINT users_email_present;
ALTER TABLE users ALTER COLUMN name DROP DEFAULT;
-- 2 of 2: validate_users_email_present_and_more (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users VALIDATE CONSTRAINT users_email_present;
ALTER TABLE users VALIDATE CONSTRAINT users_name_present;
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_email_present;
ALTER TABLE users ALTER COLUMN name SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_name_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_name_present CHECK (name IS NOT NULL);
ALTER TABLE users ALTER COLUMN name DROP NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_email_present CHECK (email IS NOT NULL);
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_name_present;
ALTER TABLE users ADD CONSTRAINT users_name_present CHECK (name IS NOT NULL) NOT VALID;
ALTER TABLE users DROP CONSTRAINT users_email_present;
ALTER TABLE users ADD CONSTRAINT users_email_present CHECK (email IS NOT NULL) NOT VALID;
-- cockroachdb --
-- 1 of 3: require_email (schema)
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
-- back
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
-- 2 of 3: default_of_name (schema)
ALTER TABLE users ALTER COLUMN name SET DEFAULT 'nobody';
-- back
ALTER TABLE users ALTER COLUMN name DROP DEFAULT;
-- 3 of 3: require_name (schema)
ALTER TABLE users ALTER COLUMN name SET NOT NULL;
-- back
ALTER TABLE users ALTER COLUMN name DROP NOT NULL;
-- direct --
-- 1 of 1: all (schema)
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE users ALTER COLUMN name SET DEFAULT 'nobody';
ALTER TABLE users ALTER COLUMN name SET NOT NULL;
-- back
ALTER TABLE users ALTER COLUMN name DROP NOT NULL;
ALTER TABLE users ALTER COLUMN name DROP DEFAULT;
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
