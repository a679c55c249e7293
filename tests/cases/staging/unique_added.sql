-- PostgreSQL alone builds the index first; no such statement is known to both.
-- before --
CREATE TABLE users (id uuid NOT NULL, email text);
-- after --
CREATE TABLE users (id uuid PRIMARY KEY, email text);
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email) DEFERRABLE;
COMMENT ON CONSTRAINT users_email_key ON users IS 'One account each';
-- both --
-- 1 of 2: add_users_pkey (schema)
-- # CockroachDB builds it while others write; PostgreSQL locks the table meanwhile. No statement that both know does better.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_pkey;
-- 2 of 2: add_users_email_key (schema)
-- # CockroachDB builds it while others write; PostgreSQL locks the table meanwhile. No statement that both know does better.
-- # CockroachDB does not know DEFERRABLE of users_email_key.
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email) DEFERRABLE;
COMMENT ON CONSTRAINT users_email_key ON users IS 'One account each';
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_email_key;
-- postgresql --
-- 1 of 4: add_users_pkey (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey;
CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_pkey;
RESET lock_timeout;
-- 2 of 4: adopt_users_pkey (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE users DROP CONSTRAINT users_pkey;
CREATE UNIQUE INDEX users_pkey ON users (id);
-- 3 of 4: add_users_email_key (schema, outside of a transaction)
-- # The index is built while others write, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_email_key;
CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS users_email_key;
RESET lock_timeout;
-- 4 of 4: adopt_users_email_key (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key DEFERRABLE;
COMMENT ON CONSTRAINT users_email_key ON users IS 'One account each';
-- back
SET LOCAL lock_timeout = '5s';
COMMENT ON CONSTRAINT users_email_key ON users IS NULL;
ALTER TABLE users DROP CONSTRAINT users_email_key;
CREATE UNIQUE INDEX users_email_key ON users (email);
-- direct --
-- 1 of 1: all (schema)
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email) DEFERRABLE;
COMMENT ON CONSTRAINT users_email_key ON users IS 'One account each';
-- back
ALTER TABLE users DROP CONSTRAINT users_email_key;
ALTER TABLE users DROP CONSTRAINT users_pkey;
