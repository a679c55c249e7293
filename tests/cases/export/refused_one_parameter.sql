-- Two parameters that are one in Go.
-- schema --
CREATE TABLE users (id integer NOT NULL);
-- queries --
-- name: Users :many
SELECT id FROM users WHERE id = :id OR id = :Id;
-- error --
queries.sql:2: Users has the parameters 'id' and 'Id', which both are ID in Go. Give one of them another name.
