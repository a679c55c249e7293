-- Every attribute of an index is written; a changed one is made again, a renamed one renamed.
-- before --
CREATE TABLE t (id integer, name text, body jsonb, at timestamptz, "desc" text);
CREATE INDEX old_name ON t (id);
CREATE INDEX changed ON t (name);
-- after --
CREATE TABLE t (id integer, name text, body jsonb, at timestamptz, "desc" text);
CREATE INDEX new_name ON t (id);
CREATE INDEX changed ON t (name text_pattern_ops) INCLUDE (at);
CREATE INDEX body_paths ON t USING gin (body jsonb_path_ops) WITH (fastupdate = off);
CREATE UNIQUE INDEX expression ON t (lower(name), (id + 1) DESC, "desc" COLLATE "C" DESC NULLS LAST);
CREATE UNIQUE INDEX partial ON t (name NULLS FIRST) NULLS NOT DISTINCT WHERE (at IS NULL);
CREATE INDEX ranges ON t USING brin (at) WITH (pages_per_range = 8);
COMMENT ON INDEX partial IS 'One open name';
-- up --
DROP INDEX changed;
ALTER INDEX old_name RENAME TO new_name;
CREATE INDEX body_paths ON t USING gin (body jsonb_path_ops) WITH (fastupdate=off);
CREATE INDEX changed ON t (name text_pattern_ops) INCLUDE (at);
CREATE UNIQUE INDEX expression ON t (lower(name), (id + 1) DESC, "desc" COLLATE "C" DESC NULLS LAST);
CREATE UNIQUE INDEX partial ON t (name NULLS FIRST) NULLS NOT DISTINCT WHERE at IS NULL;
COMMENT ON INDEX partial IS 'One open name';
CREATE INDEX ranges ON t USING brin (at) WITH (pages_per_range=8);
-- down --
DROP INDEX ranges;
DROP INDEX partial;
DROP INDEX expression;
DROP INDEX changed;
DROP INDEX body_paths;
ALTER INDEX new_name RENAME TO old_name;
CREATE INDEX changed ON t (name);
