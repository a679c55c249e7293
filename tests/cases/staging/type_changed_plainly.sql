-- Where nothing hangs on a column of few rows, its type changes in place, alone.
-- before --
CREATE TABLE roles (id uuid PRIMARY KEY, level integer DEFAULT 1);
-- after --
-- designkit: rows=20
CREATE TABLE roles (id uuid PRIMARY KEY, level bigint DEFAULT 1);
-- both --
-- 1 of 3: default_of_level (schema)
ALTER TABLE roles ALTER COLUMN level DROP DEFAULT;
-- back
ALTER TABLE roles ALTER COLUMN level SET DEFAULT 1;
-- 2 of 3: retype_level (schema, outside of a transaction)
-- # CockroachDB changes a type in no transaction, and with nothing else.
ALTER TABLE roles ALTER COLUMN level TYPE bigint USING level::bigint;
-- back
ALTER TABLE roles ALTER COLUMN level TYPE integer USING level::integer;
-- 3 of 3: default_of_level (schema)
ALTER TABLE roles ALTER COLUMN level SET DEFAULT 1;
-- back
ALTER TABLE roles ALTER COLUMN level DROP DEFAULT;
-- postgresql --
-- 1 of 1: all (schema)
ALTER TABLE roles ALTER COLUMN level DROP DEFAULT;
ALTER TABLE roles ALTER COLUMN level TYPE bigint USING level::bigint;
ALTER TABLE roles ALTER COLUMN level SET DEFAULT 1;
-- back
ALTER TABLE roles ALTER COLUMN level DROP DEFAULT;
ALTER TABLE roles ALTER COLUMN level TYPE integer USING level::integer;
ALTER TABLE roles ALTER COLUMN level SET DEFAULT 1;
