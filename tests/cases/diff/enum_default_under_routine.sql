-- A default that is a new value waits for it, though a routine of the enum makes the enum wait.
-- before --
CREATE TYPE state AS ENUM ('new', 'old', 'gone');
CREATE TABLE jobs (state state DEFAULT 'new', states state[] DEFAULT '{new}');
CREATE FUNCTION same(s state) RETURNS state LANGUAGE sql AS 'SELECT s';
-- after --
CREATE TYPE state AS ENUM ('gone', 'new', 'fresh', 'old');
CREATE TABLE jobs (state state DEFAULT 'fresh', states state[] DEFAULT '{new}');
CREATE FUNCTION same(s state) RETURNS state LANGUAGE sql AS 'SELECT s';
-- up --
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
DROP FUNCTION same(state);
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('gone', 'new', 'fresh', 'old');
ALTER TABLE jobs ALTER COLUMN state TYPE state USING state::text::state;
ALTER TABLE jobs ALTER COLUMN states DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN states TYPE state[] USING states::text[]::state[];
ALTER TABLE jobs ALTER COLUMN states SET DEFAULT '{new}'::state[];
DROP TYPE state__old;

CREATE OR REPLACE FUNCTION public.same(s state)
 RETURNS state
 LANGUAGE sql
AS $function$SELECT s$function$;
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'fresh';
-- down --
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
DROP FUNCTION same(state);
-- Fails where a row holds 'fresh'.
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('new', 'old', 'gone');
ALTER TABLE jobs ALTER COLUMN state TYPE state USING state::text::state;
ALTER TABLE jobs ALTER COLUMN states DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN states TYPE state[] USING states::text[]::state[];
ALTER TABLE jobs ALTER COLUMN states SET DEFAULT '{new}'::state[];
DROP TYPE state__old;

CREATE OR REPLACE FUNCTION public.same(s state)
 RETURNS state
 LANGUAGE sql
AS $function$SELECT s$function$;
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'new';
