-- A type that comes with the change is there before the column that is of it.
-- before --
CREATE TABLE orders (id uuid PRIMARY KEY, state text);
-- after --
CREATE TYPE state AS ENUM ('open', 'closed');
CREATE TABLE orders (id uuid PRIMARY KEY, state state);
-- both --
-- 1 of 6: create_state (schema)
CREATE TYPE state AS ENUM ('open', 'closed');
-- back
DROP TYPE state;
-- 2 of 6: add_state_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD COLUMN state_new state;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP COLUMN state_new;
-- 3 of 6: fill_state_new (rows)
-- # orders.state becomes state by way of state_new.
-- # Run this once the application writes both state and state_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE orders SET state_new = state::state WHERE state_new IS DISTINCT FROM state::state;
-- back
UPDATE orders SET state = state_new WHERE state IS NULL AND state_new IS NOT NULL;
-- 4 of 6: catch_up_state_new (rows)
-- # Rows that were written under the old name alone since then would seem empty after the switch.
-- # Where this finds any, the application does not write both yet: look before you go on.
UPDATE orders SET state_new = state::state WHERE state_new IS DISTINCT FROM state::state;
-- back
-- 5 of 6: switch_state (schema)
-- # From here on orders.state is state, and the application writes it alone; state_old keeps what it was.
-- # The names change in one file: between two of them nobody would find the column.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders RENAME COLUMN state TO state_old;
ALTER TABLE orders RENAME COLUMN state_new TO state;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders RENAME COLUMN state TO state_new;
ALTER TABLE orders RENAME COLUMN state_old TO state;
-- 6 of 6: drop_state_old (schema)
-- # Run this once nobody reads orders.state_old.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP COLUMN state_old;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE orders ADD COLUMN state_old text;
