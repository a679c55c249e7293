-- Where the values of an enum go, routines and generated columns that stand on it make way for it.
-- before --
CREATE TYPE state AS ENUM ('new', 'sent', 'done');
CREATE FUNCTION final(s state) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$SELECT s = 'done'$$;
CREATE TABLE jobs (id integer, state state DEFAULT 'new',
    open boolean GENERATED ALWAYS AS (state IS NOT NULL) STORED, CHECK (final(state) OR id > 0));
-- after --
CREATE TYPE state AS ENUM ('new', 'done');
CREATE FUNCTION final(s state) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$SELECT s = 'done'$$;
CREATE TABLE jobs (id integer, state state DEFAULT 'new',
    open boolean GENERATED ALWAYS AS (state IS NOT NULL) STORED, CHECK (final(state) OR id > 0));
-- up --
ALTER TABLE jobs DROP CONSTRAINT jobs_check;
ALTER TABLE jobs DROP COLUMN open;
DROP FUNCTION final(state);
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('new', 'done');
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN state TYPE state USING state::text::state;
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'new'::state;
DROP TYPE state__old;

CREATE OR REPLACE FUNCTION public.final(s state)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT s = 'done'$function$;
ALTER TABLE jobs ADD COLUMN open boolean GENERATED ALWAYS AS (state IS NOT NULL) STORED;
ALTER TABLE jobs ADD CONSTRAINT jobs_check CHECK (final(state) OR id > 0);
-- down --
ALTER TABLE jobs DROP CONSTRAINT jobs_check;
ALTER TABLE jobs DROP COLUMN open;
DROP FUNCTION final(state);
ALTER TYPE state ADD VALUE 'sent' BEFORE 'done';

CREATE OR REPLACE FUNCTION public.final(s state)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT s = 'done'$function$;
ALTER TABLE jobs ADD COLUMN open boolean GENERATED ALWAYS AS (state IS NOT NULL) STORED;
ALTER TABLE jobs ADD CONSTRAINT jobs_check CHECK (final(state) OR id > 0);
