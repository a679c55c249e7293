-- schema --
-- designkit: rows=1M
CREATE TABLE accounts (id uuid PRIMARY KEY, name text NOT NULL);
-- designkit: rows=50M distinct(account_id)=5k
CREATE TABLE orders (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    total numeric,
    created_at timestamptz NOT NULL
);
-- queries --
-- name: LatestOrders :many
SELECT * FROM orders WHERE account_id = :account_id ORDER BY created_at DESC LIMIT 20;
-- advice --
CREATE INDEX idx_orders_account_id_created_at ON orders (account_id, created_at DESC);
