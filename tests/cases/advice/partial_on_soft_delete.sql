-- schema --
-- designkit: rows=10M distinct(email)=10M nulls(deleted_at)=0.5
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, bio text, deleted_at timestamptz);
-- queries --
-- name: GetUserByEmail :one
SELECT * FROM users WHERE email = :email AND deleted_at IS NULL;
-- advice --
CREATE INDEX idx_users_email ON users (email) WHERE deleted_at IS NULL;
