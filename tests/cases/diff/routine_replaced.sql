-- A function that cannot be replaced in place takes along what calls it, and puts it back.
-- before --
CREATE FUNCTION code(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n';
CREATE TABLE items (
    n integer DEFAULT code(1),
    twice integer GENERATED ALWAYS AS (code(n) * 2) STORED,
    CONSTRAINT positive CHECK (code(n) > 0)
);
CREATE INDEX idx_items_code ON items (code(n));
CREATE VIEW codes AS SELECT code(n) AS code FROM items;
CREATE POLICY coded ON items USING (code(n) > 1);
-- after --
CREATE FUNCTION code(n integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n::bigint';
CREATE TABLE items (
    n integer DEFAULT code(1),
    twice integer GENERATED ALWAYS AS (code(n) * 2) STORED,
    CONSTRAINT positive CHECK (code(n) > 0)
);
CREATE INDEX idx_items_code ON items (code(n));
CREATE VIEW codes AS SELECT code(n) AS code FROM items;
CREATE POLICY coded ON items USING (code(n) > 1);
-- up --
DROP POLICY coded ON items;
DROP VIEW codes;
DROP INDEX idx_items_code;
ALTER TABLE items DROP CONSTRAINT positive;
ALTER TABLE items DROP COLUMN twice;
ALTER TABLE items ALTER COLUMN n DROP DEFAULT;
DROP FUNCTION code(integer);

CREATE OR REPLACE FUNCTION public.code(n integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n::bigint$function$;
ALTER TABLE items ALTER COLUMN n SET DEFAULT code(1);
ALTER TABLE items ADD COLUMN twice integer GENERATED ALWAYS AS ((code(n) * 2)) STORED;
ALTER TABLE items ADD CONSTRAINT positive CHECK (code(n) > 0);
CREATE INDEX idx_items_code ON items (code(n));

CREATE VIEW codes AS
SELECT code(n) AS code
   FROM items;

CREATE POLICY coded ON items AS PERMISSIVE FOR ALL TO PUBLIC USING (code(n) > 1);
-- down --
DROP POLICY coded ON items;
DROP VIEW codes;
DROP INDEX idx_items_code;
ALTER TABLE items DROP CONSTRAINT positive;
ALTER TABLE items DROP COLUMN twice;
ALTER TABLE items ALTER COLUMN n DROP DEFAULT;
DROP FUNCTION code(integer);

CREATE OR REPLACE FUNCTION public.code(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n$function$;
ALTER TABLE items ALTER COLUMN n SET DEFAULT code(1);
ALTER TABLE items ADD COLUMN twice integer GENERATED ALWAYS AS (code(n) * 2) STORED;
ALTER TABLE items ADD CONSTRAINT positive CHECK (code(n) > 0);
CREATE INDEX idx_items_code ON items (code(n));

CREATE VIEW codes AS
SELECT code(n) AS code
   FROM items;

CREATE POLICY coded ON items AS PERMISSIVE FOR ALL TO PUBLIC USING (code(n) > 1);
