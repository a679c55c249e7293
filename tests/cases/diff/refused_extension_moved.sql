-- An extension cannot move while a column has a type from it.
-- before --
CREATE SCHEMA extra;
CREATE EXTENSION citext WITH SCHEMA extra;
CREATE TABLE users (email extra.citext);
-- after --
CREATE EXTENSION citext;
CREATE TABLE users (email citext);
-- refused --
extension citext moves to another schema while column users.email
