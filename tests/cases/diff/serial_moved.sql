-- A sequence moves to another schema with the table that owns it.
-- before --
CREATE SCHEMA archive;
CREATE TABLE orders (id serial PRIMARY KEY, number integer);
-- after --
CREATE SCHEMA archive;
-- designkit: renamed from orders
CREATE TABLE archive.orders (id serial PRIMARY KEY, number integer);
-- up --
ALTER TABLE orders SET SCHEMA archive;
-- down --
ALTER TABLE archive.orders SET SCHEMA public;
