-- A row is asked for and none comes.
-- schema --
CREATE TABLE users (id integer NOT NULL);
-- queries --
-- name: Delete :one
DELETE FROM users;
-- error --
queries.sql:2: Delete is :one and returns no columns. Write :exec or :execrows.
