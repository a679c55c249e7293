-- A column of several parents: it comes and goes, and is NOT NULL while one of them has it so.
-- before --
CREATE TABLE mothers (a integer, b integer, c integer);
CREATE TABLE fathers (a integer, b integer, d integer);
CREATE TABLE children () INHERITS (mothers, fathers);
-- after --
CREATE TABLE mothers (a integer NOT NULL, c integer, e text);
CREATE TABLE fathers (a integer NOT NULL, b integer, d integer, e text);
CREATE TABLE children () INHERITS (mothers, fathers);
-- up --
ALTER TABLE mothers DROP COLUMN b;
ALTER TABLE fathers ADD COLUMN e text;
ALTER TABLE mothers ADD COLUMN e text;
ALTER TABLE fathers ALTER COLUMN a SET NOT NULL;
ALTER TABLE mothers ALTER COLUMN a SET NOT NULL;
-- down --
ALTER TABLE mothers ALTER COLUMN a DROP NOT NULL;
ALTER TABLE fathers ALTER COLUMN a DROP NOT NULL;
ALTER TABLE mothers DROP COLUMN e;
ALTER TABLE fathers DROP COLUMN e;
-- Restores the structure only: the data went with UP.
ALTER TABLE mothers ADD COLUMN b integer;
