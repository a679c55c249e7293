-- A routine that goes with an extension; made again, or without the extension, it says so anew.
-- before --
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE FUNCTION stays() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION changes() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION changes() DEPENDS ON EXTENSION citext;
CREATE FUNCTION released() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION released() DEPENDS ON EXTENSION hstore;
-- after --
CREATE EXTENSION citext;
CREATE FUNCTION stays() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION stays() DEPENDS ON EXTENSION citext;
CREATE FUNCTION changes() RETURNS bigint LANGUAGE sql AS 'SELECT 2::bigint';
ALTER FUNCTION changes() DEPENDS ON EXTENSION citext;
CREATE FUNCTION released() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE comes() LANGUAGE sql AS 'SELECT 1';
ALTER PROCEDURE comes() DEPENDS ON EXTENSION citext;
-- up --
ALTER ROUTINE released() NO DEPENDS ON EXTENSION hstore;
ALTER ROUTINE changes() NO DEPENDS ON EXTENSION citext;

CREATE OR REPLACE PROCEDURE public.comes()
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;

ALTER ROUTINE stays() DEPENDS ON EXTENSION citext;

ALTER ROUTINE comes() DEPENDS ON EXTENSION citext;
DROP FUNCTION changes();

CREATE OR REPLACE FUNCTION public.changes()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 2::bigint$function$;

ALTER ROUTINE changes() DEPENDS ON EXTENSION citext;
DROP EXTENSION hstore;
-- down --
CREATE EXTENSION hstore;
ALTER ROUTINE changes() NO DEPENDS ON EXTENSION citext;
DROP FUNCTION changes();

CREATE OR REPLACE FUNCTION public.changes()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
ALTER ROUTINE comes() NO DEPENDS ON EXTENSION citext;
ALTER ROUTINE stays() NO DEPENDS ON EXTENSION citext;
DROP PROCEDURE comes();

ALTER ROUTINE changes() DEPENDS ON EXTENSION citext;

ALTER ROUTINE released() DEPENDS ON EXTENSION hstore;
