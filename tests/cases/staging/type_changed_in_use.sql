-- What others point to cannot move into a new column, so it changes in place.
-- before --
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users (id));
-- after --
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users (id));
-- both --
-- 1 of 4: drop_orders_user_id_fkey (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
-- 2 of 4: retype_id (schema, outside of a transaction)
-- # CockroachDB changes a type in no transaction, and with nothing else.
-- # PostgreSQL writes the whole table anew, and nobody can use it meanwhile.
-- # CockroachDB refuses another type for users.id while a key, an index, a check or a view stands on it, and others stand for its values, so they do not move into a new column: take those away by hand.
SET lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN id TYPE bigint USING id::bigint;
RESET lock_timeout;
-- back
SET lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN id TYPE integer USING id::integer;
RESET lock_timeout;
-- 3 of 4: add_orders_user_id_fkey (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
-- 4 of 4: validate_orders_user_id_fkey (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
