-- A view of which rows lie in a column cannot be made again.
-- before --
CREATE TABLE places (x integer, y integer);
CREATE VIEW known AS SELECT x FROM places;
CREATE TABLE people (home known);
-- after --
CREATE TABLE places (x integer, y integer);
CREATE VIEW known AS SELECT x, y FROM places;
CREATE TABLE people (home known);
-- refused --
view known changes while column people.home has it as its type
