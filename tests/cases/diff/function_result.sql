-- A function that returns something else is dropped and created, since it cannot be replaced.
-- before --
CREATE FUNCTION answer() RETURNS integer LANGUAGE sql AS 'SELECT 42';
-- after --
CREATE FUNCTION answer() RETURNS text LANGUAGE sql AS $$SELECT '42'$$;
COMMENT ON FUNCTION answer() IS 'To everything';
-- up --
DROP FUNCTION answer();
CREATE OR REPLACE FUNCTION public.answer()
 RETURNS text
 LANGUAGE sql
AS $function$SELECT '42'$function$;
COMMENT ON FUNCTION answer() IS 'To everything';
-- down --
COMMENT ON FUNCTION answer() IS NULL;
DROP FUNCTION answer();
CREATE OR REPLACE FUNCTION public.answer()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 42$function$;
