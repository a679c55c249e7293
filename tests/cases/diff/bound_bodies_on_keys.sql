-- A body that PostgreSQL has read rests on a key by ON CONFLICT, or by what it groups.
-- before --
CREATE TABLE users (id integer CONSTRAINT users_pkey PRIMARY KEY, name text NOT NULL, email text CONSTRAINT uq_email UNIQUE);
CREATE FUNCTION put() RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO users VALUES (1, 'x') ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING; END;
CREATE FUNCTION meet() RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO users VALUES (1, 'x') ON CONFLICT ON CONSTRAINT uq_email DO NOTHING; END;
CREATE FUNCTION tell() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM (SELECT id, name FROM users GROUP BY id) q);
-- after --
CREATE TABLE users (id integer, name text, email text CONSTRAINT uq_mail UNIQUE, CONSTRAINT users_pkey PRIMARY KEY (id) INCLUDE (name));
CREATE FUNCTION put() RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO users VALUES (1, 'x') ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING; END;
CREATE FUNCTION meet() RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO users VALUES (2, 'x') ON CONFLICT ON CONSTRAINT uq_mail DO NOTHING; END;
CREATE FUNCTION tell() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM (SELECT id, name FROM users GROUP BY id) q);
-- up --
ALTER TABLE users ALTER COLUMN name DROP NOT NULL;
DROP FUNCTION tell();
DROP FUNCTION put();
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id) INCLUDE (name);

CREATE OR REPLACE FUNCTION public.put()
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO users (id, name)
   VALUES (1, 'x'::text) ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING;
END;

CREATE OR REPLACE FUNCTION public.tell()
 RETURNS bigint
 LANGUAGE sql
RETURN (SELECT count(*) AS count FROM (SELECT users.id, users.name FROM users GROUP BY users.id) q);
DROP FUNCTION meet();
ALTER TABLE users RENAME CONSTRAINT uq_email TO uq_mail;

CREATE OR REPLACE FUNCTION public.meet()
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO users (id, name)
   VALUES (2, 'x'::text) ON CONFLICT ON CONSTRAINT uq_mail DO NOTHING;
END;
-- down --
DROP FUNCTION meet();
ALTER TABLE users RENAME CONSTRAINT uq_mail TO uq_email;

CREATE OR REPLACE FUNCTION public.meet()
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO users (id, name)
   VALUES (1, 'x'::text) ON CONFLICT ON CONSTRAINT uq_email DO NOTHING;
END;
DROP FUNCTION tell();
DROP FUNCTION put();
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);

CREATE OR REPLACE FUNCTION public.put()
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO users (id, name)
   VALUES (1, 'x'::text) ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING;
END;

CREATE OR REPLACE FUNCTION public.tell()
 RETURNS bigint
 LANGUAGE sql
RETURN (SELECT count(*) AS count FROM (SELECT users.id, users.name FROM users GROUP BY users.id) q);
-- Fails where a row holds NULL.
ALTER TABLE users ALTER COLUMN name SET NOT NULL;
