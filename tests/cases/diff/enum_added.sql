-- A value joins an enum in its place; DOWN needs a new type, since PostgreSQL cannot remove one.
-- before --
CREATE TYPE state AS ENUM ('new', 'done');
CREATE TABLE jobs (id integer, state state NOT NULL DEFAULT 'new', states state[] DEFAULT '{new}');
-- after --
CREATE TYPE state AS ENUM ('new', 'it''s running', 'done', 'lost');
CREATE TABLE jobs (id integer, state state NOT NULL DEFAULT 'new', states state[] DEFAULT '{new}');
-- up --
ALTER TYPE state ADD VALUE 'it''s running' BEFORE 'done';
ALTER TYPE state ADD VALUE 'lost';
-- down --
-- Fails where a row holds "it's running", 'lost'.
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('new', 'done');
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN state TYPE state USING state::text::state;
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'new'::state;
ALTER TABLE jobs ALTER COLUMN states DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN states TYPE state[] USING states::text[]::state[];
ALTER TABLE jobs ALTER COLUMN states SET DEFAULT '{new}'::state[];
DROP TYPE state__old;
