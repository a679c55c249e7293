-- Expand, fill, switch, contract; what hangs on the column comes along.
-- before --
CREATE TABLE orders (id uuid PRIMARY KEY, total integer NOT NULL DEFAULT 0 CHECK (total >= 0));
CREATE INDEX idx_orders_total ON orders (total);
CREATE VIEW totals AS SELECT total FROM orders;
COMMENT ON COLUMN orders.total IS 'In cents';
-- after --
CREATE TABLE orders (id uuid PRIMARY KEY, total bigint NOT NULL DEFAULT 0 CHECK (total >= 0));
CREATE INDEX idx_orders_total ON orders (total);
CREATE VIEW totals AS SELECT total FROM orders;
COMMENT ON COLUMN orders.total IS 'In cents';
-- both --
-- 1 of 17: relax_total (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
-- Fails where a row holds NULL.
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
-- 2 of 17: add_total_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD COLUMN total_new bigint;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP COLUMN total_new;
-- 3 of 17: default_of_total_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN total_new SET DEFAULT 0;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN total_new DROP DEFAULT;
-- 4 of 17: fill_total_new (rows)
-- # orders.total becomes bigint by way of total_new.
-- # Run this once the application writes both total and total_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE orders SET total_new = total::bigint WHERE total_new IS DISTINCT FROM total::bigint;
-- back
UPDATE orders SET total = total_new::integer WHERE total IS NULL AND total_new IS NOT NULL;
-- 5 of 17: add_orders_total_new_present (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_total_new_present CHECK (total_new IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_total_new_present;
-- 6 of 17: validate_orders_total_new_present (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_total_new_present;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_total_new_present;
ALTER TABLE orders ADD CONSTRAINT orders_total_new_present CHECK (total_new IS NOT NULL) NOT VALID;
-- 7 of 17: require_total_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN total_new SET NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN total_new DROP NOT NULL;
-- 8 of 17: drop_orders_total_new_present (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_total_new_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_total_new_present CHECK (total_new IS NOT NULL);
-- 9 of 17: add_orders_total_check_new (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_total_check_new CHECK (total_new >= 0) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_total_check_new;
-- 10 of 17: add_idx_orders_total_new (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
-- # CockroachDB builds every index so, and reads over the word CONCURRENTLY.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_total_new;
CREATE INDEX CONCURRENTLY idx_orders_total_new ON orders (total_new);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_total_new;
RESET lock_timeout;
-- 11 of 17: validate_orders_total_check_new (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check_new;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_total_check_new;
ALTER TABLE orders ADD CONSTRAINT orders_total_check_new CHECK (total_new >= 0) NOT VALID;
-- 12 of 17: catch_up_total_new (rows)
-- # Rows that were written under the old name alone since then would seem empty after the switch.
-- # Where this finds any, the application does not write both yet: look before you go on.
UPDATE orders SET total_new = total::bigint WHERE total_new IS DISTINCT FROM total::bigint;
-- back
-- 13 of 17: switch_total (schema)
-- # From here on orders.total is bigint, and the application writes it alone; total_old keeps what it was.
-- # The names change in one file: between two of them nobody would find the column.
SET LOCAL lock_timeout = '5s';
DROP VIEW totals;
ALTER TABLE orders ALTER COLUMN total DROP DEFAULT;
ALTER TABLE orders RENAME COLUMN total TO total_old;
ALTER TABLE orders RENAME COLUMN total_new TO total;
ALTER TABLE orders RENAME CONSTRAINT orders_total_check TO orders_total_check_old;
ALTER TABLE orders RENAME CONSTRAINT orders_total_check_new TO orders_total_check;
ALTER INDEX idx_orders_total RENAME TO idx_orders_total_old;
ALTER INDEX idx_orders_total_new RENAME TO idx_orders_total;

CREATE VIEW totals AS
SELECT total
   FROM orders;
-- back
SET LOCAL lock_timeout = '5s';
DROP VIEW totals;
ALTER INDEX idx_orders_total RENAME TO idx_orders_total_new;
ALTER INDEX idx_orders_total_old RENAME TO idx_orders_total;
ALTER TABLE orders RENAME CONSTRAINT orders_total_check TO orders_total_check_new;
ALTER TABLE orders RENAME CONSTRAINT orders_total_check_old TO orders_total_check;
ALTER TABLE orders RENAME COLUMN total TO total_new;
ALTER TABLE orders RENAME COLUMN total_old TO total;
ALTER TABLE orders ALTER COLUMN total SET DEFAULT 0;

CREATE VIEW totals AS
SELECT total
   FROM orders;
-- 14 of 17: comments (schema)
COMMENT ON COLUMN orders.total IS 'In cents';
-- back
COMMENT ON COLUMN orders.total IS NULL;
-- 15 of 17: drop_idx_orders_total_old (schema, outside of a transaction)
-- # Run this once nobody reads orders.total_old.
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_total_old;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_total_old;
CREATE INDEX CONCURRENTLY idx_orders_total_old ON orders (total_old);
RESET lock_timeout;
-- 16 of 17: drop_orders_total_check_old (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_total_check_old;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_total_check_old CHECK (total_old >= 0);
-- 17 of 17: drop_total_old (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP COLUMN total_old;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE orders ADD COLUMN total_old integer;
COMMENT ON COLUMN orders.total_old IS 'In cents';
-- postgresql --
-- 1 of 11: relax_total_and_more (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;
ALTER TABLE orders ADD COLUMN total_new bigint;
ALTER TABLE orders ALTER COLUMN total_new SET DEFAULT 0;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN total_new DROP DEFAULT;
ALTER TABLE orders DROP COLUMN total_new;
-- Fails where a row holds NULL.
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
-- 2 of 11: fill_total_new (rows)
-- # orders.total becomes bigint by way of total_new.
-- # Run this once the application writes both total and total_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE orders SET total_new = total::bigint WHERE total_new IS DISTINCT FROM total::bigint;
-- back
UPDATE orders SET total = total_new::integer WHERE total IS NULL AND total_new IS NOT NULL;
-- 3 of 11: add_orders_total_new_present (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_total_new_present CHECK (total_new IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_total_new_present;
-- 4 of 11: validate_orders_total_new_present_and_more (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders VALIDATE CONSTRAINT orders_total_new_present;
ALTER TABLE orders ALTER COLUMN total_new SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_total_new_present;
ALTER TABLE orders ADD CONSTRAINT orders_total_check_new CHECK (total_new >= 0) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_total_check_new;
ALTER TABLE orders ADD CONSTRAINT orders_total_new_present CHECK (total_new IS NOT NULL);
ALTER TABLE orders ALTER COLUMN total_new DROP NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_total_new_present;
ALTER TABLE orders ADD CONSTRAINT orders_total_new_present CHECK (total_new IS NOT NULL) NOT VALID;
-- 5 of 11: add_idx_orders_total_new (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_total_new;
CREATE INDEX CONCURRENTLY idx_orders_total_new ON orders (total_new);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_total_new;
RESET lock_timeout;
-- 6 of 11: validate_orders_total_check_new (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check_new;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_total_check_new;
ALTER TABLE orders ADD CONSTRAINT orders_total_check_new CHECK (total_new >= 0) NOT VALID;
-- 7 of 11: catch_up_total_new (rows)
-- # Rows that were written under the old name alone since then would seem empty after the switch.
-- # Where this finds any, the application does not write both yet: look before you go on.
UPDATE orders SET total_new = total::bigint WHERE total_new IS DISTINCT FROM total::bigint;
-- back
-- 8 of 11: switch_total (schema)
-- # From here on orders.total is bigint, and the application writes it alone; total_old keeps what it was.
-- # The names change in one file: between two of them nobody would find the column.
SET LOCAL lock_timeout = '5s';
DROP VIEW totals;
ALTER TABLE orders ALTER COLUMN total DROP DEFAULT;
ALTER TABLE orders RENAME COLUMN total TO total_old;
ALTER TABLE orders RENAME COLUMN total_new TO total;
ALTER TABLE orders RENAME CONSTRAINT orders_total_check TO orders_total_check_old;
ALTER TABLE orders RENAME CONSTRAINT orders_total_check_new TO orders_total_check;
ALTER INDEX idx_orders_total RENAME TO idx_orders_total_old;
ALTER INDEX idx_orders_total_new RENAME TO idx_orders_total;

CREATE VIEW totals AS
SELECT total
   FROM orders;
-- back
SET LOCAL lock_timeout = '5s';
DROP VIEW totals;
ALTER INDEX idx_orders_total RENAME TO idx_orders_total_new;
ALTER INDEX idx_orders_total_old RENAME TO idx_orders_total;
ALTER TABLE orders RENAME CONSTRAINT orders_total_check TO orders_total_check_new;
ALTER TABLE orders RENAME CONSTRAINT orders_total_check_old TO orders_total_check;
ALTER TABLE orders RENAME COLUMN total TO total_new;
ALTER TABLE orders RENAME COLUMN total_old TO total;
ALTER TABLE orders ALTER COLUMN total SET DEFAULT 0;

CREATE VIEW totals AS
SELECT total
   FROM orders;
-- 9 of 11: comments (schema)
COMMENT ON COLUMN orders.total IS 'In cents';
-- back
COMMENT ON COLUMN orders.total IS NULL;
-- 10 of 11: drop_idx_orders_total_old (schema, outside of a transaction)
-- # Run this once nobody reads orders.total_old.
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_total_old;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_total_old;
CREATE INDEX CONCURRENTLY idx_orders_total_old ON orders (total_old);
RESET lock_timeout;
-- 11 of 11: drop_orders_total_check_old_and_more (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_total_check_old;
ALTER TABLE orders DROP COLUMN total_old;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE orders ADD COLUMN total_old integer;
COMMENT ON COLUMN orders.total_old IS 'In cents';
ALTER TABLE orders ADD CONSTRAINT orders_total_check_old CHECK (total_old >= 0);
-- direct --
-- 1 of 1: all (schema)
DROP VIEW totals;
ALTER TABLE orders ALTER COLUMN total DROP DEFAULT;
ALTER TABLE orders ALTER COLUMN total TYPE bigint USING total::bigint;
ALTER TABLE orders ALTER COLUMN total SET DEFAULT 0;

CREATE VIEW totals AS
SELECT total
   FROM orders;
-- back
DROP VIEW totals;
ALTER TABLE orders ALTER COLUMN total DROP DEFAULT;
ALTER TABLE orders ALTER COLUMN total TYPE integer USING total::integer;
ALTER TABLE orders ALTER COLUMN total SET DEFAULT 0;

CREATE VIEW totals AS
SELECT total
   FROM orders;
