-- A query whose function has the name of another's constant.
-- schema --
CREATE TABLE users (id integer NOT NULL);
-- queries --
-- name: Users :many
SELECT id FROM users;
-- name: UsersSQL :many
SELECT id FROM users;
-- error --
queries.sql:4: UsersSQL declares UsersSQL in Go, and so does Users at queries.sql:2. Give one of them another name.
