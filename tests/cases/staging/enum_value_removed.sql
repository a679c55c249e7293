-- Every column moves to a new type at once; nothing waits long for that, and the file says so.
-- before --
CREATE TYPE state AS ENUM ('open', 'closed', 'lost');
CREATE TABLE orders (id uuid PRIMARY KEY, state state);
CREATE INDEX idx_orders_state ON orders (state);
-- after --
CREATE TYPE state AS ENUM ('open', 'closed');
CREATE TABLE orders (id uuid PRIMARY KEY, state state);
CREATE INDEX idx_orders_state ON orders (state);
-- both --
-- 1 of 1: all (schema)
-- # Fails where a row holds 'lost': change those rows before.
-- # PostgreSQL writes the whole table anew, and nobody can use it meanwhile.
-- # CockroachDB refuses to give columns another type in a transaction; of the enum state it removes values by ALTER TYPE … DROP VALUE alone.
SET LOCAL lock_timeout = '5s';
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('open', 'closed');
ALTER TABLE orders ALTER COLUMN state TYPE state USING state::text::state;
DROP TYPE state__old;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TYPE state ADD VALUE 'lost';
-- postgresql --
-- 1 of 1: all (schema)
-- # Fails where a row holds 'lost': change those rows before.
-- # PostgreSQL writes the whole table anew, and nobody can use it meanwhile.
SET LOCAL lock_timeout = '5s';
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('open', 'closed');
ALTER TABLE orders ALTER COLUMN state TYPE state USING state::text::state;
DROP TYPE state__old;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TYPE state ADD VALUE 'lost';
