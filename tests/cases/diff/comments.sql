-- Comments on everything come, change and go, and nothing else moves.
-- before --
CREATE TYPE mood AS ENUM ('ok');
CREATE SEQUENCE numbers;
CREATE TABLE t (id integer PRIMARY KEY, n integer CONSTRAINT positive CHECK (n > 0));
CREATE INDEX idx_t_n ON t (n);
CREATE VIEW v AS SELECT id FROM t;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON TABLE t IS 'old';
COMMENT ON COLUMN t.n IS 'gone';
-- after --
CREATE TYPE mood AS ENUM ('ok');
CREATE SEQUENCE numbers;
CREATE TABLE t (id integer PRIMARY KEY, n integer CONSTRAINT positive CHECK (n > 0));
CREATE INDEX idx_t_n ON t (n);
CREATE VIEW v AS SELECT id FROM t;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON TABLE t IS 'new; -- and improved';
COMMENT ON COLUMN t.id IS 'a\b';
COMMENT ON CONSTRAINT positive ON t IS 'constraint';
COMMENT ON CONSTRAINT t_pkey ON t IS 'key';
COMMENT ON INDEX idx_t_n IS 'index';
COMMENT ON VIEW v IS 'view';
COMMENT ON TYPE mood IS 'enum';
COMMENT ON SEQUENCE numbers IS 'sequence';
COMMENT ON FUNCTION one() IS 'function';
-- up --
COMMENT ON TABLE t IS 'new; -- and improved';
COMMENT ON TYPE mood IS 'enum';
COMMENT ON SEQUENCE numbers IS 'sequence';
COMMENT ON VIEW v IS 'view';
COMMENT ON FUNCTION one() IS 'function';
COMMENT ON COLUMN t.id IS E'a\\b';
COMMENT ON COLUMN t.n IS NULL;
COMMENT ON CONSTRAINT t_pkey ON t IS 'key';
COMMENT ON CONSTRAINT positive ON t IS 'constraint';
COMMENT ON INDEX idx_t_n IS 'index';
-- down --
COMMENT ON INDEX idx_t_n IS NULL;
COMMENT ON CONSTRAINT positive ON t IS NULL;
COMMENT ON CONSTRAINT t_pkey ON t IS NULL;
COMMENT ON COLUMN t.n IS 'gone';
COMMENT ON COLUMN t.id IS NULL;
COMMENT ON FUNCTION one() IS NULL;
COMMENT ON VIEW v IS NULL;
COMMENT ON SEQUENCE numbers IS NULL;
COMMENT ON TYPE mood IS NULL;
COMMENT ON TABLE t IS 'old';
