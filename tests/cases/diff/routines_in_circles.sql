-- Functions in SQL that call each other, or a table that calls them, are read when all of it is there.
-- before --
SET check_function_bodies = off;
CREATE FUNCTION ping(n integer) RETURNS integer LANGUAGE sql AS 'SELECT CASE WHEN n > 0 THEN pong(n - 1) END';
CREATE FUNCTION pong(n integer) RETURNS integer LANGUAGE sql AS 'SELECT CASE WHEN n > 0 THEN ping(n - 1) END';
CREATE FUNCTION pong_twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT pong(pong(n))';
-- after --
SET check_function_bodies = off;
CREATE FUNCTION is_even(n integer) RETURNS boolean LANGUAGE sql AS 'SELECT n = 0 OR is_odd(n - 1)';
CREATE FUNCTION is_odd(n integer) RETURNS boolean LANGUAGE sql AS 'SELECT n <> 0 AND is_even(n - 1)';
CREATE FUNCTION next_ticket() RETURNS bigint LANGUAGE sql AS 'SELECT coalesce(max(id), 0) + 1 FROM tickets';
CREATE TABLE tickets (id bigint PRIMARY KEY DEFAULT next_ticket(), even boolean CHECK (is_even(1) IS NOT NULL));
CREATE FUNCTION plain(n integer) RETURNS boolean LANGUAGE sql AS 'SELECT is_even(n)';
-- up --
DROP FUNCTION pong_twice(integer);

SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.is_even(n integer)
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT n = 0 OR is_odd(n - 1)$function$;
RESET check_function_bodies;

CREATE OR REPLACE FUNCTION public.is_odd(n integer)
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT n <> 0 AND is_even(n - 1)$function$;

CREATE OR REPLACE FUNCTION public.plain(n integer)
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT is_even(n)$function$;

SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.next_ticket()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT coalesce(max(id), 0) + 1 FROM tickets$function$;
RESET check_function_bodies;

CREATE TABLE tickets (
    id bigint NOT NULL DEFAULT next_ticket(),
    even boolean,
    CONSTRAINT tickets_pkey PRIMARY KEY (id),
    CONSTRAINT tickets_check CHECK (is_even(1) IS NOT NULL)
);
DROP FUNCTION pong(integer);
DROP FUNCTION ping(integer);
-- down --
SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.ping(n integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT CASE WHEN n > 0 THEN pong(n - 1) END$function$;
RESET check_function_bodies;

CREATE OR REPLACE FUNCTION public.pong(n integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT CASE WHEN n > 0 THEN ping(n - 1) END$function$;
DROP TABLE tickets;
DROP FUNCTION next_ticket();
DROP FUNCTION plain(integer);
DROP FUNCTION is_odd(integer);
DROP FUNCTION is_even(integer);

CREATE OR REPLACE FUNCTION public.pong_twice(n integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT pong(pong(n))$function$;
