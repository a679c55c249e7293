-- Whose tables a query touches, also where it does not name them.
-- service: auth
CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
-- service: billing
CREATE TABLE invoices (id uuid PRIMARY KEY, user_id uuid NOT NULL);
CREATE VIEW named_invoices AS
SELECT i.id, u.email FROM invoices i JOIN users u ON u.id = i.user_id;

-- name: Own :one
SELECT id FROM invoices WHERE id = @id;

-- name: Join :one
SELECT u.email FROM invoices i
  JOIN users u ON u.id = i.user_id WHERE i.id = @id;  -- finding: cross-service-join Join

-- name: Subquery :one
SELECT id FROM invoices WHERE id = @id
   AND user_id IN (SELECT id FROM users WHERE email = 'a');  -- finding: cross-service-join Subquery

-- name: ThroughView :one
SELECT email FROM named_invoices WHERE id = @id;  -- finding: cross-service-join ThroughView

-- name: Written :exec
INSERT INTO invoices (id, user_id) SELECT gen_random_uuid(), id
  FROM users WHERE id = @id;  -- finding: cross-service-join Written
