-- A table that moves to another namespace keeps its rows, and so do the sequences that it owns.
-- before --
CREATE SCHEMA billing;
CREATE TABLE invoices (id bigint PRIMARY KEY, lines integer[]);
-- after --
CREATE SCHEMA billing;
-- designkit: renamed from invoices
CREATE TABLE billing.invoices (id bigint PRIMARY KEY, lines integer[]);
-- up --
ALTER TABLE invoices SET SCHEMA billing;
-- down --
ALTER TABLE billing.invoices SET SCHEMA public;
