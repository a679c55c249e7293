-- Types that no column has, made of an enum of which values go, are made again with it.
-- before --
CREATE TYPE state AS ENUM ('new', 'old', 'done');
CREATE DOMAIN known_state AS state CHECK (VALUE <> 'done');
CREATE TYPE step AS (state known_state, at timestamptz);
CREATE TABLE jobs (id integer, state state DEFAULT 'new', open boolean GENERATED ALWAYS AS (state <> 'done') STORED);
CREATE FUNCTION steps(job integer, known state DEFAULT 'new') RETURNS SETOF step LANGUAGE sql
    AS 'SELECT known::known_state, now()';
CREATE VIEW first_steps AS SELECT state FROM steps(1);
CREATE VIEW states AS SELECT 'new'::state AS state;
COMMENT ON DOMAIN known_state IS 'Known';
-- after --
CREATE TYPE state AS ENUM ('done', 'new');
CREATE DOMAIN known_state AS state CHECK (VALUE <> 'done');
CREATE TYPE step AS (state known_state, at timestamptz);
CREATE TABLE jobs (id integer, state state DEFAULT 'new', open boolean GENERATED ALWAYS AS (state <> 'done') STORED);
CREATE FUNCTION steps(job integer, known state DEFAULT 'new') RETURNS SETOF step LANGUAGE sql
    AS 'SELECT known::known_state, now()';
CREATE VIEW first_steps AS SELECT state FROM steps(1);
CREATE VIEW states AS SELECT 'new'::state AS state;
COMMENT ON DOMAIN known_state IS 'Known';
-- up --
DROP VIEW states;
DROP VIEW first_steps;
ALTER TABLE jobs DROP COLUMN open;
DROP FUNCTION steps(integer,state);
DROP TYPE step;
DROP DOMAIN known_state;
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('done', 'new');
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN state TYPE state USING state::text::state;
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'new'::state;
DROP TYPE state__old;

CREATE DOMAIN known_state AS state CONSTRAINT known_state_check CHECK (VALUE <> 'done'::state);
COMMENT ON DOMAIN known_state IS 'Known';

CREATE TYPE step AS (state known_state, at timestamp with time zone);

CREATE OR REPLACE FUNCTION public.steps(job integer, known state DEFAULT 'new'::state)
 RETURNS SETOF step
 LANGUAGE sql
AS $function$SELECT known::known_state, now()$function$;
ALTER TABLE jobs ADD COLUMN open boolean GENERATED ALWAYS AS (state <> 'done'::state) STORED;

CREATE VIEW first_steps AS
SELECT state
   FROM steps(1) steps(state, at);

CREATE VIEW states AS
SELECT 'new'::state AS state;
-- down --
DROP VIEW states;
DROP VIEW first_steps;
ALTER TABLE jobs DROP COLUMN open;
DROP FUNCTION steps(integer,state);
DROP TYPE step;
DROP DOMAIN known_state;
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('new', 'old', 'done');
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN state TYPE state USING state::text::state;
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'new'::state;
DROP TYPE state__old;

CREATE DOMAIN known_state AS state CONSTRAINT known_state_check CHECK (VALUE <> 'done'::state);
COMMENT ON DOMAIN known_state IS 'Known';

CREATE TYPE step AS (state known_state, at timestamp with time zone);

CREATE OR REPLACE FUNCTION public.steps(job integer, known state DEFAULT 'new'::state)
 RETURNS SETOF step
 LANGUAGE sql
AS $function$SELECT known::known_state, now()$function$;
ALTER TABLE jobs ADD COLUMN open boolean GENERATED ALWAYS AS (state <> 'done'::state) STORED;

CREATE VIEW first_steps AS
SELECT state
   FROM steps(1) steps(state, at);

CREATE VIEW states AS
SELECT 'new'::state AS state;
