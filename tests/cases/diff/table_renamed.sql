-- A table and a column keep their rows when the rename is told; parts that carry the name follow.
-- before --
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE purchases (
    id bigint PRIMARY KEY,
    customer_id bigint NOT NULL CONSTRAINT fk_purchases_customer_id REFERENCES customers (id),
    CONSTRAINT purchases_customer_positive CHECK (customer_id > 0)
);
CREATE INDEX idx_purchases_customer_id ON purchases (customer_id) WHERE (customer_id <> 7);
-- after --
CREATE TABLE customers (id bigint PRIMARY KEY);
-- designkit: renamed from purchases
-- designkit: renamed buyer_id from customer_id
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    buyer_id bigint NOT NULL CONSTRAINT fk_orders_buyer_id REFERENCES customers (id),
    CONSTRAINT orders_buyer_positive CHECK (buyer_id > 0)
);
CREATE INDEX idx_orders_buyer_id ON orders (buyer_id) WHERE (buyer_id <> 7);
-- up --
ALTER TABLE purchases RENAME TO orders;
ALTER TABLE orders RENAME COLUMN customer_id TO buyer_id;
ALTER TABLE orders RENAME CONSTRAINT purchases_pkey TO orders_pkey;
ALTER TABLE orders RENAME CONSTRAINT purchases_customer_positive TO orders_buyer_positive;
ALTER TABLE orders RENAME CONSTRAINT fk_purchases_customer_id TO fk_orders_buyer_id;
ALTER INDEX idx_purchases_customer_id RENAME TO idx_orders_buyer_id;
-- down --
ALTER INDEX idx_orders_buyer_id RENAME TO idx_purchases_customer_id;
ALTER TABLE orders RENAME CONSTRAINT fk_orders_buyer_id TO fk_purchases_customer_id;
ALTER TABLE orders RENAME CONSTRAINT orders_buyer_positive TO purchases_customer_positive;
ALTER TABLE orders RENAME CONSTRAINT orders_pkey TO purchases_pkey;
ALTER TABLE orders RENAME COLUMN buyer_id TO customer_id;
ALTER TABLE orders RENAME TO purchases;
