-- schema --
-- designkit: rows=12
CREATE TABLE plans (id uuid PRIMARY KEY, code text NOT NULL, price numeric);
-- queries --
-- name: GetPlanByCode :one
SELECT * FROM plans WHERE code = :code;
-- advice --
