-- PostgreSQL writes no rows anew that lie in a column, be it in an array of a composite type.
-- before --
CREATE TABLE places (x integer);
CREATE TYPE address AS (place places);
CREATE TABLE people (homes address[]);
-- after --
CREATE TABLE places (x bigint);
CREATE TYPE address AS (place places);
CREATE TABLE people (homes address[]);
-- refused --
table places changes \(change type of column places.x\) while column people.homes has its rows
