-- Statistics are named without their table, and with their own schema.
-- before --
CREATE SCHEMA z;
CREATE TABLE t (a integer, b integer);
CREATE STATISTICS s ON a, b FROM t;
COMMENT ON STATISTICS s IS 'old';
-- after --
CREATE SCHEMA z;
CREATE TABLE t (a integer, b integer);
CREATE STATISTICS s ON a, b FROM t;
CREATE STATISTICS z."S" ON a, b FROM t;
COMMENT ON STATISTICS s IS 'new';
COMMENT ON STATISTICS z."S" IS 'other';
-- up --
CREATE STATISTICS z."S" ON a, b FROM t;
COMMENT ON STATISTICS z."S" IS 'other';
COMMENT ON STATISTICS s IS 'new';
-- down --
COMMENT ON STATISTICS s IS 'old';
DROP STATISTICS z."S";
