-- Two queries that are one in Go.
-- schema --
CREATE TABLE users (id integer NOT NULL);
-- queries --
-- name: get_user :many
SELECT id FROM users;
-- name: GetUser :many
SELECT id FROM users;
-- error --
queries.sql:4: GetUser declares GetUser in Go, and so does get_user at queries.sql:2. Give one of them another name.
