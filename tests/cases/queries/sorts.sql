-- Sorts of many rows, and those that an index spares.
-- designkit: rows=10M distinct(user_id)=100 distinct(thread_id)=2M
CREATE TABLE posts (
    id uuid PRIMARY KEY, user_id uuid NOT NULL, thread_id uuid NOT NULL,
    posted_at timestamptz NOT NULL, body text
);
CREATE INDEX idx_posts_user_id ON posts (user_id);
CREATE INDEX idx_posts_thread_id ON posts (thread_id);
CREATE INDEX idx_posts_posted_at ON posts (posted_at);
-- designkit: rows=10M distinct(user_id)=100
CREATE TABLE notes (id uuid PRIMARY KEY, user_id uuid NOT NULL, noted_at timestamptz NOT NULL);
CREATE INDEX idx_notes_user_id_noted_at ON notes (user_id, noted_at);

-- name: OfUser :many
SELECT id FROM posts WHERE user_id = @user_id
 ORDER BY lower(body) LIMIT 20;  -- finding: query-sorts-without-index OfUser

-- name: OfThread :many
SELECT id FROM posts WHERE thread_id = @thread_id ORDER BY posted_at LIMIT 20;

-- name: Newest :many
SELECT id FROM posts ORDER BY posted_at DESC LIMIT 20;

-- name: NotesOfUser :many
SELECT id FROM notes WHERE user_id = @user_id ORDER BY noted_at DESC LIMIT 20;

-- name: AllOfUser :many
SELECT id
  FROM notes  -- finding: query-unbounded AllOfUser
 WHERE user_id = @user_id ORDER BY noted_at DESC;

-- name: OfGroups :many
SELECT user_id, count(*)
  FROM posts  -- finding: query-scans-large-table OfGroups
 GROUP BY user_id ORDER BY 2 DESC LIMIT 5;

-- name: OnDisk :one
SELECT array_agg(p.body)
  FROM (SELECT body FROM posts WHERE thread_id = @thread_id ORDER BY posted_at) p;
