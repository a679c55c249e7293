-- A column may be NULL once the key has let it go, though a routine makes that wait.
-- before --
CREATE TABLE users (id integer, part integer, CONSTRAINT users_pkey PRIMARY KEY (id, part));
CREATE FUNCTION put() RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO users VALUES (1, 1) ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING; END;
-- after --
CREATE TABLE users (id integer CONSTRAINT users_pkey PRIMARY KEY, part integer);
CREATE FUNCTION put() RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO users VALUES (1, 1) ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING; END;
-- up --
DROP FUNCTION put();
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ALTER COLUMN part DROP NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);

CREATE OR REPLACE FUNCTION public.put()
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO users (id, part)
   VALUES (1, 1) ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING;
END;
-- down --
DROP FUNCTION put();
ALTER TABLE users DROP CONSTRAINT users_pkey;
-- Fails where a row holds NULL.
ALTER TABLE users ALTER COLUMN part SET NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id, part);

CREATE OR REPLACE FUNCTION public.put()
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO users (id, part)
   VALUES (1, 1) ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING;
END;
