-- An enum that is made again under the domain of a column is refused, with the domain's name.
-- before --
CREATE TYPE state AS ENUM ('new', 'done');
CREATE DOMAIN known_state AS state NOT NULL;
CREATE TABLE jobs (id integer, state known_state);
-- after --
CREATE TYPE state AS ENUM ('new');
CREATE DOMAIN known_state AS state NOT NULL;
CREATE TABLE jobs (id integer, state known_state);
-- refused --
domain known_state changes while column jobs\.state has it as its type
