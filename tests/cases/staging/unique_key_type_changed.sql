-- A unique key and what points to it stand on both columns for a while.
-- before --
CREATE TABLE places (id uuid PRIMARY KEY, code text NOT NULL, CONSTRAINT places_code_key UNIQUE (code));
CREATE TABLE visits (id uuid PRIMARY KEY, code text REFERENCES places (code));
-- after --
CREATE TABLE places (id uuid PRIMARY KEY, code integer NOT NULL, CONSTRAINT places_code_key UNIQUE (code));
CREATE TABLE visits (id uuid PRIMARY KEY, code integer REFERENCES places (code));
-- both --
-- 1 of 18: add_code_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE visits ADD COLUMN code_new integer;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE visits DROP COLUMN code_new;
-- 2 of 18: relax_code (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE places ALTER COLUMN code DROP NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
-- Fails where a row holds NULL.
ALTER TABLE places ALTER COLUMN code SET NOT NULL;
-- 3 of 18: add_code_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE places ADD COLUMN code_new integer;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE places DROP COLUMN code_new;
-- 4 of 18: fill_code_new (rows)
-- # visits.code becomes integer by way of code_new.
-- # Run this once the application writes both code and code_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE visits SET code_new = code::integer WHERE code_new IS DISTINCT FROM code::integer;
-- back
UPDATE visits SET code = code_new WHERE code IS NULL AND code_new IS NOT NULL;
-- 5 of 18: fill_code_new (rows)
-- # places.code becomes integer by way of code_new.
-- # Run this once the application writes both code and code_new.
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE places SET code_new = code::integer WHERE code_new IS DISTINCT FROM code::integer;
-- back
UPDATE places SET code = code_new WHERE code IS NULL AND code_new IS NOT NULL;
-- 6 of 18: add_places_code_new_present (schema)
-- # A constraint that proves the absence of NULL spares SET NOT NULL the reading of all rows.
SET LOCAL lock_timeout = '5s';
ALTER TABLE places ADD CONSTRAINT places_code_new_present CHECK (code_new IS NOT NULL) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE places DROP CONSTRAINT places_code_new_present;
-- 7 of 18: validate_places_code_new_present (schema)
ALTER TABLE places VALIDATE CONSTRAINT places_code_new_present;
-- back
ALTER TABLE places DROP CONSTRAINT places_code_new_present;
ALTER TABLE places ADD CONSTRAINT places_code_new_present CHECK (code_new IS NOT NULL) NOT VALID;
-- 8 of 18: require_code_new (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE places ALTER COLUMN code_new SET NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE places ALTER COLUMN code_new DROP NOT NULL;
-- 9 of 18: drop_places_code_new_present (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE places DROP CONSTRAINT places_code_new_present;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE places ADD CONSTRAINT places_code_new_present CHECK (code_new IS NOT NULL);
-- 10 of 18: add_places_code_key_new (schema)
-- # CockroachDB builds it while others write; PostgreSQL locks the table meanwhile. No statement that both know does better.
SET LOCAL lock_timeout = '5s';
ALTER TABLE places ADD CONSTRAINT places_code_key_new UNIQUE (code_new);
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE places DROP CONSTRAINT places_code_key_new;
-- 11 of 18: add_visits_code_fkey_new (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE visits ADD CONSTRAINT visits_code_fkey_new FOREIGN KEY (code_new) REFERENCES places (code_new) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE visits DROP CONSTRAINT visits_code_fkey_new;
-- 12 of 18: validate_visits_code_fkey_new (schema)
ALTER TABLE visits VALIDATE CONSTRAINT visits_code_fkey_new;
-- back
ALTER TABLE visits DROP CONSTRAINT visits_code_fkey_new;
ALTER TABLE visits ADD CONSTRAINT visits_code_fkey_new FOREIGN KEY (code_new) REFERENCES places (code_new) NOT VALID;
-- 13 of 18: catch_up_code_new (rows)
-- # Rows that were written under the old name alone since then would seem empty after the switch.
-- # Where this finds any, the application does not write both yet: look before you go on.
UPDATE places SET code_new = code::integer WHERE code_new IS DISTINCT FROM code::integer;
UPDATE visits SET code_new = code::integer WHERE code_new IS DISTINCT FROM code::integer;
-- back
-- 14 of 18: switch_code (schema)
-- # From here on visits.code is integer, and the application writes it alone; code_old keeps what it was.
-- # From here on places.code is integer, and the application writes it alone; code_old keeps what it was.
-- # The names change in one file: between two of them nobody would find the column.
SET LOCAL lock_timeout = '5s';
ALTER TABLE visits RENAME COLUMN code TO code_old;
ALTER TABLE visits RENAME COLUMN code_new TO code;
ALTER TABLE places RENAME COLUMN code TO code_old;
ALTER TABLE places RENAME COLUMN code_new TO code;
ALTER TABLE places RENAME CONSTRAINT places_code_key TO places_code_key_old;
ALTER TABLE places RENAME CONSTRAINT places_code_key_new TO places_code_key;
ALTER TABLE visits RENAME CONSTRAINT visits_code_fkey TO visits_code_fkey_old;
ALTER TABLE visits RENAME CONSTRAINT visits_code_fkey_new TO visits_code_fkey;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE visits RENAME CONSTRAINT visits_code_fkey TO visits_code_fkey_new;
ALTER TABLE visits RENAME CONSTRAINT visits_code_fkey_old TO visits_code_fkey;
ALTER TABLE places RENAME CONSTRAINT places_code_key TO places_code_key_new;
ALTER TABLE places RENAME CONSTRAINT places_code_key_old TO places_code_key;
ALTER TABLE places RENAME COLUMN code TO code_new;
ALTER TABLE places RENAME COLUMN code_old TO code;
ALTER TABLE visits RENAME COLUMN code TO code_new;
ALTER TABLE visits RENAME COLUMN code_old TO code;
-- 15 of 18: drop_visits_code_fkey_old (schema)
-- # Run this once nobody reads visits.code_old.
-- # Run this once nobody reads places.code_old.
SET LOCAL lock_timeout = '5s';
ALTER TABLE visits DROP CONSTRAINT visits_code_fkey_old;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE visits ADD CONSTRAINT visits_code_fkey_old FOREIGN KEY (code_old) REFERENCES places (code_old);
-- 16 of 18: drop_places_code_key_old (schema)
-- # Where the constraint was made with its table, CockroachDB asks for DROP INDEX … CASCADE.
SET LOCAL lock_timeout = '5s';
ALTER TABLE places DROP CONSTRAINT places_code_key_old;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE places ADD CONSTRAINT places_code_key_old UNIQUE (code_old);
-- 17 of 18: drop_code_old (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE places DROP COLUMN code_old;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE places ADD COLUMN code_old text;
-- 18 of 18: drop_code_old (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE visits DROP COLUMN code_old;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE visits ADD COLUMN code_old text;
