-- Without a name there is no field.
-- schema --
CREATE TABLE users (id integer NOT NULL);
-- queries --
-- name: Ids :many
SELECT id FROM users;
-- name: Sum :one

-- All of them.
SELECT 1 + 1 FROM users;
-- error --
queries.sql:6: Sum returns a column without a name. Give it one: count(*) AS total.
