-- On CockroachDB a column and an index on it are two changes of the table.
-- before --
CREATE TABLE users (id uuid PRIMARY KEY);
-- after --
CREATE TABLE users (id uuid PRIMARY KEY, email text);
CREATE INDEX idx_users_email ON users (email);
COMMENT ON INDEX idx_users_email IS 'Sign in';
-- both --
-- 1 of 2: add_email (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN email text;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN email;
-- 2 of 2: add_idx_users_email (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
-- # CockroachDB builds every index so, and reads over the word CONCURRENTLY.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_users_email;
CREATE INDEX CONCURRENTLY idx_users_email ON users (email);
COMMENT ON INDEX idx_users_email IS 'Sign in';
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_users_email;
RESET lock_timeout;
-- postgresql --
-- 1 of 2: add_email (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN email text;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN email;
-- 2 of 2: add_idx_users_email (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_users_email;
CREATE INDEX CONCURRENTLY idx_users_email ON users (email);
COMMENT ON INDEX idx_users_email IS 'Sign in';
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_users_email;
RESET lock_timeout;
-- cockroachdb --
-- 1 of 2: add_email (schema)
ALTER TABLE users ADD COLUMN email text;
-- back
ALTER TABLE users DROP COLUMN email;
-- 2 of 2: add_idx_users_email (schema)
CREATE INDEX idx_users_email ON users (email);
COMMENT ON INDEX idx_users_email IS 'Sign in';
-- back
DROP INDEX idx_users_email;
-- direct --
-- 1 of 1: all (schema)
ALTER TABLE users ADD COLUMN email text;
CREATE INDEX idx_users_email ON users (email);
COMMENT ON INDEX idx_users_email IS 'Sign in';
-- back
DROP INDEX idx_users_email;
ALTER TABLE users DROP COLUMN email;
