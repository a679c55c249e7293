-- Which conditions an index serves, at production's scale; what no index would help is a scan.
-- designkit: rows=10M distinct(tenant_id)=5k distinct(status)=3 distinct(phone)=9M distinct(name)=2M
CREATE TABLE users (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL, email text NOT NULL, phone varchar(20),
    name varchar(80), is_active boolean NOT NULL, status text, created_at timestamptz NOT NULL,
    tags text[], deleted_at timestamptz
);
CREATE UNIQUE INDEX idx_users_email ON users (email) WHERE deleted_at IS NULL;
CREATE INDEX idx_users_tags ON users USING gin (tags);
-- designkit: rows=40M distinct(user_id)=10M
CREATE TABLE sessions (id uuid PRIMARY KEY, user_id uuid NOT NULL, device text);
-- designkit: rows=100
CREATE TABLE plans (id uuid PRIMARY KEY, code text NOT NULL);

-- name: ByKey :one
SELECT email FROM users WHERE id = @id AND name = @name AND deleted_at IS NULL;

-- name: AmongLive :one
SELECT id FROM users WHERE email = @email AND deleted_at IS NULL;

-- designkit: weight=3
-- name: AmongAll :one
SELECT id
  FROM users  -- finding: query-ignores-soft-delete AmongAll
 WHERE email = @email;  -- finding: query-not-indexed users.email

-- name: MostSelectiveFirst :one
SELECT id FROM users
 WHERE tenant_id = @tenant_id
   AND phone = @phone AND deleted_at IS NULL;  -- finding: query-not-indexed users.phone

-- name: FewValues :one
SELECT count(*)
  FROM users  -- finding: query-scans-large-table FewValues
 WHERE status = @status AND deleted_at IS NULL;

-- name: TwoValues :one
SELECT count(*)
  FROM users  -- finding: query-scans-large-table TwoValues
 WHERE is_active AND deleted_at IS NULL;

-- name: OneOfTwo :one
SELECT count(*)
  FROM users  -- finding: query-scans-large-table OneOfTwo
 WHERE (phone = @phone OR name = @name) AND deleted_at IS NULL;

-- name: Expression :one
SELECT id FROM users
 WHERE lower(name) = @name AND deleted_at IS NULL;  -- finding: query-not-indexed users.name

-- name: Tagged :many
SELECT id FROM users WHERE tags @> @tags AND deleted_at IS NULL LIMIT 10;

-- name: Newest :many
SELECT id FROM users WHERE deleted_at IS NULL
 ORDER BY created_at DESC LIMIT 10;  -- finding: query-not-indexed users.created_at

-- name: NewestByKey :many
SELECT id FROM users WHERE deleted_at IS NULL AND id > @last_id ORDER BY id LIMIT 10;

-- name: Some :many
SELECT id FROM users WHERE deleted_at IS NULL LIMIT 10;

-- name: SmallTable :one
SELECT id FROM plans WHERE code = @code;

-- name: Joined :many
SELECT s.device FROM users u
  JOIN sessions s ON s.user_id = u.id  -- finding: query-not-indexed sessions.user_id
 WHERE u.email = @email AND u.deleted_at IS NULL LIMIT 100;

-- name: JoinedByKey :one
SELECT u.email FROM sessions s JOIN users u ON u.id = s.user_id AND u.deleted_at IS NULL
 WHERE s.id = @id;

-- name: Exists :one
SELECT id FROM users u WHERE u.id = @id AND u.deleted_at IS NULL
   AND EXISTS (SELECT FROM sessions s WHERE s.user_id = u.id);

-- name: Append :exec
INSERT INTO sessions (id, user_id) VALUES (@id, @user_id);

-- name: StoppedByKey :one
SELECT id FROM users
 WHERE name = @name AND deleted_at IS NULL  -- finding: query-not-indexed users.name
 ORDER BY id LIMIT 1;

-- name: WholeIndex :one
SELECT count(*) FROM sessions;  -- finding: query-scans-large-table WholeIndex

-- name: Purge :exec
DELETE FROM sessions WHERE id = @id;
