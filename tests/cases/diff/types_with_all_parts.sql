-- Collations, and what a range type has beside its subtype: read, compared and written exactly.
-- before --
CREATE TYPE initials AS (first text, last text);
CREATE DOMAIN code AS text;
CREATE TYPE spans AS RANGE (SUBTYPE = float8);
CREATE FUNCTION shown(spans_multirange) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
-- after --
CREATE SCHEMA many;
CREATE TYPE initials AS (first text COLLATE "C", last text);
CREATE DOMAIN code AS text COLLATE "C" DEFAULT 'x' NOT NULL CHECK (VALUE <> '');
ALTER DOMAIN code ADD CONSTRAINT brief CHECK (length(VALUE) < 9) NOT VALID;
CREATE FUNCTION apart(text, text) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT 1::float8';
CREATE TYPE texts AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "C", SUBTYPE_DIFF = apart, MULTIRANGE_TYPE_NAME = many.texts);
CREATE TYPE spans AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = lengths);
CREATE TABLE notes (found lengths, said many.texts);
-- up --
CREATE SCHEMA many;

CREATE OR REPLACE FUNCTION public.apart(text, text)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT 1::float8$function$;

CREATE TYPE texts AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = pg_catalog.text_pattern_ops, COLLATION = "C", SUBTYPE_DIFF = apart, MULTIRANGE_TYPE_NAME = many.texts);
DROP FUNCTION shown(spans_multirange);
DROP TYPE spans;

CREATE TYPE spans AS RANGE (SUBTYPE = double precision, MULTIRANGE_TYPE_NAME = lengths);

CREATE TABLE notes (
    found lengths,
    said many.texts
);
DROP DOMAIN code;

CREATE DOMAIN code AS text COLLATE "C" DEFAULT 'x'::text NOT NULL CONSTRAINT code_check CHECK (VALUE <> ''::text);
ALTER DOMAIN code ADD CONSTRAINT brief CHECK (length(VALUE) < 9) NOT VALID;
DROP TYPE initials;

CREATE TYPE initials AS (first text COLLATE "C", last text);
-- down --
DROP TYPE initials;

CREATE TYPE initials AS (first text, last text);
DROP DOMAIN code;

CREATE DOMAIN code AS text;
DROP TABLE notes;
DROP TYPE spans;

CREATE TYPE spans AS RANGE (SUBTYPE = double precision);

CREATE OR REPLACE FUNCTION public.shown(spans_multirange)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT $1::text$function$;
DROP TYPE texts;
DROP FUNCTION apart(text,text);
DROP SCHEMA many;
