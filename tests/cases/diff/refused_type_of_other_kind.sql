-- A domain that becomes an enum under a column is refused by its name.
-- before --
CREATE DOMAIN state AS text;
CREATE TABLE jobs (state state);
-- after --
CREATE TYPE state AS ENUM ('new');
CREATE TABLE jobs (state state);
-- refused --
domain state changes while column jobs.state has it as its type
