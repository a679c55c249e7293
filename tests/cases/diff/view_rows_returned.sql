-- A routine that takes or returns rows of a view that is made again goes with it, and what calls it.
-- before --
CREATE ROLE designkit_app;
CREATE TABLE users (id integer PRIMARY KEY, name varchar(20), age integer);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age > 17;
CREATE FUNCTION known() RETURNS SETOF adults LANGUAGE sql STABLE AS 'SELECT * FROM adults';
COMMENT ON FUNCTION known() IS 'All of them';
GRANT EXECUTE ON FUNCTION known() TO designkit_app;
CREATE VIEW known_names AS SELECT name FROM known();
CREATE FUNCTION shout(person adults) RETURNS text LANGUAGE sql IMMUTABLE RETURN upper((person).name);
CREATE FUNCTION first_known() RETURNS known_names LANGUAGE sql STABLE AS 'SELECT * FROM known_names LIMIT 1';
CREATE POLICY grown ON users USING (id IN (SELECT id FROM adults));
CREATE DOMAIN short AS text CHECK (length(VALUE) < 10);
CREATE FUNCTION cut(short) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
-- after --
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age > 17;
CREATE FUNCTION known() RETURNS SETOF adults LANGUAGE sql STABLE AS 'SELECT * FROM adults';
COMMENT ON FUNCTION known() IS 'All of them';
GRANT EXECUTE ON FUNCTION known() TO designkit_app;
CREATE VIEW known_names AS SELECT name FROM known();
CREATE FUNCTION shout(person adults) RETURNS text LANGUAGE sql IMMUTABLE RETURN upper((person).name);
CREATE FUNCTION first_known() RETURNS known_names LANGUAGE sql STABLE AS 'SELECT * FROM known_names ORDER BY 1 LIMIT 1';
CREATE POLICY grown ON users USING (id IN (SELECT id FROM adults));
CREATE DOMAIN short AS text CHECK (length(VALUE) < 20);
CREATE FUNCTION cut(short) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
-- up --
DROP POLICY grown ON users;
DROP FUNCTION first_known();
DROP VIEW known_names;
DROP FUNCTION shout(adults);
DROP FUNCTION known();
DROP VIEW adults;
ALTER TABLE users ALTER COLUMN name TYPE text;

CREATE VIEW adults AS
SELECT id,
    name
   FROM users
  WHERE age > 17;

CREATE OR REPLACE FUNCTION public.known()
 RETURNS SETOF adults
 LANGUAGE sql
 STABLE
AS $function$SELECT * FROM adults$function$;
COMMENT ON FUNCTION known() IS 'All of them';
GRANT EXECUTE ON FUNCTION known() TO designkit_app;

CREATE OR REPLACE FUNCTION public.shout(person adults)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
RETURN upper((person).name);

CREATE VIEW known_names AS
SELECT name
   FROM known() known(id, name);

CREATE OR REPLACE FUNCTION public.first_known()
 RETURNS known_names
 LANGUAGE sql
 STABLE
AS $function$SELECT * FROM known_names ORDER BY 1 LIMIT 1$function$;

CREATE POLICY grown ON users AS PERMISSIVE FOR ALL TO PUBLIC USING ((id IN ( SELECT adults.id
   FROM adults)));
DROP FUNCTION cut(short);
DROP DOMAIN short;

CREATE DOMAIN short AS text CONSTRAINT short_check CHECK (length(VALUE) < 20);

CREATE OR REPLACE FUNCTION public.cut(short)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT $1::text$function$;
-- down --
DROP FUNCTION cut(short);
DROP DOMAIN short;

CREATE DOMAIN short AS text CONSTRAINT short_check CHECK (length(VALUE) < 10);

CREATE OR REPLACE FUNCTION public.cut(short)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT $1::text$function$;
DROP POLICY grown ON users;
DROP FUNCTION first_known();
DROP VIEW known_names;
DROP FUNCTION shout(adults);
DROP FUNCTION known();
DROP VIEW adults;
ALTER TABLE users ALTER COLUMN name TYPE varchar(20);

CREATE VIEW adults AS
SELECT id,
    name
   FROM users
  WHERE age > 17;

CREATE OR REPLACE FUNCTION public.known()
 RETURNS SETOF adults
 LANGUAGE sql
 STABLE
AS $function$SELECT * FROM adults$function$;
COMMENT ON FUNCTION known() IS 'All of them';
GRANT EXECUTE ON FUNCTION known() TO designkit_app;

CREATE OR REPLACE FUNCTION public.shout(person adults)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
RETURN upper(((person).name)::text);

CREATE VIEW known_names AS
SELECT name
   FROM known() known(id, name);

CREATE OR REPLACE FUNCTION public.first_known()
 RETURNS known_names
 LANGUAGE sql
 STABLE
AS $function$SELECT * FROM known_names LIMIT 1$function$;

CREATE POLICY grown ON users AS PERMISSIVE FOR ALL TO PUBLIC USING ((id IN ( SELECT adults.id
   FROM adults)));
