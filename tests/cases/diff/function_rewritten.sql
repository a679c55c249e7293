-- What keeps the results of an immutable function is computed again where its body changes.
-- before --
CREATE FUNCTION weight(n integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT n';
CREATE TABLE parcels (id integer PRIMARY KEY, n integer, CHECK (weight(n) >= 0),
    kept integer GENERATED ALWAYS AS (weight(n)) STORED, computed integer DEFAULT weight(1));
CREATE INDEX idx_parcels_weight ON parcels (weight(n));
-- after --
CREATE FUNCTION weight(n integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT n + 1';
CREATE TABLE parcels (id integer PRIMARY KEY, n integer, CHECK (weight(n) >= 0),
    kept integer GENERATED ALWAYS AS (weight(n)) STORED, computed integer DEFAULT weight(1));
CREATE INDEX idx_parcels_weight ON parcels (weight(n));
-- up --
DROP INDEX idx_parcels_weight;
ALTER TABLE parcels DROP CONSTRAINT parcels_n_check;
ALTER TABLE parcels DROP COLUMN kept;
CREATE OR REPLACE FUNCTION public.weight(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n + 1$function$;
ALTER TABLE parcels ADD COLUMN kept integer GENERATED ALWAYS AS (weight(n)) STORED;
ALTER TABLE parcels ADD CONSTRAINT parcels_n_check CHECK (weight(n) >= 0);
CREATE INDEX idx_parcels_weight ON parcels (weight(n));
-- down --
DROP INDEX idx_parcels_weight;
ALTER TABLE parcels DROP CONSTRAINT parcels_n_check;
ALTER TABLE parcels DROP COLUMN kept;
CREATE OR REPLACE FUNCTION public.weight(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n$function$;
ALTER TABLE parcels ADD COLUMN kept integer GENERATED ALWAYS AS (weight(n)) STORED;
ALTER TABLE parcels ADD CONSTRAINT parcels_n_check CHECK (weight(n) >= 0);
CREATE INDEX idx_parcels_weight ON parcels (weight(n));
