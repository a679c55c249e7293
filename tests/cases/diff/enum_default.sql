-- A default that is no value of the new type is taken off before the type changes.
-- before --
CREATE TYPE state AS ENUM ('new', 'done');
CREATE TABLE jobs (state state DEFAULT 'new');
-- after --
CREATE TYPE state AS ENUM ('waiting', 'done');
CREATE TABLE jobs (state state DEFAULT 'waiting');
-- up --
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('waiting', 'done');
ALTER TABLE jobs ALTER COLUMN state TYPE state USING state::text::state;
DROP TYPE state__old;
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'waiting';
-- down --
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
-- Fails where a row holds 'waiting'.
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('new', 'done');
ALTER TABLE jobs ALTER COLUMN state TYPE state USING state::text::state;
DROP TYPE state__old;
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'new';
