-- A key moves although what points to it keeps its type.
-- before --
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users (id));
-- after --
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users (id));
-- both --
-- 1 of 16: add_id_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN id_new bigint;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN id_new;
-- 2 of 16: fill_id_new (rows)
-- # users.id becomes bigint by way of id_new.
-- # Run this once the application writes both id and id_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE users SET id_new = id::bigint WHERE id_new IS DISTINCT FROM id::bigint;
-- back
UPDATE users SET id = id_new::integer WHERE id IS NULL AND id_new IS NOT NULL;
-- 3 of 16: add_users_id_new_present (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_id_new_present CHECK (id_new IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_id_new_present;
-- 4 of 16: validate_users_id_new_present (schema)
ALTER TABLE users VALIDATE CONSTRAINT users_id_new_present;
-- back
ALTER TABLE users DROP CONSTRAINT users_id_new_present;
ALTER TABLE users ADD CONSTRAINT users_id_new_present CHECK (id_new IS NOT NULL) NOT VALID;
-- 5 of 16: require_id_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN id_new SET NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN id_new DROP NOT NULL;
-- 6 of 16: drop_users_id_new_present (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_id_new_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_id_new_present CHECK (id_new IS NOT NULL);
-- 7 of 16: add_users_pkey_old (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
-- # CockroachDB builds every index so, and reads over the word CONCURRENTLY.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_old;
CREATE INDEX CONCURRENTLY users_pkey_old ON users (id);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_old;
RESET lock_timeout;
-- 8 of 16: drop_orders_user_id_fkey (schema)
-- # The primary key moves to the new column, and takes along the foreign keys that point there.
-- # From the file that drops one to the file that adds it again nothing holds new rows to it.
-- # What breaks it meanwhile is found when it is validated.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
-- 9 of 16: replace_users_pkey (schema)
-- # CockroachDB builds it while others write; PostgreSQL locks the table meanwhile. No statement that both know does better.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY (id_new);
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY (id);
-- 10 of 16: relax_id (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN id DROP NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
-- Fails where a row holds NULL.
ALTER TABLE users ALTER COLUMN id SET NOT NULL;
-- 11 of 16: add_orders_user_id_fkey (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id_new) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
-- 12 of 16: validate_orders_user_id_fkey (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id_new) NOT VALID;
-- 13 of 16: catch_up_id_new (rows)
-- # Rows that were written under the old name alone since then would seem empty after the switch.
-- # Where this finds any, the application does not write both yet: look before you go on.
UPDATE users SET id_new = id::bigint WHERE id_new IS DISTINCT FROM id::bigint;
-- back
UPDATE users SET id = id_new::integer WHERE id IS NULL AND id_new IS NOT NULL;
-- 14 of 16: switch_id (schema)
-- # From here on users.id is bigint, and the application writes it alone; id_old keeps what it was.
-- # The names change in one file: between two of them nobody would find the column.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users RENAME COLUMN id TO id_old;
ALTER TABLE users RENAME COLUMN id_new TO id;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users RENAME COLUMN id TO id_new;
ALTER TABLE users RENAME COLUMN id_old TO id;
-- 15 of 16: drop_users_pkey_old (schema, outside of a transaction)
-- # Run this once nobody reads users.id_old.
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_old;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_old;
CREATE INDEX CONCURRENTLY users_pkey_old ON users (id_old);
RESET lock_timeout;
-- 16 of 16: drop_id_old (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN id_old;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE users ADD COLUMN id_old integer;
