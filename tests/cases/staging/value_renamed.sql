-- A value of an enum under another name: one statement, which both databases run.
-- before --
CREATE TYPE state AS ENUM ('new', 'done');
CREATE TABLE jobs (state state DEFAULT 'new');
-- after --
-- designkit: renamed 'open' from 'new'
CREATE TYPE state AS ENUM ('open', 'done');
CREATE TABLE jobs (state state DEFAULT 'open');
-- both --
-- 1 of 1: all (schema)
ALTER TYPE state RENAME VALUE 'new' TO 'open';
-- back
ALTER TYPE state RENAME VALUE 'open' TO 'new';
