-- CockroachDB fills no column from a sequence when it is added.
-- before --
CREATE TABLE users (id uuid PRIMARY KEY);
-- after --
-- designkit: rows=50
CREATE TABLE users (id uuid PRIMARY KEY, number bigserial);
-- both --
-- 1 of 6: create_users_number_seq (schema)
CREATE SEQUENCE users_number_seq;
-- back
DROP SEQUENCE users_number_seq;
-- 2 of 6: add_number (schema)
-- # Its default differs from row to row, so the rows that stand are filled afterwards.
ALTER TABLE users ADD COLUMN number bigint;
-- back
ALTER TABLE users DROP COLUMN number;
-- 3 of 6: default_of_number (schema)
ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq'::regclass);
-- back
ALTER TABLE users ALTER COLUMN number DROP DEFAULT;
-- 4 of 6: fill_number (rows)
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE users SET number = DEFAULT WHERE number IS NULL;
-- back
-- 5 of 6: require_number (schema)
ALTER TABLE users ALTER COLUMN number SET NOT NULL;
-- back
ALTER TABLE users ALTER COLUMN number DROP NOT NULL;
-- 6 of 6: change_users_number_seq (schema)
ALTER SEQUENCE users_number_seq OWNED BY users.number;
-- back
ALTER SEQUENCE users_number_seq OWNED BY NONE;
-- cockroachdb --
-- 1 of 6: create_users_number_seq (schema)
CREATE SEQUENCE users_number_seq;
-- back
DROP SEQUENCE users_number_seq;
-- 2 of 6: add_number (schema)
-- # Its default differs from row to row, so the rows that stand are filled afterwards.
ALTER TABLE users ADD COLUMN number bigint;
-- back
ALTER TABLE users DROP COLUMN number;
-- 3 of 6: default_of_number (schema)
ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq'::regclass);
-- back
ALTER TABLE users ALTER COLUMN number DROP DEFAULT;
-- 4 of 6: fill_number (rows)
-- # May be run again: it touches only rows that do not have their value yet.
-- # Where the table is large, run it in parts by key before; this then finds nothing to do.
-- # Its DOWN leaves the new values where they are: they go with their column.
UPDATE users SET number = DEFAULT WHERE number IS NULL;
-- back
-- 5 of 6: require_number (schema)
ALTER TABLE users ALTER COLUMN number SET NOT NULL;
-- back
ALTER TABLE users ALTER COLUMN number DROP NOT NULL;
-- 6 of 6: change_users_number_seq (schema)
ALTER SEQUENCE users_number_seq OWNED BY users.number;
-- back
ALTER SEQUENCE users_number_seq OWNED BY NONE;
