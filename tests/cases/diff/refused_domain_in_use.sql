-- A domain that changes under a column is refused by name: its values have nowhere to be meanwhile.
-- before --
CREATE DOMAIN mail AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE users (mail mail);
-- after --
CREATE DOMAIN mail AS text CHECK (VALUE LIKE '%@%.%');
CREATE TABLE users (mail mail);
-- refused --
domain mail changes while column users.mail
