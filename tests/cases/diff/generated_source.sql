-- A column is generated again after the type of its source has changed, whoever else stands on it.
-- before --
CREATE TABLE counters (id integer PRIMARY KEY, n integer, s integer GENERATED ALWAYS AS (n + 1) STORED);
CREATE FUNCTION total(counter counters) RETURNS integer LANGUAGE sql AS 'SELECT counter.n';
-- after --
CREATE TABLE counters (id integer PRIMARY KEY, n bigint, s bigint GENERATED ALWAYS AS (n + 1) STORED);
CREATE FUNCTION total(counter counters) RETURNS bigint LANGUAGE sql AS 'SELECT counter.n';
-- up --
ALTER TABLE counters DROP COLUMN s;
DROP FUNCTION total(counters);
ALTER TABLE counters ALTER COLUMN n TYPE bigint USING n::bigint;

CREATE OR REPLACE FUNCTION public.total(counter counters)
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT counter.n$function$;
ALTER TABLE counters ADD COLUMN s bigint GENERATED ALWAYS AS (n + 1) STORED;
-- down --
ALTER TABLE counters DROP COLUMN s;
DROP FUNCTION total(counters);
ALTER TABLE counters ALTER COLUMN n TYPE integer USING n::integer;

CREATE OR REPLACE FUNCTION public.total(counter counters)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT counter.n$function$;
ALTER TABLE counters ADD COLUMN s integer GENERATED ALWAYS AS (n + 1) STORED;
