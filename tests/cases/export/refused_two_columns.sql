-- sqlx would fill the last of the two.
-- schema --
CREATE TABLE users (id integer NOT NULL);
-- queries --
-- name: Pairs :many
SELECT a.id, b.id FROM users a, users b;
-- error --
queries.sql:2: Pairs returns two columns 'id'. Give one of them another name with AS.
