-- A primary key moves with all that points to it: what is found by the old one is, until the switch.
-- before --
CREATE TABLE users (id text PRIMARY KEY, name text);
CREATE TABLE orders (id uuid PRIMARY KEY, user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE members (user_id text REFERENCES users (id), team text, PRIMARY KEY (user_id, team));
CREATE INDEX idx_orders_user_id ON orders (user_id);
CREATE VIEW names AS SELECT name FROM users;
-- after --
CREATE TABLE users (id uuid PRIMARY KEY, name text);
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE members (user_id uuid REFERENCES users (id), team text, PRIMARY KEY (user_id, team));
CREATE INDEX idx_orders_user_id ON orders (user_id);
CREATE VIEW names AS SELECT name FROM users;
-- both --
-- 1 of 39: add_user_id_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ADD COLUMN user_id_new uuid;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP COLUMN user_id_new;
-- 2 of 39: relax_user_id (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN user_id DROP NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
-- Fails where a row holds NULL.
ALTER TABLE orders ALTER COLUMN user_id SET NOT NULL;
-- 3 of 39: add_user_id_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD COLUMN user_id_new uuid;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP COLUMN user_id_new;
-- 4 of 39: add_id_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD COLUMN id_new uuid;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN id_new;
-- 5 of 39: fill_user_id_new (rows)
-- # members.user_id becomes uuid by way of user_id_new.
-- # Run this once the application writes both user_id and user_id_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE members SET user_id_new = user_id::uuid WHERE user_id_new IS DISTINCT FROM user_id::uuid;
-- back
UPDATE members SET user_id = user_id_new WHERE user_id IS NULL AND user_id_new IS NOT NULL;
-- 6 of 39: fill_user_id_new (rows)
-- # orders.user_id becomes uuid by way of user_id_new.
-- # Run this once the application writes both user_id and user_id_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE orders SET user_id_new = user_id::uuid WHERE user_id_new IS DISTINCT FROM user_id::uuid;
-- back
UPDATE orders SET user_id = user_id_new WHERE user_id IS NULL AND user_id_new IS NOT NULL;
-- 7 of 39: fill_id_new (rows)
-- # users.id becomes uuid by way of id_new.
-- # Run this once the application writes both id and id_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE users SET id_new = id::uuid WHERE id_new IS DISTINCT FROM id::uuid;
-- back
UPDATE users SET id = id_new WHERE id IS NULL AND id_new IS NOT NULL;
-- 8 of 39: add_members_user_id_new_present (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ADD CONSTRAINT members_user_id_new_present CHECK (user_id_new IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP CONSTRAINT members_user_id_new_present;
-- 9 of 39: add_orders_user_id_new_present (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_new_present CHECK (user_id_new IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_new_present;
-- 10 of 39: add_users_id_new_present (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_id_new_present CHECK (id_new IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_id_new_present;
-- 11 of 39: validate_members_user_id_new_present (schema)
ALTER TABLE members VALIDATE CONSTRAINT members_user_id_new_present;
-- back
ALTER TABLE members DROP CONSTRAINT members_user_id_new_present;
ALTER TABLE members ADD CONSTRAINT members_user_id_new_present CHECK (user_id_new IS NOT NULL) NOT VALID;
-- 12 of 39: validate_orders_user_id_new_present (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_new_present;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_user_id_new_present;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_new_present CHECK (user_id_new IS NOT NULL) NOT VALID;
-- 13 of 39: validate_users_id_new_present (schema)
ALTER TABLE users VALIDATE CONSTRAINT users_id_new_present;
-- back
ALTER TABLE users DROP CONSTRAINT users_id_new_present;
ALTER TABLE users ADD CONSTRAINT users_id_new_present CHECK (id_new IS NOT NULL) NOT VALID;
-- 14 of 39: require_user_id_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ALTER COLUMN user_id_new SET NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ALTER COLUMN user_id_new DROP NOT NULL;
-- 15 of 39: drop_members_user_id_new_present (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP CONSTRAINT members_user_id_new_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ADD CONSTRAINT members_user_id_new_present CHECK (user_id_new IS NOT NULL);
-- 16 of 39: require_user_id_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN user_id_new SET NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN user_id_new DROP NOT NULL;
-- 17 of 39: drop_orders_user_id_new_present (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_new_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_new_present CHECK (user_id_new IS NOT NULL);
-- 18 of 39: require_id_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN id_new SET NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ALTER COLUMN id_new DROP NOT NULL;
-- 19 of 39: drop_users_id_new_present (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_id_new_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_id_new_present CHECK (id_new IS NOT NULL);
-- 20 of 39: add_idx_orders_user_id_new (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
-- # CockroachDB builds every index so, and reads over the word CONCURRENTLY.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id_new;
CREATE INDEX CONCURRENTLY idx_orders_user_id_new ON orders (user_id_new);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id_new;
RESET lock_timeout;
-- 21 of 39: add_members_pkey_old (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
-- # CockroachDB builds every index so, and reads over the word CONCURRENTLY.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_old;
CREATE INDEX CONCURRENTLY members_pkey_old ON members (user_id, team);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_old;
RESET lock_timeout;
-- 22 of 39: add_users_pkey_old (schema, outside of a transaction)
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
-- 23 of 39: drop_members_user_id_fkey (schema)
-- # The primary key moves to the new column, and takes along the foreign keys that point there.
-- # From the file that drops one to the file that adds it again nothing holds new rows to it.
-- # What breaks it meanwhile is found when it is validated.
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP CONSTRAINT members_user_id_fkey;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ADD CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
-- 24 of 39: drop_orders_user_id_fkey (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
-- 25 of 39: replace_members_pkey (schema)
-- # CockroachDB builds it while others write; PostgreSQL locks the table meanwhile. No statement that both know does better.
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP CONSTRAINT members_pkey, ADD CONSTRAINT members_pkey PRIMARY KEY (user_id_new, team);
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP CONSTRAINT members_pkey, ADD CONSTRAINT members_pkey PRIMARY KEY (user_id, team);
-- 26 of 39: replace_users_pkey (schema)
-- # CockroachDB builds it while others write; PostgreSQL locks the table meanwhile. No statement that both know does better.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY (id_new);
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY (id);
-- 27 of 39: relax_user_id_and_more (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ALTER COLUMN user_id DROP NOT NULL;
ALTER TABLE users ALTER COLUMN id DROP NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
-- Fails where a row holds NULL.
ALTER TABLE users ALTER COLUMN id SET NOT NULL;
-- Fails where a row holds NULL.
ALTER TABLE members ALTER COLUMN user_id SET NOT NULL;
-- 28 of 39: add_members_user_id_fkey (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ADD CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id_new) REFERENCES users (id_new) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP CONSTRAINT members_user_id_fkey;
-- 29 of 39: add_orders_user_id_fkey (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id_new) REFERENCES users (id_new) ON DELETE CASCADE NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
-- 30 of 39: validate_members_user_id_fkey (schema)
ALTER TABLE members VALIDATE CONSTRAINT members_user_id_fkey;
-- back
ALTER TABLE members DROP CONSTRAINT members_user_id_fkey;
ALTER TABLE members ADD CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id_new) REFERENCES users (id_new) NOT VALID;
-- 31 of 39: validate_orders_user_id_fkey (schema)
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id_new) REFERENCES users (id_new) ON DELETE CASCADE NOT VALID;
-- 32 of 39: catch_up_user_id_new (rows)
-- # Rows that were written under the old name alone since then would seem empty after the switch.
-- # Where this finds any, the application does not write both yet: look before you go on.
UPDATE users SET id_new = id::uuid WHERE id_new IS DISTINCT FROM id::uuid;
UPDATE orders SET user_id_new = user_id::uuid WHERE user_id_new IS DISTINCT FROM user_id::uuid;
UPDATE members SET user_id_new = user_id::uuid WHERE user_id_new IS DISTINCT FROM user_id::uuid;
-- back
UPDATE users SET id = id_new WHERE id IS NULL AND id_new IS NOT NULL;
UPDATE orders SET user_id = user_id_new WHERE user_id IS NULL AND user_id_new IS NOT NULL;
UPDATE members SET user_id = user_id_new WHERE user_id IS NULL AND user_id_new IS NOT NULL;
-- 33 of 39: switch_user_id (schema)
-- # From here on members.user_id is uuid, and the application writes it alone; user_id_old keeps what it was.
-- # From here on orders.user_id is uuid, and the application writes it alone; user_id_old keeps what it was.
-- # From here on users.id is uuid, and the application writes it alone; id_old keeps what it was.
-- # The names change in one file: between two of them nobody would find the column.
SET LOCAL lock_timeout = '5s';
ALTER TABLE members RENAME COLUMN user_id TO user_id_old;
ALTER TABLE members RENAME COLUMN user_id_new TO user_id;
ALTER TABLE orders RENAME COLUMN user_id TO user_id_old;
ALTER TABLE orders RENAME COLUMN user_id_new TO user_id;
ALTER TABLE users RENAME COLUMN id TO id_old;
ALTER TABLE users RENAME COLUMN id_new TO id;
ALTER INDEX idx_orders_user_id RENAME TO idx_orders_user_id_old;
ALTER INDEX idx_orders_user_id_new RENAME TO idx_orders_user_id;
-- back
SET LOCAL lock_timeout = '5s';
ALTER INDEX idx_orders_user_id RENAME TO idx_orders_user_id_new;
ALTER INDEX idx_orders_user_id_old RENAME TO idx_orders_user_id;
ALTER TABLE users RENAME COLUMN id TO id_new;
ALTER TABLE users RENAME COLUMN id_old TO id;
ALTER TABLE orders RENAME COLUMN user_id TO user_id_new;
ALTER TABLE orders RENAME COLUMN user_id_old TO user_id;
ALTER TABLE members RENAME COLUMN user_id TO user_id_new;
ALTER TABLE members RENAME COLUMN user_id_old TO user_id;
-- 34 of 39: drop_members_pkey_old (schema, outside of a transaction)
-- # Run this once nobody reads members.user_id_old.
-- # Run this once nobody reads orders.user_id_old.
-- # Run this once nobody reads users.id_old.
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_old;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_old;
CREATE INDEX CONCURRENTLY members_pkey_old ON members (user_id_old, team);
RESET lock_timeout;
-- 35 of 39: drop_idx_orders_user_id_old (schema, outside of a transaction)
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id_old;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id_old;
CREATE INDEX CONCURRENTLY idx_orders_user_id_old ON orders (user_id_old);
RESET lock_timeout;
-- 36 of 39: drop_users_pkey_old (schema, outside of a transaction)
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_old;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_old;
CREATE INDEX CONCURRENTLY users_pkey_old ON users (id_old);
RESET lock_timeout;
-- 37 of 39: drop_user_id_old (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP COLUMN user_id_old;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE members ADD COLUMN user_id_old text;
-- 38 of 39: drop_user_id_old (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP COLUMN user_id_old;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE orders ADD COLUMN user_id_old text;
-- 39 of 39: drop_id_old (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN id_old;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE users ADD COLUMN id_old text;
-- postgresql --
-- 1 of 19: add_user_id_new_and_more (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ADD COLUMN user_id_new uuid;
ALTER TABLE orders ALTER COLUMN user_id DROP NOT NULL;
ALTER TABLE orders ADD COLUMN user_id_new uuid;
ALTER TABLE users ADD COLUMN id_new uuid;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP COLUMN id_new;
ALTER TABLE orders DROP COLUMN user_id_new;
-- Fails where a row holds NULL.
ALTER TABLE orders ALTER COLUMN user_id SET NOT NULL;
ALTER TABLE members DROP COLUMN user_id_new;
-- 2 of 19: fill_user_id_new (rows)
-- # members.user_id becomes uuid by way of user_id_new.
-- # Run this once the application writes both user_id and user_id_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE members SET user_id_new = user_id::uuid WHERE user_id_new IS DISTINCT FROM user_id::uuid;
-- back
UPDATE members SET user_id = user_id_new WHERE user_id IS NULL AND user_id_new IS NOT NULL;
-- 3 of 19: fill_user_id_new (rows)
-- # orders.user_id becomes uuid by way of user_id_new.
-- # Run this once the application writes both user_id and user_id_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE orders SET user_id_new = user_id::uuid WHERE user_id_new IS DISTINCT FROM user_id::uuid;
-- back
UPDATE orders SET user_id = user_id_new WHERE user_id IS NULL AND user_id_new IS NOT NULL;
-- 4 of 19: fill_id_new (rows)
-- # users.id becomes uuid by way of id_new.
-- # Run this once the application writes both id and id_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE users SET id_new = id::uuid WHERE id_new IS DISTINCT FROM id::uuid;
-- back
UPDATE users SET id = id_new WHERE id IS NULL AND id_new IS NOT NULL;
-- 5 of 19: add_members_user_id_new_present_and_more (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ADD CONSTRAINT members_user_id_new_present CHECK (user_id_new IS NOT NULL) NOT VALID;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_new_present CHECK (user_id_new IS NOT NULL) NOT VALID;
ALTER TABLE users ADD CONSTRAINT users_id_new_present CHECK (id_new IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_id_new_present;
ALTER TABLE orders DROP CONSTRAINT orders_user_id_new_present;
ALTER TABLE members DROP CONSTRAINT members_user_id_new_present;
-- 6 of 19: validate_members_user_id_new_present_and_more (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members VALIDATE CONSTRAINT members_user_id_new_present;
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_new_present;
ALTER TABLE users VALIDATE CONSTRAINT users_id_new_present;
ALTER TABLE members ALTER COLUMN user_id_new SET NOT NULL;
ALTER TABLE members DROP CONSTRAINT members_user_id_new_present;
ALTER TABLE orders ALTER COLUMN user_id_new SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_user_id_new_present;
ALTER TABLE users ALTER COLUMN id_new SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_id_new_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_id_new_present CHECK (id_new IS NOT NULL);
ALTER TABLE users ALTER COLUMN id_new DROP NOT NULL;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_new_present CHECK (user_id_new IS NOT NULL);
ALTER TABLE orders ALTER COLUMN user_id_new DROP NOT NULL;
ALTER TABLE members ADD CONSTRAINT members_user_id_new_present CHECK (user_id_new IS NOT NULL);
ALTER TABLE members ALTER COLUMN user_id_new DROP NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_id_new_present;
ALTER TABLE users ADD CONSTRAINT users_id_new_present CHECK (id_new IS NOT NULL) NOT VALID;
ALTER TABLE orders DROP CONSTRAINT orders_user_id_new_present;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_new_present CHECK (user_id_new IS NOT NULL) NOT VALID;
ALTER TABLE members DROP CONSTRAINT members_user_id_new_present;
ALTER TABLE members ADD CONSTRAINT members_user_id_new_present CHECK (user_id_new IS NOT NULL) NOT VALID;
-- 7 of 19: add_members_pkey_new (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_new;
CREATE UNIQUE INDEX CONCURRENTLY members_pkey_new ON members (user_id_new, team);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_new;
RESET lock_timeout;
-- 8 of 19: add_users_pkey_new (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_new;
CREATE UNIQUE INDEX CONCURRENTLY users_pkey_new ON users (id_new);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_new;
RESET lock_timeout;
-- 9 of 19: add_idx_orders_user_id_new (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id_new;
CREATE INDEX CONCURRENTLY idx_orders_user_id_new ON orders (user_id_new);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id_new;
RESET lock_timeout;
-- 10 of 19: add_members_pkey_old (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_old;
CREATE INDEX CONCURRENTLY members_pkey_old ON members (user_id, team);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_old;
RESET lock_timeout;
-- 11 of 19: add_users_pkey_old (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_old;
CREATE INDEX CONCURRENTLY users_pkey_old ON users (id);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_old;
RESET lock_timeout;
-- 12 of 19: replace_members_pkey_and_more (schema)
-- # The primary key moves to the new column, and takes along the foreign keys that point there.
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP CONSTRAINT members_user_id_fkey;
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE members DROP CONSTRAINT members_pkey, ADD CONSTRAINT members_pkey PRIMARY KEY USING INDEX members_pkey_new;
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey_new;
ALTER TABLE members ALTER COLUMN user_id DROP NOT NULL;
ALTER TABLE users ALTER COLUMN id DROP NOT NULL;
ALTER TABLE members ADD CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id_new) REFERENCES users (id_new) NOT VALID;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id_new) REFERENCES users (id_new) ON DELETE CASCADE NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE members DROP CONSTRAINT members_user_id_fkey;
-- Fails where a row holds NULL.
ALTER TABLE users ALTER COLUMN id SET NOT NULL;
-- Fails where a row holds NULL.
ALTER TABLE members ALTER COLUMN user_id SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX users_pkey_new ON users (id_new);
ALTER TABLE members DROP CONSTRAINT members_pkey, ADD CONSTRAINT members_pkey PRIMARY KEY (user_id, team);
CREATE UNIQUE INDEX members_pkey_new ON members (user_id_new, team);
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE members ADD CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
-- 13 of 19: validate_members_user_id_fkey_and_more (schema)
ALTER TABLE members VALIDATE CONSTRAINT members_user_id_fkey;
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;
-- back
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id_new) REFERENCES users (id_new) ON DELETE CASCADE NOT VALID;
ALTER TABLE members DROP CONSTRAINT members_user_id_fkey;
ALTER TABLE members ADD CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id_new) REFERENCES users (id_new) NOT VALID;
-- 14 of 19: catch_up_user_id_new (rows)
-- # Rows that were written under the old name alone since then would seem empty after the switch.
-- # Where this finds any, the application does not write both yet: look before you go on.
UPDATE users SET id_new = id::uuid WHERE id_new IS DISTINCT FROM id::uuid;
UPDATE orders SET user_id_new = user_id::uuid WHERE user_id_new IS DISTINCT FROM user_id::uuid;
UPDATE members SET user_id_new = user_id::uuid WHERE user_id_new IS DISTINCT FROM user_id::uuid;
-- back
UPDATE users SET id = id_new WHERE id IS NULL AND id_new IS NOT NULL;
UPDATE orders SET user_id = user_id_new WHERE user_id IS NULL AND user_id_new IS NOT NULL;
UPDATE members SET user_id = user_id_new WHERE user_id IS NULL AND user_id_new IS NOT NULL;
-- 15 of 19: switch_user_id (schema)
-- # From here on members.user_id is uuid, and the application writes it alone; user_id_old keeps what it was.
-- # From here on orders.user_id is uuid, and the application writes it alone; user_id_old keeps what it was.
-- # From here on users.id is uuid, and the application writes it alone; id_old keeps what it was.
-- # The names change in one file: between two of them nobody would find the column.
SET LOCAL lock_timeout = '5s';
ALTER TABLE members RENAME COLUMN user_id TO user_id_old;
ALTER TABLE members RENAME COLUMN user_id_new TO user_id;
ALTER TABLE orders RENAME COLUMN user_id TO user_id_old;
ALTER TABLE orders RENAME COLUMN user_id_new TO user_id;
ALTER TABLE users RENAME COLUMN id TO id_old;
ALTER TABLE users RENAME COLUMN id_new TO id;
ALTER INDEX idx_orders_user_id RENAME TO idx_orders_user_id_old;
ALTER INDEX idx_orders_user_id_new RENAME TO idx_orders_user_id;
-- back
SET LOCAL lock_timeout = '5s';
ALTER INDEX idx_orders_user_id RENAME TO idx_orders_user_id_new;
ALTER INDEX idx_orders_user_id_old RENAME TO idx_orders_user_id;
ALTER TABLE users RENAME COLUMN id TO id_new;
ALTER TABLE users RENAME COLUMN id_old TO id;
ALTER TABLE orders RENAME COLUMN user_id TO user_id_new;
ALTER TABLE orders RENAME COLUMN user_id_old TO user_id;
ALTER TABLE members RENAME COLUMN user_id TO user_id_new;
ALTER TABLE members RENAME COLUMN user_id_old TO user_id;
-- 16 of 19: drop_members_pkey_old (schema, outside of a transaction)
-- # Run this once nobody reads members.user_id_old.
-- # Run this once nobody reads orders.user_id_old.
-- # Run this once nobody reads users.id_old.
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_old;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_old;
CREATE INDEX CONCURRENTLY members_pkey_old ON members (user_id_old, team);
RESET lock_timeout;
-- 17 of 19: drop_idx_orders_user_id_old (schema, outside of a transaction)
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id_old;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_user_id_old;
CREATE INDEX CONCURRENTLY idx_orders_user_id_old ON orders (user_id_old);
RESET lock_timeout;
-- 18 of 19: drop_users_pkey_old (schema, outside of a transaction)
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_old;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey_old;
CREATE INDEX CONCURRENTLY users_pkey_old ON users (id_old);
RESET lock_timeout;
-- 19 of 19: drop_user_id_old_and_more (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP COLUMN user_id_old;
ALTER TABLE orders DROP COLUMN user_id_old;
ALTER TABLE users DROP COLUMN id_old;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE users ADD COLUMN id_old text;
-- Restores the structure only: the data went with UP.
ALTER TABLE orders ADD COLUMN user_id_old text;
-- Restores the structure only: the data went with UP.
ALTER TABLE members ADD COLUMN user_id_old text;
