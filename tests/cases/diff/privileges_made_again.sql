-- What is dropped takes its rights along, and what is made or made again has them.
-- before --
CREATE ROLE designkit_app;
CREATE ROLE designkit_auditor;
CREATE SCHEMA gone;
GRANT USAGE ON SCHEMA gone TO designkit_app;
COMMENT ON SCHEMA gone IS 'Soon';
CREATE TABLE gone.old (id integer);
GRANT SELECT ON gone.old TO designkit_app;
GRANT UPDATE (id) ON gone.old TO designkit_auditor;
CREATE TYPE state AS ENUM ('new', 'done');
GRANT USAGE ON TYPE state TO designkit_app;
CREATE TABLE users (id integer, name text, state state);
GRANT SELECT (name), SELECT (id) ON users TO designkit_app;
CREATE VIEW seen AS SELECT id, name FROM users;
GRANT SELECT ON seen TO designkit_app;
GRANT UPDATE (name) ON seen TO designkit_auditor;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n * 2';
REVOKE EXECUTE ON FUNCTION twice FROM PUBLIC;
-- after --
CREATE ROLE designkit_app;
CREATE ROLE designkit_auditor;
CREATE SCHEMA come;
GRANT USAGE ON SCHEMA come TO designkit_app;
COMMENT ON SCHEMA come IS 'Here';
CREATE TABLE come.young (id integer);
GRANT SELECT ON come.young TO designkit_app;
GRANT UPDATE (id) ON come.young TO designkit_auditor;
CREATE TYPE state AS ENUM ('done');
GRANT USAGE ON TYPE state TO designkit_app;
CREATE TABLE users (id bigint, state state, label text);
GRANT SELECT (label), SELECT (id) ON users TO designkit_app;
CREATE VIEW seen AS SELECT id, label AS name FROM users;
GRANT SELECT ON seen TO designkit_app;
GRANT UPDATE (name) ON seen TO designkit_auditor;
CREATE FUNCTION twice(n integer) RETURNS bigint LANGUAGE sql AS 'SELECT n * 2::bigint';
REVOKE EXECUTE ON FUNCTION twice FROM PUBLIC;
-- up --
DROP VIEW seen;
DROP TABLE gone.old;
ALTER TABLE users DROP COLUMN name;
CREATE SCHEMA come;
COMMENT ON SCHEMA come IS 'Here';
GRANT USAGE ON SCHEMA come TO designkit_app;
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('done');
ALTER TABLE users ALTER COLUMN state TYPE state USING state::text::state;
DROP TYPE state__old;
GRANT USAGE ON TYPE state TO designkit_app;

CREATE TABLE come.young (
    id integer
);
GRANT SELECT ON TABLE come.young TO designkit_app;
GRANT UPDATE (id) ON TABLE come.young TO designkit_auditor;
ALTER TABLE users ADD COLUMN label text;
GRANT SELECT (label) ON TABLE users TO designkit_app;
ALTER TABLE users ALTER COLUMN id TYPE bigint USING id::bigint;

CREATE VIEW seen AS
SELECT id,
    label AS name
   FROM users;
GRANT SELECT ON TABLE seen TO designkit_app;
GRANT UPDATE (name) ON TABLE seen TO designkit_auditor;
DROP FUNCTION twice(integer);

CREATE OR REPLACE FUNCTION public.twice(n integer)
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT n * 2::bigint$function$;
REVOKE EXECUTE ON FUNCTION twice(integer) FROM PUBLIC;
DROP SCHEMA gone;
-- down --
CREATE SCHEMA gone;
COMMENT ON SCHEMA gone IS 'Soon';
GRANT USAGE ON SCHEMA gone TO designkit_app;
DROP FUNCTION twice(integer);

CREATE OR REPLACE FUNCTION public.twice(n integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT n * 2$function$;
REVOKE EXECUTE ON FUNCTION twice(integer) FROM PUBLIC;
DROP VIEW seen;
ALTER TABLE users ALTER COLUMN id TYPE integer USING id::integer;
ALTER TABLE users DROP COLUMN label;
DROP TABLE come.young;
ALTER TYPE state ADD VALUE 'new' BEFORE 'done';
DROP SCHEMA come;
-- Restores the structure only: the data went with UP.
ALTER TABLE users ADD COLUMN name text;
GRANT SELECT (name) ON TABLE users TO designkit_app;

-- Restores the structure only: the data went with UP.
CREATE TABLE gone.old (
    id integer
);
GRANT SELECT ON TABLE gone.old TO designkit_app;
GRANT UPDATE (id) ON TABLE gone.old TO designkit_auditor;

CREATE VIEW seen AS
SELECT id,
    name
   FROM users;
GRANT SELECT ON TABLE seen TO designkit_app;
GRANT UPDATE (name) ON TABLE seen TO designkit_auditor;
