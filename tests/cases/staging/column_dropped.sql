-- A partial index goes before the column that it names.
-- before --
CREATE TABLE users (id uuid PRIMARY KEY, email text, gone_at timestamptz);
CREATE INDEX idx_users_email ON users (email) WHERE gone_at IS NULL;
-- after --
CREATE TABLE users (id uuid PRIMARY KEY, email text);
-- both --
-- 1 of 2: drop_idx_users_email (schema, outside of a transaction)
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_users_email;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_users_email;
CREATE INDEX CONCURRENTLY idx_users_email ON users (email) WHERE gone_at IS NULL;
RESET lock_timeout;
-- 2 of 2: drop_gone_at (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN gone_at;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE users ADD COLUMN gone_at timestamptz;
-- postgresql --
-- 1 of 2: drop_idx_users_email (schema, outside of a transaction)
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_users_email;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_users_email;
CREATE INDEX CONCURRENTLY idx_users_email ON users (email) WHERE gone_at IS NULL;
RESET lock_timeout;
-- 2 of 2: drop_gone_at (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN gone_at;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE users ADD COLUMN gone_at timestamptz;
