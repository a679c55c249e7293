-- Routines of one name are told apart by their arguments: in place, made again, dropped, commented, granted.
-- before --
CREATE ROLE designkit_app;
CREATE SCHEMA work;
CREATE FUNCTION work."Size"(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION work."Size"(VARIADIC a text[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS $$SELECT f('x'::text)$$;
CREATE FUNCTION f(a date) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE g(a text) LANGUAGE sql AS '';
CREATE FUNCTION g(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (a integer DEFAULT f('x'::text), CHECK (f(a) > 0));
COMMENT ON FUNCTION g(integer) IS 'Of a number';
COMMENT ON FUNCTION f(date) IS 'Of a day';
GRANT EXECUTE ON PROCEDURE g(text) TO designkit_app;
ALTER FUNCTION g(integer) OWNER TO designkit_app;
-- after --
CREATE ROLE designkit_app;
CREATE SCHEMA work;
CREATE FUNCTION work."Size"(a integer, OUT b integer, INOUT c text)
    LANGUAGE sql AS $$SELECT 1, 'x'$$;
CREATE FUNCTION work."Size"(VARIADIC a text[]) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION f(a text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS $$SELECT f('x'::text)::integer$$;
CREATE FUNCTION f(a date) RETURNS integer LANGUAGE sql AS 'SELECT 2';
CREATE FUNCTION g(a text) RETURNS integer LANGUAGE sql AS 'SELECT 2';
CREATE PROCEDURE g(a integer) LANGUAGE sql AS '';
CREATE TABLE t (a integer DEFAULT f('x'::text), CHECK (f(a) > 0));
COMMENT ON FUNCTION work."Size"(text[]) IS 'Of words';
COMMENT ON PROCEDURE g(integer) IS 'Of a number';
COMMENT ON FUNCTION f(date) IS 'Of a date';
GRANT EXECUTE ON FUNCTION g(text) TO designkit_app;
ALTER FUNCTION f(date) OWNER TO designkit_app;
-- up --
ALTER TABLE t DROP CONSTRAINT t_a_check;
ALTER TABLE t ALTER COLUMN a DROP DEFAULT;
CREATE OR REPLACE FUNCTION public.f(a date)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 2$function$;
CREATE OR REPLACE FUNCTION public.f(a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT f('x'::text)::integer$function$;
DROP PROCEDURE g(text);
DROP FUNCTION work."Size"(text[]);
DROP FUNCTION work."Size"(integer);

CREATE OR REPLACE FUNCTION work."Size"(a integer, OUT b integer, INOUT c text)
 RETURNS record
 LANGUAGE sql
AS $function$SELECT 1, 'x'$function$;

CREATE OR REPLACE FUNCTION work."Size"(VARIADIC a text[])
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 1::bigint$function$;
COMMENT ON FUNCTION work."Size"(text[]) IS 'Of words';
DROP FUNCTION g(integer);

CREATE OR REPLACE FUNCTION public.g(a text)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 2$function$;
GRANT EXECUTE ON FUNCTION g(text) TO designkit_app;

CREATE OR REPLACE PROCEDURE public.g(IN a integer)
 LANGUAGE sql
AS $procedure$$procedure$;
COMMENT ON PROCEDURE g(integer) IS 'Of a number';
DROP FUNCTION f(text);

CREATE OR REPLACE FUNCTION public.f(a text)
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 1::bigint$function$;
ALTER TABLE t ALTER COLUMN a SET DEFAULT f('x'::text);
ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (f(a) > 0);
ALTER FUNCTION f(date) OWNER TO designkit_app;
COMMENT ON FUNCTION f(date) IS 'Of a date';
-- down --
COMMENT ON FUNCTION f(date) IS 'Of a day';
ALTER FUNCTION f(date) OWNER TO CURRENT_USER;
ALTER TABLE t DROP CONSTRAINT t_a_check;
ALTER TABLE t ALTER COLUMN a DROP DEFAULT;
DROP FUNCTION f(text);

CREATE OR REPLACE FUNCTION public.f(a text)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
DROP PROCEDURE g(integer);
DROP FUNCTION g(text);

CREATE OR REPLACE FUNCTION public.g(a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
COMMENT ON FUNCTION g(integer) IS 'Of a number';
ALTER FUNCTION g(integer) OWNER TO designkit_app;
DROP FUNCTION work."Size"(text[]);
DROP FUNCTION work."Size"(integer,text);

CREATE OR REPLACE FUNCTION work."Size"(a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

CREATE OR REPLACE FUNCTION work."Size"(VARIADIC a text[])
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

CREATE OR REPLACE PROCEDURE public.g(IN a text)
 LANGUAGE sql
AS $procedure$$procedure$;
GRANT EXECUTE ON PROCEDURE g(text) TO designkit_app;
CREATE OR REPLACE FUNCTION public.f(a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT f('x'::text)$function$;
CREATE OR REPLACE FUNCTION public.f(a date)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
ALTER TABLE t ALTER COLUMN a SET DEFAULT f('x'::text);
ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (f(a) > 0);
