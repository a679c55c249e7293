-- What comments above and in a query accept, and what is beside it.
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, settings jsonb);

-- designkit: allow query-selects-star the export takes everything
-- name: Above :one
SELECT * FROM users WHERE id = @id;

-- name: Below :one
-- designkit: allow query-selects-star the export takes everything
SELECT * FROM users WHERE id = @id;

-- name: Behind :one
SELECT * FROM users WHERE id = @id;  -- designkit: allow query-selects-star the export takes it

-- name: Stands :one
SELECT * FROM users WHERE id = @id;  -- finding: query-selects-star Stands

-- designkit: allow query-unbounded (Named) there are few
-- name: Named :many
SELECT id FROM users;
