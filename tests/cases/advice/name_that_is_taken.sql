-- schema --
-- designkit: rows=10M distinct(email)=10M
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
CREATE TABLE idx_users_email (id uuid PRIMARY KEY);
-- queries --
-- name: GetUserByEmail :one
SELECT * FROM users WHERE email = :email;
-- advice --
CREATE INDEX idx_users_email_2 ON users (email);
