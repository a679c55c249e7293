-- Comments stand on schemas, public too, and on columns of views.
-- before --
CREATE SCHEMA billing;
CREATE SCHEMA gone;
COMMENT ON SCHEMA gone IS 'Soon';
CREATE TABLE users (id integer, name text);
CREATE VIEW seen AS SELECT id, name FROM users;
COMMENT ON COLUMN seen.id IS 'Old';
ALTER VIEW seen ALTER id SET DEFAULT 3;
CREATE VIEW made AS SELECT id FROM users;
COMMENT ON COLUMN made.id IS 'Stays';
-- after --
COMMENT ON SCHEMA public IS 'Everything';
CREATE SCHEMA billing;
COMMENT ON SCHEMA billing IS 'Money';
CREATE SCHEMA come;
COMMENT ON SCHEMA come IS 'Here';
CREATE TABLE users (id bigint, name text);
CREATE VIEW seen AS SELECT id, name FROM users;
COMMENT ON COLUMN seen.name IS 'New';
ALTER VIEW seen ALTER id SET DEFAULT 4;
CREATE VIEW made AS SELECT id FROM users;
COMMENT ON COLUMN made.id IS 'Stays';
CREATE MATERIALIZED VIEW kept AS SELECT name FROM users;
COMMENT ON COLUMN kept.name IS 'Kept';
-- up --
DROP VIEW seen;
DROP VIEW made;
CREATE SCHEMA come;
COMMENT ON SCHEMA come IS 'Here';
ALTER TABLE users ALTER COLUMN id TYPE bigint USING id::bigint;

CREATE MATERIALIZED VIEW kept AS
SELECT name
   FROM users;
COMMENT ON COLUMN kept.name IS 'Kept';

CREATE VIEW made AS
SELECT id
   FROM users;
COMMENT ON COLUMN made.id IS 'Stays';

CREATE VIEW seen AS
SELECT id,
    name
   FROM users;
ALTER VIEW seen ALTER COLUMN id SET DEFAULT 4;
COMMENT ON COLUMN seen.name IS 'New';
DROP SCHEMA gone;
COMMENT ON SCHEMA public IS 'Everything';
COMMENT ON SCHEMA billing IS 'Money';
-- down --
COMMENT ON SCHEMA billing IS NULL;
COMMENT ON SCHEMA public IS NULL;
CREATE SCHEMA gone;
COMMENT ON SCHEMA gone IS 'Soon';
DROP VIEW seen;
DROP VIEW made;
DROP MATERIALIZED VIEW kept;
ALTER TABLE users ALTER COLUMN id TYPE integer USING id::integer;
DROP SCHEMA come;

CREATE VIEW made AS
SELECT id
   FROM users;
COMMENT ON COLUMN made.id IS 'Stays';

CREATE VIEW seen AS
SELECT id,
    name
   FROM users;
ALTER VIEW seen ALTER COLUMN id SET DEFAULT 3;
COMMENT ON COLUMN seen.id IS 'Old';
