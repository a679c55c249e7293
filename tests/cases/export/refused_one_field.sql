-- Two names that are one in Go.
-- schema --
CREATE TABLE users (user_id integer NOT NULL, "userID" integer NOT NULL);
-- queries --
-- name: Users :many
SELECT * FROM users;
-- error --
queries.sql:2: Users has the columns 'user_id' and 'userID', which both are UserID in Go. Give one of them another name.
