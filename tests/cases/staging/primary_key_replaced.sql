-- No table is without its key for a moment; what the old key forbade comes after.
-- before --
CREATE TABLE members (team_id integer, user_id integer, PRIMARY KEY (team_id, user_id));
-- after --
CREATE TABLE members (id uuid NOT NULL, user_id integer, PRIMARY KEY (id));
-- both --
-- 1 of 4: add_id (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ADD COLUMN id uuid NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP COLUMN id;
-- 2 of 4: replace_members_pkey (schema)
-- # CockroachDB builds it while others write; PostgreSQL locks the table meanwhile. No statement that both know does better.
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP CONSTRAINT members_pkey, ADD CONSTRAINT members_pkey PRIMARY KEY (id);
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP CONSTRAINT members_pkey, ADD CONSTRAINT members_pkey PRIMARY KEY (team_id, user_id);
-- 3 of 4: drop_team_id (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP COLUMN team_id;
-- back
SET LOCAL lock_timeout = '5s';
-- Restores the structure only: the data went with UP.
ALTER TABLE members ADD COLUMN team_id integer NOT NULL;
-- 4 of 4: relax_user_id (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ALTER COLUMN user_id DROP NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
-- Fails where a row holds NULL.
ALTER TABLE members ALTER COLUMN user_id SET NOT NULL;
-- postgresql --
-- 1 of 3: add_id (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members ADD COLUMN id uuid NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP COLUMN id;
-- 2 of 3: add_members_pkey_new (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_new;
CREATE UNIQUE INDEX CONCURRENTLY members_pkey_new ON members (id);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS members_pkey_new;
RESET lock_timeout;
-- 3 of 3: replace_members_pkey_and_more (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE members DROP CONSTRAINT members_pkey, ADD CONSTRAINT members_pkey PRIMARY KEY USING INDEX members_pkey_new;
ALTER TABLE members DROP COLUMN team_id;
ALTER TABLE members ALTER COLUMN user_id DROP NOT NULL;
-- back
SET LOCAL lock_timeout = '5s';
-- Fails where a row holds NULL.
ALTER TABLE members ALTER COLUMN user_id SET NOT NULL;
-- Restores the structure only: the data went with UP.
ALTER TABLE members ADD COLUMN team_id integer NOT NULL;
ALTER TABLE members DROP CONSTRAINT members_pkey, ADD CONSTRAINT members_pkey PRIMARY KEY (team_id, user_id);
CREATE UNIQUE INDEX members_pkey_new ON members (id);
-- direct --
-- 1 of 1: all (schema)
ALTER TABLE members ADD COLUMN id uuid NOT NULL;
ALTER TABLE members DROP CONSTRAINT members_pkey, ADD CONSTRAINT members_pkey PRIMARY KEY (id);
ALTER TABLE members DROP COLUMN team_id;
ALTER TABLE members ALTER COLUMN user_id DROP NOT NULL;
-- back
-- Fails where a row holds NULL.
ALTER TABLE members ALTER COLUMN user_id SET NOT NULL;
-- Restores the structure only: the data went with UP.
ALTER TABLE members ADD COLUMN team_id integer NOT NULL;
ALTER TABLE members DROP CONSTRAINT members_pkey, ADD CONSTRAINT members_pkey PRIMARY KEY (team_id, user_id);
ALTER TABLE members DROP COLUMN id;
