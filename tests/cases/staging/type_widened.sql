-- A longer varchar, text, a more precise numeric: every value stays as it is stored.
-- before --
CREATE TABLE orders (id uuid PRIMARY KEY, code varchar(10), note varchar(80), price numeric(10,2));
CREATE INDEX idx_orders_code ON orders (code);
-- after --
CREATE TABLE orders (id uuid PRIMARY KEY, code varchar(20), note text, price numeric(12,2));
CREATE INDEX idx_orders_code ON orders (code);
-- both --
-- 1 of 3: retype_code (schema, outside of a transaction)
-- # CockroachDB changes a type in no transaction, and with nothing else.
SET lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN code TYPE varchar(20);
RESET lock_timeout;
-- back
SET lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN code TYPE varchar(10);
RESET lock_timeout;
-- 2 of 3: retype_note (schema, outside of a transaction)
-- # CockroachDB changes a type in no transaction, and with nothing else.
SET lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN note TYPE text;
RESET lock_timeout;
-- back
SET lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN note TYPE varchar(80);
RESET lock_timeout;
-- 3 of 3: retype_price (schema, outside of a transaction)
-- # CockroachDB changes a type in no transaction, and with nothing else.
SET lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN price TYPE numeric(12,2);
RESET lock_timeout;
-- back
SET lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN price TYPE numeric(10,2);
RESET lock_timeout;
-- postgresql --
-- 1 of 1: all (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN code TYPE varchar(20);
ALTER TABLE orders ALTER COLUMN note TYPE text;
ALTER TABLE orders ALTER COLUMN price TYPE numeric(12,2);
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN price TYPE numeric(10,2);
ALTER TABLE orders ALTER COLUMN note TYPE varchar(80);
ALTER TABLE orders ALTER COLUMN code TYPE varchar(10);
