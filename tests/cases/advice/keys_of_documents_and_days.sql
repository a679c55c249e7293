Case: an expression that is no call needs parentheses, and one that is not immutable is no key.
-- schema --
-- designkit: rows=30M
CREATE TABLE orders (id uuid PRIMARY KEY, data jsonb NOT NULL, created_at timestamptz NOT NULL);
-- queries --
-- name: OrdersOfShop :many
SELECT id FROM orders WHERE data ->> 'shop' = :shop ORDER BY id LIMIT 5000;
-- name: OrdersOfDay :many
SELECT id FROM orders WHERE date_trunc('day', created_at) = :day;
-- advice --
CREATE INDEX idx_orders_data_shop_id ON orders ((data ->> 'shop'), id);
