-- Functions are replaced where they stand; triggers and policies are made again.
-- before --
CREATE TABLE t (id integer, owner text, changed timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own ON t USING (owner = 'me');
CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
-- after --
CREATE TABLE t (id integer, owner text, changed timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN NEW.changed := now(); RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own ON t FOR SELECT USING (owner = 'you');
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n * 2';
CREATE TABLE mails (id integer, twice integer DEFAULT twice(3));
-- up --
DROP TRIGGER touched ON t;
DROP POLICY own ON t;

CREATE OR REPLACE FUNCTION public.twice(n integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT n * 2$function$;
CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN NEW.changed := now(); RETURN NEW; END $function$;

CREATE TABLE mails (
    id integer,
    twice integer DEFAULT twice(3)
);

CREATE POLICY own ON t AS PERMISSIVE FOR SELECT TO PUBLIC USING (owner = 'you'::text);

CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
DROP DOMAIN email;
-- down --
CREATE DOMAIN email AS text CONSTRAINT email_check CHECK (VALUE ~ '@'::text);
DROP TRIGGER touched ON t;
DROP POLICY own ON t;
DROP TABLE mails;
CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RETURN NEW; END $function$;
DROP FUNCTION twice(integer);

CREATE POLICY own ON t AS PERMISSIVE FOR ALL TO PUBLIC USING (owner = 'me'::text);

CREATE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
