-- schema --
-- designkit: rows=200k distinct(country)=150 common(tier)='gold':0.01,'plain':0.99
CREATE TABLE customers (id uuid PRIMARY KEY, country text NOT NULL, tier text NOT NULL, name text);
-- designkit: rows=30M distinct(customer_id)=200k
CREATE TABLE orders (
    id uuid PRIMARY KEY, customer_id uuid NOT NULL REFERENCES customers (id),
    placed_at timestamptz NOT NULL, total numeric NOT NULL, notes text
);
-- queries --
-- designkit: weight=10
-- name: OrdersOfGold :many
SELECT o.id, o.total, c.name FROM customers c JOIN orders o ON o.customer_id = c.id
 WHERE c.country = :country AND c.tier = 'gold' AND o.placed_at >= :since;
-- name: OrdersOfCustomer :many
SELECT id, total FROM orders WHERE customer_id = :customer_id ORDER BY placed_at DESC LIMIT 20;
-- designkit: weight=5
-- name: AddOrder :exec
INSERT INTO orders (id, customer_id, placed_at, total) VALUES (:id, :customer_id, now(), :total);
-- advice --
CREATE INDEX idx_customers_country ON customers (country) INCLUDE (id, name) WHERE tier = 'gold';
CREATE INDEX idx_orders_customer_id_placed_at ON orders (customer_id, placed_at) INCLUDE (id, total);
