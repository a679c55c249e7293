-- schema --
-- designkit: rows=10M distinct(email)=10M
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, bio text);
-- queries --
-- name: GetUserByAnyEmail :one
SELECT * FROM users WHERE lower(email) = lower(:email);
-- advice --
CREATE INDEX idx_users_lower_email ON users (lower(email));
