-- New tables hold no rows: all of them are one file, beside what else they need.
-- before --
CREATE TABLE users (id uuid PRIMARY KEY);
-- after --
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TYPE state AS ENUM ('open', 'closed');
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users (id), state state);
CREATE INDEX idx_orders_user_id ON orders (user_id);
CREATE VIEW open_orders AS SELECT id FROM orders WHERE state = 'open';
COMMENT ON TABLE orders IS 'Bought';
-- both --
-- 1 of 1: all (schema)
SET LOCAL lock_timeout = '5s';
CREATE TYPE state AS ENUM ('open', 'closed');

CREATE TABLE orders (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    state state,
    CONSTRAINT orders_pkey PRIMARY KEY (id),
    CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX idx_orders_user_id ON orders (user_id);
COMMENT ON TABLE orders IS 'Bought';

CREATE VIEW open_orders AS
SELECT id
   FROM orders
  WHERE state = 'open'::state;
-- back
SET LOCAL lock_timeout = '5s';
DROP VIEW open_orders;
DROP TABLE orders;
DROP TYPE state;
