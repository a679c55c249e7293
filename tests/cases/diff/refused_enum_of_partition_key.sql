-- PostgreSQL changes no type in a partition key, so a value of an enum stays there too.
-- before --
CREATE TYPE state AS ENUM ('new', 'old', 'done');
CREATE TABLE jobs (state state) PARTITION BY LIST (state);
-- after --
CREATE TYPE state AS ENUM ('new', 'done');
CREATE TABLE jobs (state state) PARTITION BY LIST (state);
-- refused --
type state changes while table jobs is partitioned by it
