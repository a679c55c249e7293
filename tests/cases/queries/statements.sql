-- What rules on statements say of a query, at its place; what only migrations can do is not asked.
-- designkit: rows=100
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, is_active boolean, notes text);

-- name: Lock :one
SELECT id FROM users WHERE id = @id
   AND pg_try_advisory_lock(@number);  -- finding: cockroachdb-advisory-lock Lock

-- name: Publish :exec
SELECT pg_notify('users', @id);  -- finding: cockroachdb-listen-notify Publish

-- name: Search :many
SELECT id FROM users
 WHERE to_tsvector(notes)  -- finding: cockroachdb-full-text-search Search
    @@ plainto_tsquery(@words)  -- finding: cockroachdb-full-text-search Search
 LIMIT 10;

-- name: Lost :many
SELECT id FROM users WHERE email = NULL LIMIT 1;  -- finding: comparison-with-null Lost

-- name: Put :exec
INSERT INTO users VALUES (@id, @email, true, '');  -- finding: insert-without-columns Put

-- name: Clear :exec
DELETE FROM users;  -- finding: delete-without-where Clear

-- name: Expire :exec
UPDATE users SET is_active = false;  -- finding: update-without-where Expire

-- name: Draw :many
SELECT id FROM users ORDER BY random() LIMIT 3;  -- finding: order-by-random Draw

-- name: Accepted :many
-- designkit: allow comparison-with-null the driver of the reports writes it so
SELECT id FROM users WHERE email = NULL LIMIT 1;

-- name: Merge :exec
MERGE INTO users USING (SELECT @id::uuid AS id) other ON users.id = other.id
WHEN MATCHED THEN UPDATE SET is_active = true;

-- name: Sane :one
SELECT id, CASE WHEN @named THEN email END AS email FROM users WHERE id = @id FOR UPDATE;

-- name: Rename :execrows
UPDATE users SET email = @email WHERE id = @id AND notes IS DISTINCT FROM @notes;

-- name: Insert :exec
INSERT INTO users (id, email) VALUES (@id, @email) ON CONFLICT (id) DO NOTHING;
