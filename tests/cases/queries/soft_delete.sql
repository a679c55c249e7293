-- Who must look at deleted_at, and who need not.
CREATE TABLE users (id uuid PRIMARY KEY, name text, deleted_at timestamptz);
CREATE TABLE posts (id uuid PRIMARY KEY, user_id uuid UNIQUE, deleted_at timestamptz);
CREATE TABLE logs (id uuid PRIMARY KEY, deleted_at text);
CREATE VIEW living_users AS SELECT id, name FROM users WHERE deleted_at IS NULL;
CREATE VIEW all_users AS SELECT id, name FROM users;

-- name: Living :one
SELECT name FROM users WHERE id = @id AND deleted_at IS NULL;

-- name: Deleted :one
SELECT name FROM users WHERE id = @id AND deleted_at IS NOT NULL;

-- name: ThroughView :one
SELECT name FROM living_users WHERE id = @id;

-- name: ThroughOtherView :one
SELECT name FROM all_users WHERE id = @id;  -- finding: query-ignores-soft-delete ThroughOtherView

-- name: OneSide :one
SELECT u.name
  FROM users u  -- finding: query-ignores-soft-delete OneSide
  JOIN posts p ON p.user_id = u.id AND p.deleted_at IS NULL WHERE u.id = @id;

-- name: Told :one
SELECT name, deleted_at FROM users WHERE id = @id;  -- finding: query-ignores-soft-delete Told

-- name: Delete :exec
UPDATE users SET deleted_at = now() WHERE id = @id;

-- name: Rename :exec
UPDATE users SET name = @name WHERE id = @id;  -- finding: query-ignores-soft-delete Rename

-- name: DeleteForGood :exec
DELETE FROM users WHERE id = @id;  -- finding: query-ignores-soft-delete DeleteForGood

-- name: Purge :exec
DELETE FROM users WHERE deleted_at < @before AND id = @id;

-- name: Create :exec
INSERT INTO users (id, name) VALUES (@id, @name) ON CONFLICT (id) DO NOTHING;

-- name: OtherTable :one
SELECT id FROM logs WHERE id = @id;
