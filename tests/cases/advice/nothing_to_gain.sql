-- schema --
-- designkit: rows=10M
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL UNIQUE, deleted_at timestamptz);
-- queries --
-- name: GetUserByID :one
SELECT * FROM users WHERE id = :id;
-- name: GetUserByEmail :one
SELECT * FROM users WHERE email = :email AND deleted_at IS NULL;
-- advice --
