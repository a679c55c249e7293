-- A column of one parent less stays with its children; a default of theirs is their own.
-- before --
CREATE TABLE mothers (a integer, b integer DEFAULT 1);
CREATE TABLE fathers (a integer NOT NULL, b integer DEFAULT 1);
CREATE TABLE children (b integer DEFAULT 5) INHERITS (mothers, fathers);
CREATE TABLE grandchildren () INHERITS (children);
-- after --
CREATE TABLE mothers (b integer DEFAULT 2);
CREATE TABLE fathers (a integer, b integer);
CREATE TABLE children (b integer DEFAULT 6 NOT NULL) INHERITS (mothers, fathers);
CREATE TABLE grandchildren () INHERITS (children);
-- up --
ALTER TABLE mothers DROP COLUMN a;
ALTER TABLE fathers ALTER COLUMN a DROP NOT NULL;
ALTER TABLE children ALTER COLUMN b SET DEFAULT 1;
ALTER TABLE fathers ALTER COLUMN b DROP DEFAULT;
ALTER TABLE children ALTER COLUMN b SET DEFAULT 1;
ALTER TABLE mothers ALTER COLUMN b SET DEFAULT 2;
ALTER TABLE children ALTER COLUMN b SET DEFAULT 6;
ALTER TABLE children ALTER COLUMN b SET NOT NULL;
-- down --
ALTER TABLE children ALTER COLUMN b SET DEFAULT 2;
ALTER TABLE children ALTER COLUMN b DROP NOT NULL;
ALTER TABLE mothers ALTER COLUMN b SET DEFAULT 1;
ALTER TABLE children ALTER COLUMN b DROP DEFAULT;
ALTER TABLE fathers ALTER COLUMN b SET DEFAULT 1;
ALTER TABLE children ALTER COLUMN b SET DEFAULT 5;
-- Fails where a row holds NULL.
ALTER TABLE fathers ALTER COLUMN a SET NOT NULL;
-- Restores the structure only: the data went with UP.
ALTER TABLE mothers ADD COLUMN a integer;
