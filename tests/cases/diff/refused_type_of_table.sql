-- A table whose rows are of a type changes with the type alone.
-- before --
CREATE TYPE pair AS (one integer);
CREATE TABLE pairs OF pair;
-- after --
CREATE TYPE pair AS (one integer, two integer);
CREATE TABLE pairs OF pair;
-- refused --
composite type pair changes while the rows of table pairs are of it
