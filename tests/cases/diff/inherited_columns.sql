-- A child has its parent's columns without declaring them, and what changes there changes here.
-- before --
CREATE TABLE animals (id integer, name text, kind text, weight integer DEFAULT 1);
CREATE TABLE cats (lives integer) INHERITS (animals);
CREATE TABLE lions (pride text, kind text) INHERITS (cats);
ALTER TABLE lions ALTER COLUMN name SET DEFAULT 'leo';
-- after --
CREATE TABLE animals (id bigint, name text NOT NULL, weight integer DEFAULT 2, born date);
CREATE TABLE cats (lives bigint) INHERITS (animals);
CREATE TABLE lions (pride text, kind text) INHERITS (cats);
CREATE TABLE tigers (name text DEFAULT 'shere', stripes integer) INHERITS (cats);
CREATE TABLE pumas () INHERITS (cats);
ALTER TABLE pumas ALTER COLUMN name SET DEFAULT 'baloo';
-- up --
ALTER TABLE animals DROP COLUMN kind;
ALTER TABLE lions ALTER COLUMN name DROP DEFAULT;
ALTER TABLE animals ADD COLUMN born date;
ALTER TABLE animals ALTER COLUMN id TYPE bigint USING id::bigint;
ALTER TABLE animals ALTER COLUMN name SET NOT NULL;
ALTER TABLE animals ALTER COLUMN weight SET DEFAULT 2;
ALTER TABLE cats ALTER COLUMN lives TYPE bigint USING lives::bigint;

CREATE TABLE pumas () INHERITS (cats);
ALTER TABLE pumas ALTER COLUMN name SET DEFAULT 'baloo';

CREATE TABLE tigers (
    name text NOT NULL DEFAULT 'shere',
    stripes integer
) INHERITS (cats);
-- down --
DROP TABLE tigers;
DROP TABLE pumas;
ALTER TABLE cats ALTER COLUMN lives TYPE integer USING lives::integer;
ALTER TABLE animals ALTER COLUMN weight SET DEFAULT 1;
ALTER TABLE animals ALTER COLUMN name DROP NOT NULL;
ALTER TABLE animals ALTER COLUMN id TYPE integer USING id::integer;
ALTER TABLE animals DROP COLUMN born;
ALTER TABLE lions ALTER COLUMN name SET DEFAULT 'leo';
-- Restores the structure only: the data went with UP.
ALTER TABLE animals ADD COLUMN kind text;
