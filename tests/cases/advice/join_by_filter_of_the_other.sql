-- schema --
-- designkit: rows=2M distinct(country)=200
CREATE TABLE users (id uuid PRIMARY KEY, country text NOT NULL, email text NOT NULL);
-- designkit: rows=80M distinct(user_id)=2M
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    revoked_at timestamptz,
    seen_at timestamptz NOT NULL
);
-- queries --
-- name: LiveSessionsOf :many
SELECT s.id, s.seen_at FROM sessions s JOIN users u ON u.id = s.user_id
 WHERE u.email = :email AND s.revoked_at IS NULL;
-- advice --
CREATE INDEX idx_sessions_user_id ON sessions (user_id) INCLUDE (id, seen_at) WHERE revoked_at IS NULL;
CREATE INDEX idx_users_email ON users (email) INCLUDE (id);
