-- What CockroachDB does otherwise, said of queries where it is a target.
-- target: cockroachdb=25.2
-- designkit: rows=100
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, is_active boolean);

-- name: Merge :exec
MERGE  -- finding: cockroachdb-merge Merge
 INTO users USING (SELECT @id::uuid AS id) other ON users.id = other.id
WHEN MATCHED THEN UPDATE SET is_active = true;

-- name: Sample :many
SELECT id FROM users TABLESAMPLE system (1) LIMIT 1;  -- finding: cockroachdb-table-sample Sample

-- name: Begins :many
SELECT id FROM users
 WHERE email ^@ @begin  -- finding: cockroachdb-operator Begins
 LIMIT 5;

-- name: Sane :one
SELECT id, email FROM users WHERE id = @id FOR UPDATE;

-- name: Upsert :exec
INSERT INTO users (id, email) VALUES (@id, @email)
ON CONFLICT (id) DO UPDATE SET email = excluded.email;
