-- What is measured of an index is set by hand.
-- before --
CREATE TABLE users (email text);
CREATE INDEX idx ON users (lower(email));
-- after --
CREATE TABLE users (email text);
CREATE INDEX idx ON users (lower(email));
ALTER INDEX idx ALTER COLUMN 1 SET STATISTICS 500;
-- refused --
setting statistics target 500 of idx column 1 on users is on one side only
