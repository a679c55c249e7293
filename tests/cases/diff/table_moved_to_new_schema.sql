-- A table moves to a schema that is made for it, and the old one goes.
-- before --
CREATE SCHEMA old;
CREATE TABLE old.users (id serial PRIMARY KEY, x integer);
CREATE VIEW seen AS SELECT x FROM old.users;
-- after --
CREATE SCHEMA "New one";
COMMENT ON SCHEMA "New one" IS 'for users';
-- designkit: renamed from old.users
CREATE TABLE "New one".users (id serial PRIMARY KEY, x bigint);
CREATE VIEW seen AS SELECT x FROM "New one".users;
-- up --
CREATE SCHEMA "New one";
COMMENT ON SCHEMA "New one" IS 'for users';
DROP VIEW seen;
ALTER TABLE old.users SET SCHEMA "New one";
ALTER TABLE "New one".users ALTER COLUMN x TYPE bigint USING x::bigint;

CREATE VIEW seen AS
SELECT x
   FROM "New one".users;
DROP SCHEMA old;
-- down --
CREATE SCHEMA old;
DROP VIEW seen;
ALTER TABLE "New one".users ALTER COLUMN x TYPE integer USING x::integer;
ALTER TABLE "New one".users SET SCHEMA old;

CREATE VIEW seen AS
SELECT x
   FROM old.users;
DROP SCHEMA "New one";
