-- A view is replaced while its columns stay; what gains some is, where only views stand on it.
-- before --
CREATE ROLE designkit_app;
CREATE TABLE users (id integer PRIMARY KEY, name text, nick text, age integer);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age > 17;
CREATE VIEW adult_names AS SELECT name FROM adults;
CREATE VIEW nicks WITH (security_barrier) AS SELECT id, nick AS called FROM users;
ALTER VIEW nicks ALTER COLUMN called SET DEFAULT 'nobody';
CREATE FUNCTION called() RETURNS SETOF nicks LANGUAGE sql AS 'SELECT * FROM nicks';
CREATE VIEW counted AS SELECT id FROM users;
CREATE VIEW counted_names AS SELECT id FROM counted;
CREATE FUNCTION counted_rows() RETURNS SETOF counted_names LANGUAGE sql AS 'SELECT * FROM counted_names';
CREATE VIEW sorted AS SELECT name FROM users;
CREATE VIEW grouped AS SELECT id, name FROM users GROUP BY id;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER refuse INSTEAD OF INSERT ON adult_names FOR EACH ROW EXECUTE FUNCTION refuse();
COMMENT ON VIEW adults IS 'Grown';
COMMENT ON COLUMN adults.name IS 'Their name';
COMMENT ON VIEW adult_names IS 'Names';
GRANT SELECT ON adult_names TO designkit_app;
GRANT SELECT ON adults TO designkit_app;
GRANT SELECT ON nicks TO designkit_app;
GRANT UPDATE (called) ON nicks TO designkit_app;
-- after --
CREATE ROLE designkit_app;
CREATE TABLE users (id integer PRIMARY KEY, name text, short text, age integer, email text);
CREATE VIEW adults AS SELECT id, name, email FROM users WHERE age > 17;
CREATE VIEW adult_names AS SELECT name FROM adults;
CREATE VIEW adult_emails AS SELECT email FROM adults;
CREATE FUNCTION emails() RETURNS SETOF text LANGUAGE sql AS 'SELECT email FROM adults';
CREATE VIEW nicks WITH (check_option = local) AS SELECT id, short AS called FROM users WHERE age > 1;
ALTER VIEW nicks ALTER COLUMN called SET DEFAULT 'somebody';
CREATE FUNCTION called() RETURNS SETOF nicks LANGUAGE sql AS 'SELECT * FROM nicks';
CREATE VIEW counted AS SELECT id, name FROM users;
CREATE VIEW counted_names AS SELECT id FROM counted;
CREATE FUNCTION counted_rows() RETURNS SETOF counted_names LANGUAGE sql AS 'SELECT * FROM counted_names';
CREATE VIEW sorted AS SELECT name COLLATE "C" AS name FROM users;
CREATE VIEW grouped AS SELECT id, name FROM users WHERE age > 3 GROUP BY id;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER refuse INSTEAD OF INSERT ON adult_names FOR EACH ROW EXECUTE FUNCTION refuse();
COMMENT ON VIEW adults IS 'Grown up';
COMMENT ON COLUMN adults.name IS 'Their name';
COMMENT ON COLUMN adults.email IS 'Their address';
COMMENT ON VIEW adult_names IS 'Names';
GRANT SELECT ON adult_names TO designkit_app;
GRANT SELECT ON adults TO designkit_app;
GRANT SELECT ON nicks TO designkit_app;
GRANT UPDATE (called) ON nicks TO designkit_app;
-- up --
DROP VIEW sorted;
ALTER TABLE users ADD COLUMN short text;
ALTER TABLE users ADD COLUMN email text;

CREATE VIEW sorted AS
SELECT name COLLATE "C" AS name
   FROM users;
CREATE OR REPLACE VIEW adults AS
SELECT id,
    name,
    email
   FROM users
  WHERE age > 17;

CREATE OR REPLACE FUNCTION public.emails()
 RETURNS SETOF text
 LANGUAGE sql
AS $function$SELECT email FROM adults$function$;

CREATE VIEW adult_emails AS
SELECT email
   FROM adults;
CREATE OR REPLACE VIEW grouped AS
SELECT id,
    name
   FROM users
  WHERE age > 3
  GROUP BY id;
CREATE OR REPLACE VIEW nicks WITH (check_option=local) AS
SELECT id,
    short AS called
   FROM users
  WHERE age > 1;
ALTER VIEW nicks ALTER COLUMN called SET DEFAULT 'somebody'::text;
ALTER TABLE users DROP COLUMN nick;
DROP FUNCTION counted_rows();
DROP VIEW counted_names;
DROP VIEW counted;

CREATE VIEW counted AS
SELECT id,
    name
   FROM users;

CREATE VIEW counted_names AS
SELECT id
   FROM counted;

CREATE OR REPLACE FUNCTION public.counted_rows()
 RETURNS SETOF counted_names
 LANGUAGE sql
AS $function$SELECT * FROM counted_names$function$;
COMMENT ON VIEW adults IS 'Grown up';
COMMENT ON COLUMN adults.email IS 'Their address';
-- down --
COMMENT ON COLUMN adults.email IS NULL;
COMMENT ON VIEW adults IS 'Grown';
DROP FUNCTION counted_rows();
DROP VIEW counted_names;
DROP VIEW counted;

CREATE VIEW counted AS
SELECT id
   FROM users;

CREATE VIEW counted_names AS
SELECT id
   FROM counted;

CREATE OR REPLACE FUNCTION public.counted_rows()
 RETURNS SETOF counted_names
 LANGUAGE sql
AS $function$SELECT * FROM counted_names$function$;
-- Restores the structure only: the data went with UP.
ALTER TABLE users ADD COLUMN nick text;
CREATE OR REPLACE VIEW nicks WITH (security_barrier=true) AS
SELECT id,
    nick AS called
   FROM users;
ALTER VIEW nicks ALTER COLUMN called SET DEFAULT 'nobody'::text;
CREATE OR REPLACE VIEW grouped AS
SELECT id,
    name
   FROM users
  GROUP BY id;
DROP VIEW adult_emails;
DROP FUNCTION emails();
DROP TRIGGER refuse ON adult_names;
DROP VIEW adult_names;
DROP VIEW adults;
CREATE VIEW adults AS
SELECT id,
    name
   FROM users
  WHERE age > 17;
COMMENT ON VIEW adults IS 'Grown';
COMMENT ON COLUMN adults.name IS 'Their name';
GRANT SELECT ON TABLE adults TO designkit_app;
CREATE VIEW adult_names AS
SELECT name
   FROM adults;
COMMENT ON VIEW adult_names IS 'Names';
GRANT SELECT ON TABLE adult_names TO designkit_app;
CREATE TRIGGER refuse INSTEAD OF INSERT ON adult_names FOR EACH ROW EXECUTE FUNCTION refuse();
DROP VIEW sorted;
ALTER TABLE users DROP COLUMN email;
ALTER TABLE users DROP COLUMN short;

CREATE VIEW sorted AS
SELECT name
   FROM users;
