-- Bodies that PostgreSQL has read and that call each other, themselves, or a table that calls them.
-- before --
CREATE TABLE numbers (x integer);
CREATE FUNCTION even(n integer) RETURNS boolean LANGUAGE sql RETURN n = 0;
CREATE FUNCTION odd(n integer) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT n > 0 AND even(n - 1); END;
CREATE OR REPLACE FUNCTION even(n integer) RETURNS boolean LANGUAGE sql
    RETURN n = 0 OR odd(n - 1) OR EXISTS (SELECT FROM numbers WHERE x = n);
COMMENT ON FUNCTION even(integer) IS 'and not odd';
-- after --
CREATE TABLE numbers (x bigint);
CREATE FUNCTION even(n integer) RETURNS boolean LANGUAGE sql RETURN n = 0;
CREATE FUNCTION odd(n integer) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT n > 0 AND even(n - 1); END;
CREATE OR REPLACE FUNCTION even(n integer) RETURNS boolean LANGUAGE sql
    RETURN n = 0 OR odd(n - 1) OR EXISTS (SELECT FROM numbers WHERE x = n);
COMMENT ON FUNCTION even(integer) IS 'and not odd';
CREATE FUNCTION down(n integer) RETURNS SETOF integer LANGUAGE sql BEGIN ATOMIC SELECT n; END;
CREATE OR REPLACE FUNCTION down(n integer) RETURNS SETOF integer LANGUAGE sql BEGIN ATOMIC SELECT n UNION ALL SELECT down(n - 1); END;
CREATE FUNCTION size() RETURNS bigint LANGUAGE sql RETURN 0;
CREATE TABLE sized (x bigint DEFAULT size());
CREATE OR REPLACE FUNCTION size() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM sized);
ALTER TABLE numbers ADD COLUMN size bigint DEFAULT size();
-- up --
CREATE OR REPLACE FUNCTION public.even(n integer)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$BEGIN END$function$;

CREATE OR REPLACE FUNCTION public.down(n integer)
 RETURNS SETOF integer
 LANGUAGE plpgsql
AS $function$BEGIN END$function$;

CREATE OR REPLACE FUNCTION public.size()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$BEGIN END$function$;
CREATE OR REPLACE FUNCTION public.down(n integer)
 RETURNS SETOF integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT down.n AS n
 UNION ALL
  SELECT down((down.n - 1)) AS down;
END;

CREATE TABLE sized (
    x bigint DEFAULT size()
);
CREATE OR REPLACE FUNCTION public.size()
 RETURNS bigint
 LANGUAGE sql
RETURN (SELECT count(*) AS count FROM sized);
ALTER TABLE numbers ADD COLUMN size bigint DEFAULT size();
ALTER TABLE numbers ALTER COLUMN x TYPE bigint USING x::bigint;
DROP FUNCTION odd(integer);
DROP FUNCTION even(integer);

CREATE OR REPLACE FUNCTION public.even(n integer)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$BEGIN END$function$;
COMMENT ON FUNCTION even(integer) IS 'and not odd';

CREATE OR REPLACE FUNCTION public.odd(n integer)
 RETURNS boolean
 LANGUAGE sql
BEGIN ATOMIC
 SELECT ((n > 0) AND even((n - 1)));
END;
CREATE OR REPLACE FUNCTION public.even(n integer)
 RETURNS boolean
 LANGUAGE sql
RETURN ((n = 0) OR odd((n - 1)) OR (EXISTS (SELECT FROM numbers WHERE (numbers.x = even.n))));
-- down --
CREATE OR REPLACE FUNCTION public.even(n integer)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$BEGIN END$function$;
DROP FUNCTION odd(integer);
DROP FUNCTION even(integer);

CREATE OR REPLACE FUNCTION public.even(n integer)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$BEGIN END$function$;
COMMENT ON FUNCTION even(integer) IS 'and not odd';

CREATE OR REPLACE FUNCTION public.odd(n integer)
 RETURNS boolean
 LANGUAGE sql
BEGIN ATOMIC
 SELECT ((n > 0) AND even((n - 1)));
END;
ALTER TABLE numbers ALTER COLUMN x TYPE integer USING x::integer;
ALTER TABLE numbers DROP COLUMN size;
CREATE OR REPLACE FUNCTION public.size()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$BEGIN END$function$;
DROP TABLE sized;
CREATE OR REPLACE FUNCTION public.down(n integer)
 RETURNS SETOF integer
 LANGUAGE plpgsql
AS $function$BEGIN END$function$;
DROP FUNCTION size();
DROP FUNCTION down(integer);
CREATE OR REPLACE FUNCTION public.even(n integer)
 RETURNS boolean
 LANGUAGE sql
RETURN ((n = 0) OR odd((n - 1)) OR (EXISTS (SELECT FROM numbers WHERE (numbers.x = even.n))));
