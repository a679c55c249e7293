-- A routine that gains a parameter with a default goes before it comes: calls would be ambiguous.
-- before --
CREATE FUNCTION f(a integer) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION g(a integer, b integer DEFAULT 0) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION caller() RETURNS boolean LANGUAGE sql AS 'SELECT f(1)';
CREATE TABLE t (x integer DEFAULT g(1), y integer DEFAULT g(1), CONSTRAINT t_x_check CHECK (f(x)));
CREATE INDEX idx_t_x ON t (x) WHERE f(x);
CREATE POLICY seen ON t USING (f(x));
CREATE VIEW v AS SELECT f(1) AS x;
-- after --
CREATE FUNCTION f(a integer, b integer DEFAULT 0) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION g(a integer, b integer DEFAULT 0, c integer DEFAULT 0) RETURNS integer
    LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION caller() RETURNS boolean LANGUAGE sql AS 'SELECT NOT f(1)';
CREATE TABLE t (x integer DEFAULT g(1), y integer DEFAULT g(1, 2, 3), CONSTRAINT t_x_check CHECK (f(x)));
CREATE INDEX idx_t_x ON t (x) WHERE f(x);
CREATE POLICY seen ON t USING (f(x));
CREATE VIEW v AS SELECT f(1) AS x;
-- up --
DROP POLICY seen ON t;
DROP VIEW v;
DROP INDEX idx_t_x;
ALTER TABLE t DROP CONSTRAINT t_x_check;
ALTER TABLE t ALTER COLUMN x DROP DEFAULT;
ALTER TABLE t ALTER COLUMN y DROP DEFAULT;
DROP FUNCTION g(integer,integer);

CREATE OR REPLACE FUNCTION public.g(a integer, b integer DEFAULT 0, c integer DEFAULT 0)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
ALTER TABLE t ALTER COLUMN x SET DEFAULT g(1);
ALTER TABLE t ALTER COLUMN y SET DEFAULT g(1, 2, 3);
DROP FUNCTION caller();
DROP FUNCTION f(integer);

CREATE OR REPLACE FUNCTION public.f(a integer, b integer DEFAULT 0)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT true$function$;

CREATE OR REPLACE FUNCTION public.caller()
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT NOT f(1)$function$;
ALTER TABLE t ADD CONSTRAINT t_x_check CHECK (f(x));
CREATE INDEX idx_t_x ON t (x) WHERE f(x);

CREATE VIEW v AS
SELECT f(1) AS x;

CREATE POLICY seen ON t AS PERMISSIVE FOR ALL TO PUBLIC USING (f(x));
-- down --
DROP POLICY seen ON t;
DROP VIEW v;
DROP INDEX idx_t_x;
ALTER TABLE t DROP CONSTRAINT t_x_check;
DROP FUNCTION caller();
DROP FUNCTION f(integer,integer);

CREATE OR REPLACE FUNCTION public.f(a integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT true$function$;

CREATE OR REPLACE FUNCTION public.caller()
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT f(1)$function$;
ALTER TABLE t ALTER COLUMN y DROP DEFAULT;
ALTER TABLE t ALTER COLUMN x DROP DEFAULT;
DROP FUNCTION g(integer,integer,integer);

CREATE OR REPLACE FUNCTION public.g(a integer, b integer DEFAULT 0)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
ALTER TABLE t ALTER COLUMN y SET DEFAULT g(1);
ALTER TABLE t ALTER COLUMN x SET DEFAULT g(1);
ALTER TABLE t ADD CONSTRAINT t_x_check CHECK (f(x));
CREATE INDEX idx_t_x ON t (x) WHERE f(x);

CREATE VIEW v AS
SELECT f(1) AS x;

CREATE POLICY seen ON t AS PERMISSIVE FOR ALL TO PUBLIC USING (f(x));
