-- A default that is a row of a table changes with the columns of that table.
-- before --
CREATE TABLE places (x integer);
CREATE TABLE people (home places DEFAULT ROW(1)::places);
-- after --
CREATE TABLE places (y integer);
CREATE TABLE people (home places DEFAULT ROW(2)::places);
-- refused --
the default of column people.home is a row of table places
