-- Objects change hands; what a table owns goes with it.
-- before --
CREATE ROLE designkit_app;
CREATE ROLE designkit_auditor;
CREATE SCHEMA billing;
CREATE TABLE users (id serial, code integer);
CREATE SEQUENCE codes;
CREATE VIEW seen AS SELECT id FROM users;
ALTER VIEW seen OWNER TO designkit_app;
CREATE TABLE gone (id serial);
ALTER TABLE gone OWNER TO designkit_auditor;
GRANT SELECT ON gone TO designkit_app;
-- after --
CREATE ROLE designkit_app;
CREATE ROLE designkit_auditor;
CREATE SCHEMA billing;
ALTER SCHEMA billing OWNER TO designkit_app;
CREATE TABLE users (id serial, code integer);
ALTER TABLE users OWNER TO designkit_app;
GRANT SELECT ON users TO designkit_auditor;
CREATE SEQUENCE codes;
ALTER SEQUENCE codes OWNER TO designkit_app;
ALTER SEQUENCE codes OWNED BY users.code;
CREATE VIEW seen AS SELECT id FROM users;
CREATE TABLE come (id serial);
ALTER TABLE come OWNER TO designkit_auditor;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql RETURN n * 2;
ALTER FUNCTION twice OWNER TO designkit_app;
CREATE TYPE state AS ENUM ('new');
ALTER TYPE state OWNER TO designkit_app;
-- up --
ALTER SEQUENCE gone_id_seq OWNED BY NONE;
ALTER SEQUENCE gone_id_seq OWNER TO CURRENT_USER;
DROP TABLE gone;

CREATE TYPE state AS ENUM ('new');
ALTER TYPE state OWNER TO designkit_app;

CREATE SEQUENCE come_id_seq AS integer;

CREATE OR REPLACE FUNCTION public.twice(n integer)
 RETURNS integer
 LANGUAGE sql
RETURN (n * 2);
ALTER FUNCTION twice(integer) OWNER TO designkit_app;

CREATE TABLE come (
    id integer NOT NULL DEFAULT nextval('come_id_seq'::regclass)
);
ALTER TABLE come OWNER TO designkit_auditor;
ALTER SEQUENCE come_id_seq OWNER TO designkit_auditor;
ALTER SEQUENCE come_id_seq OWNED BY come.id;
ALTER SEQUENCE codes OWNED BY users.code;
DROP SEQUENCE gone_id_seq;
ALTER SCHEMA billing OWNER TO designkit_app;
ALTER TABLE users OWNER TO designkit_app;
GRANT SELECT ON TABLE users TO designkit_auditor;
ALTER VIEW seen OWNER TO CURRENT_USER;
-- down --
ALTER VIEW seen OWNER TO designkit_app;
REVOKE SELECT ON TABLE users FROM designkit_auditor;
ALTER TABLE users OWNER TO CURRENT_USER;
ALTER SCHEMA billing OWNER TO CURRENT_USER;

-- Restores the structure only: the data went with UP.
CREATE SEQUENCE gone_id_seq AS integer;
ALTER SEQUENCE codes OWNED BY NONE;
ALTER SEQUENCE come_id_seq OWNED BY NONE;
ALTER SEQUENCE come_id_seq OWNER TO CURRENT_USER;
DROP TABLE come;
DROP FUNCTION twice(integer);
DROP SEQUENCE come_id_seq;
DROP TYPE state;

-- Restores the structure only: the data went with UP.
CREATE TABLE gone (
    id integer NOT NULL DEFAULT nextval('gone_id_seq'::regclass)
);
ALTER TABLE gone OWNER TO designkit_auditor;
GRANT SELECT ON TABLE gone TO designkit_app;
ALTER SEQUENCE gone_id_seq OWNER TO designkit_auditor;
ALTER SEQUENCE gone_id_seq OWNED BY gone.id;
