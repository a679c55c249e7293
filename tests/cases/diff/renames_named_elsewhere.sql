-- A policy, a rule and bodies that PostgreSQL has read name what is renamed in another table.
-- before --
CREATE TABLE members (id integer, team integer);
CREATE TABLE logs (x integer);
CREATE TABLE posts (author integer);
CREATE POLICY own ON posts USING (author IN (SELECT id FROM members));
CREATE RULE kept AS ON DELETE TO posts DO ALSO INSERT INTO logs (x) VALUES (old.author);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(team) FROM members; END;
CREATE FUNCTION more() RETURNS bigint LANGUAGE sql RETURN total() + 1;
CREATE VIEW shown AS SELECT more() AS more;
CREATE VIEW above AS SELECT more FROM shown;
CREATE FUNCTION of_row(r logs) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE TYPE pair AS (one logs, two logs);
-- after --
-- designkit: renamed key from id
-- designkit: renamed club from team
CREATE TABLE members (key integer, club integer);
-- designkit: renamed from logs
-- designkit: renamed y from x
CREATE TABLE notes (y integer);
CREATE TABLE posts (author integer);
CREATE POLICY own ON posts USING (author IN (SELECT key FROM members));
CREATE RULE kept AS ON DELETE TO posts DO ALSO INSERT INTO notes (y) VALUES (old.author);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(club) FROM members; END;
CREATE FUNCTION more() RETURNS bigint LANGUAGE sql RETURN total() + 1;
CREATE VIEW shown AS SELECT more() AS more;
CREATE VIEW above AS SELECT more FROM shown;
CREATE FUNCTION of_row(r notes) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE TYPE pair AS (one notes, two notes);
-- up --
DROP RULE kept ON posts;
DROP POLICY own ON posts;
DROP VIEW above;
DROP VIEW shown;
DROP FUNCTION more();
DROP FUNCTION total();
DROP FUNCTION of_row(logs);
DROP TYPE pair;
ALTER TABLE logs RENAME TO notes;
ALTER TABLE members RENAME COLUMN id TO key;
ALTER TABLE members RENAME COLUMN team TO club;
ALTER TABLE notes RENAME COLUMN x TO y;

CREATE TYPE pair AS (one notes, two notes);

CREATE OR REPLACE FUNCTION public.of_row(r notes)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$BEGIN RETURN 1; END$function$;

CREATE OR REPLACE FUNCTION public.total()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT sum(members.club) AS sum
    FROM members;
END;

CREATE OR REPLACE FUNCTION public.more()
 RETURNS bigint
 LANGUAGE sql
RETURN (total() + 1);

CREATE VIEW shown AS
SELECT more() AS more;

CREATE VIEW above AS
SELECT more
   FROM shown;

CREATE POLICY own ON posts AS PERMISSIVE FOR ALL TO PUBLIC USING ((author IN ( SELECT members.key
   FROM members)));

CREATE RULE kept AS
    ON DELETE TO posts DO  INSERT INTO notes (y)
  VALUES (old.author);
-- down --
DROP RULE kept ON posts;
DROP POLICY own ON posts;
DROP VIEW above;
DROP VIEW shown;
DROP FUNCTION more();
DROP FUNCTION total();
DROP FUNCTION of_row(notes);
DROP TYPE pair;
ALTER TABLE notes RENAME COLUMN y TO x;
ALTER TABLE members RENAME COLUMN club TO team;
ALTER TABLE members RENAME COLUMN key TO id;
ALTER TABLE notes RENAME TO logs;

CREATE TYPE pair AS (one logs, two logs);

CREATE OR REPLACE FUNCTION public.of_row(r logs)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$BEGIN RETURN 1; END$function$;

CREATE OR REPLACE FUNCTION public.total()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT sum(members.team) AS sum
    FROM members;
END;

CREATE OR REPLACE FUNCTION public.more()
 RETURNS bigint
 LANGUAGE sql
RETURN (total() + 1);

CREATE VIEW shown AS
SELECT more() AS more;

CREATE VIEW above AS
SELECT more
   FROM shown;

CREATE POLICY own ON posts AS PERMISSIVE FOR ALL TO PUBLIC USING ((author IN ( SELECT members.id
   FROM members)));

CREATE RULE kept AS
    ON DELETE TO posts DO  INSERT INTO logs (x)
  VALUES (old.author);
