-- A table whose rows lie in columns: what writes no row anew changes, and its name does.
-- before --
CREATE TABLE places (x integer, gone text);
CREATE TABLE people (home places, all_homes places[]);
-- after --
-- designkit: renamed from places
CREATE TABLE spots (x integer NOT NULL DEFAULT 3, CONSTRAINT positive CHECK (x > 0), note text);
CREATE TABLE people (home spots, all_homes spots[]);
-- up --
ALTER TABLE places RENAME TO spots;
ALTER TABLE spots DROP COLUMN gone;
ALTER TABLE spots ADD COLUMN note text;
ALTER TABLE spots ALTER COLUMN x SET DEFAULT 3;
ALTER TABLE spots ALTER COLUMN x SET NOT NULL;
ALTER TABLE spots ADD CONSTRAINT positive CHECK (x > 0);
-- down --
ALTER TABLE spots DROP CONSTRAINT positive;
ALTER TABLE spots ALTER COLUMN x DROP DEFAULT;
ALTER TABLE spots ALTER COLUMN x DROP NOT NULL;
ALTER TABLE spots DROP COLUMN note;
-- Restores the structure only: the data went with UP.
ALTER TABLE spots ADD COLUMN gone text;
ALTER TABLE spots RENAME TO places;
