-- A column with a default writes rows anew that lie in a column of another table.
-- before --
CREATE TABLE places (x integer);
CREATE TABLE people (home places);
-- after --
CREATE TABLE places (x integer, y text DEFAULT 'y');
CREATE TABLE people (home places);
-- refused --
table places changes \(add column places.y\) while column people.home has its rows
