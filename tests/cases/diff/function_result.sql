-- A function that returns something else is dropped and created, since it cannot be replaced.
-- before --
CREATE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT 42';
CREATE FUNCTION kept() RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION kept() IS 'Stays';
-- after --
CREATE FUNCTION answer() RETURNS text LANGUAGE sql AS $$SELECT '42'$$;
CREATE FUNCTION kept() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
COMMENT ON FUNCTION kept() IS 'Stays';
COMMENT ON FUNCTION answer() IS 'To everything';
-- up --
DROP FUNCTION kept();

CREATE OR REPLACE FUNCTION public.kept()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 1::bigint$function$;
COMMENT ON FUNCTION kept() IS 'Stays';
DROP FUNCTION answer();

CREATE OR REPLACE FUNCTION public.answer()
 RETURNS text
 LANGUAGE sql
AS $function$SELECT '42'$function$;
COMMENT ON FUNCTION answer() IS 'To everything';
-- down --
DROP FUNCTION answer();

CREATE OR REPLACE FUNCTION public.answer()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 42$function$;
DROP FUNCTION kept();

CREATE OR REPLACE FUNCTION public.kept()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
COMMENT ON FUNCTION kept() IS 'Stays';
