-- What rests on another key stays while one goes: a foreign key, and a view that groups.
-- before --
CREATE TABLE orders (
    id integer CONSTRAINT orders_pkey PRIMARY KEY,
    a integer, b integer, c integer,
    CONSTRAINT kept UNIQUE (a, b),
    CONSTRAINT gone UNIQUE (c, b)
);
CREATE UNIQUE INDEX uq_orders_c ON orders (c);
CREATE TABLE lines (a integer, b integer, CONSTRAINT fk_lines FOREIGN KEY (a, b) REFERENCES orders (a, b));
CREATE TABLE moved (c integer, b integer, CONSTRAINT fk_moved FOREIGN KEY (b, c) REFERENCES orders (b, c));
CREATE VIEW counted AS SELECT c, count(*) AS many FROM orders GROUP BY c;
-- after --
CREATE TABLE orders (
    id integer CONSTRAINT orders_pkey PRIMARY KEY,
    a integer, b integer, c integer,
    CONSTRAINT kept UNIQUE (a, b)
);
CREATE TABLE lines (a integer, b integer, CONSTRAINT fk_lines FOREIGN KEY (a, b) REFERENCES orders (a, b));
CREATE TABLE moved (c integer, b integer);
CREATE VIEW counted AS SELECT c, count(*) AS many FROM orders GROUP BY c;
-- up --
ALTER TABLE moved DROP CONSTRAINT fk_moved;
DROP INDEX uq_orders_c;
ALTER TABLE orders DROP CONSTRAINT gone;
-- down --
ALTER TABLE orders ADD CONSTRAINT gone UNIQUE (c, b);
CREATE UNIQUE INDEX uq_orders_c ON orders (c);
ALTER TABLE moved ADD CONSTRAINT fk_moved FOREIGN KEY (b, c) REFERENCES orders (b, c);
