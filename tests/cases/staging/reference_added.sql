-- The key holds for new rows at once, and for those that stand after the next file.
-- before --
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY);
-- after --
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid);
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
COMMENT ON CONSTRAINT orders_user_id_fkey ON orders IS 'Who bought';
CREATE INDEX idx_orders_user_id ON orders (user_id);
ALTER TABLE orders ADD CONSTRAINT orders_id_check CHECK (id <> user_id);
-- both --
-- 1 of 6: add_user_id (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD COLUMN user_id uuid;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP COLUMN user_id;
-- 2 of 6: add_orders_id_check (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_id_check CHECK (id <> user_id) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_id_check;
-- 3 of 6: add_orders_user_id_fkey (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
COMMENT ON CONSTRAINT orders_user_id_fkey ON orders IS 'Who bought';
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
-- 4 of 6: add_idx_orders_user_id (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
-- # CockroachDB builds every index so, and reads over the word CONCURRENTLY.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id;
CREATE INDEX CONCURRENTLY idx_orders_user_id ON orders (user_id);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id;
RESET lock_timeout;
-- 5 of 6: validate_orders_id_check (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_id_check;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_id_check;
ALTER TABLE orders ADD CONSTRAINT orders_id_check CHECK (id <> user_id) NOT VALID;
-- 6 of 6: validate_orders_user_id_fkey (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
COMMENT ON CONSTRAINT orders_user_id_fkey ON orders IS 'Who bought';
-- postgresql --
-- 1 of 3: add_user_id_and_more (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD COLUMN user_id uuid;
ALTER TABLE orders ADD CONSTRAINT orders_id_check CHECK (id <> user_id) NOT VALID;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
COMMENT ON CONSTRAINT orders_user_id_fkey ON orders IS 'Who bought';
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE orders DROP CONSTRAINT orders_id_check;
ALTER TABLE orders DROP COLUMN user_id;
-- 2 of 3: add_idx_orders_user_id (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id;
CREATE INDEX CONCURRENTLY idx_orders_user_id ON orders (user_id);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id;
RESET lock_timeout;
-- 3 of 3: validate_orders_id_check_and_more (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_id_check;
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
COMMENT ON CONSTRAINT orders_user_id_fkey ON orders IS 'Who bought';
ALTER TABLE orders DROP CONSTRAINT orders_id_check;
ALTER TABLE orders ADD CONSTRAINT orders_id_check CHECK (id <> user_id) NOT VALID;
-- cockroachdb --
-- 1 of 4: add_user_id (schema)
ALTER TABLE orders ADD COLUMN user_id uuid;
-- back
ALTER TABLE orders DROP COLUMN user_id;
-- 2 of 4: add_orders_id_check (schema)
ALTER TABLE orders ADD CONSTRAINT orders_id_check CHECK (id <> user_id);
-- back
ALTER TABLE orders DROP CONSTRAINT orders_id_check;
-- 3 of 4: add_orders_user_id_fkey (schema)
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
COMMENT ON CONSTRAINT orders_user_id_fkey ON orders IS 'Who bought';
-- back
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
-- 4 of 4: add_idx_orders_user_id (schema)
CREATE INDEX idx_orders_user_id ON orders (user_id);
-- back
DROP INDEX idx_orders_user_id;
-- direct --
-- 1 of 1: all (schema)
ALTER TABLE orders ADD COLUMN user_id uuid;
ALTER TABLE orders ADD CONSTRAINT orders_id_check CHECK (id <> user_id);
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
COMMENT ON CONSTRAINT orders_user_id_fkey ON orders IS 'Who bought';
CREATE INDEX idx_orders_user_id ON orders (user_id);
-- back
DROP INDEX idx_orders_user_id;
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE orders DROP CONSTRAINT orders_id_check;
ALTER TABLE orders DROP COLUMN user_id;
-- one_message --
-- 1 of 6: add_user_id (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD COLUMN user_id uuid;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP COLUMN user_id;
-- 2 of 6: add_orders_id_check (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_id_check CHECK (id <> user_id) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_id_check;
-- 3 of 6: add_orders_user_id_fkey (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
COMMENT ON CONSTRAINT orders_user_id_fkey ON orders IS 'Who bought';
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
-- 4 of 6: add_idx_orders_user_id (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
-- # CockroachDB builds every index so, and reads over the word CONCURRENTLY.
CREATE INDEX CONCURRENTLY idx_orders_user_id ON orders (user_id);
-- back
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id;
-- 5 of 6: validate_orders_id_check (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_id_check;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_id_check;
ALTER TABLE orders ADD CONSTRAINT orders_id_check CHECK (id <> user_id) NOT VALID;
-- 6 of 6: validate_orders_user_id_fkey (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
COMMENT ON CONSTRAINT orders_user_id_fkey ON orders IS 'Who bought';
