-- A type that is made again goes with defaults, checks, indexes and generated columns that cast to it.
-- before --
CREATE DOMAIN code AS text;
CREATE TYPE pair AS (one integer);
CREATE FUNCTION first(pair) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE notes (
    a text DEFAULT 'none'::code, b text GENERATED ALWAYS AS ('all'::code) STORED, CHECK (a::code <> 'q')
);
CREATE INDEX idx_notes_a ON notes ((a::code));
CREATE VIEW codes AS SELECT 'a'::code AS code;
-- after --
CREATE DOMAIN code AS text CHECK (VALUE <> '');
CREATE TYPE pair AS (one integer, two integer);
CREATE FUNCTION first(pair) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE notes (
    a text DEFAULT 'none'::code, b text GENERATED ALWAYS AS ('all'::code) STORED, CHECK (a::code <> 'q')
);
CREATE INDEX idx_notes_a ON notes ((a::code));
CREATE VIEW codes AS SELECT 'a'::code AS code;
-- up --
DROP VIEW codes;
DROP INDEX idx_notes_a;
ALTER TABLE notes DROP CONSTRAINT notes_a_check;
ALTER TABLE notes DROP COLUMN b;
ALTER TABLE notes ALTER COLUMN a DROP DEFAULT;
DROP FUNCTION first(pair);
DROP DOMAIN code;

CREATE DOMAIN code AS text CONSTRAINT code_check CHECK (VALUE <> ''::text);
ALTER TABLE notes ALTER COLUMN a SET DEFAULT 'none'::text::code;
ALTER TABLE notes ADD COLUMN b text GENERATED ALWAYS AS ('all'::text::code) STORED;
ALTER TABLE notes ADD CONSTRAINT notes_a_check CHECK (a::code::text <> 'q'::text);
CREATE INDEX idx_notes_a ON notes ((a::code));

CREATE VIEW codes AS
SELECT 'a'::text::code AS code;
DROP TYPE pair;

CREATE TYPE pair AS (one integer, two integer);

CREATE OR REPLACE FUNCTION public.first(pair)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
-- down --
DROP FUNCTION first(pair);
DROP TYPE pair;

CREATE TYPE pair AS (one integer);
DROP VIEW codes;
DROP INDEX idx_notes_a;
ALTER TABLE notes DROP CONSTRAINT notes_a_check;
ALTER TABLE notes DROP COLUMN b;
ALTER TABLE notes ALTER COLUMN a DROP DEFAULT;
DROP DOMAIN code;

CREATE DOMAIN code AS text;

CREATE OR REPLACE FUNCTION public.first(pair)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
ALTER TABLE notes ALTER COLUMN a SET DEFAULT 'none'::text::code;
ALTER TABLE notes ADD COLUMN b text GENERATED ALWAYS AS ('all'::text::code) STORED;
ALTER TABLE notes ADD CONSTRAINT notes_a_check CHECK (a::code::text <> 'q'::text);
CREATE INDEX idx_notes_a ON notes ((a::code));

CREATE VIEW codes AS
SELECT 'a'::text::code AS code;
