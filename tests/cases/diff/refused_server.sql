-- A foreign server is seen, and refused by name.
-- before --
-- after --
CREATE FOREIGN DATA WRAPPER plain;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER plain;
-- refused --
foreign data wrapper plain is on one side only, and PostgreSQL cannot print its definition
