-- A new value may be used only after the transaction that adds it.
-- before --
CREATE TYPE state AS ENUM ('open');
CREATE TABLE orders (id uuid PRIMARY KEY, state state DEFAULT 'open');
-- after --
CREATE TYPE state AS ENUM ('new', 'open');
CREATE TABLE orders (id uuid PRIMARY KEY, state state DEFAULT 'new');
-- postgresql --
-- 1 of 3: default_of_state (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'open';
-- 2 of 3: values_of_state (schema)
-- # A new value may be used only after the transaction that adds it.
ALTER TYPE state ADD VALUE 'new' BEFORE 'open';
-- back
-- Fails where a row holds 'new'.
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('open');
ALTER TABLE orders ALTER COLUMN state TYPE state USING state::text::state;
DROP TYPE state__old;
-- 3 of 3: default_of_state (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new';
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;
-- direct --
-- 1 of 3: default_of_state (schema)
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;
-- back
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'open';
-- 2 of 3: values_of_state (schema)
-- # A new value may be used only after the transaction that adds it.
ALTER TYPE state ADD VALUE 'new' BEFORE 'open';
-- back
-- Fails where a row holds 'new'.
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('open');
ALTER TABLE orders ALTER COLUMN state TYPE state USING state::text::state;
DROP TYPE state__old;
-- 3 of 3: default_of_state (schema)
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new';
-- back
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;
