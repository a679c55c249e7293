-- Rules that do not fire, what is kept for long values, how much statistics sample.
-- before --
CREATE TABLE notes (a integer, b text);
CREATE MATERIALIZED VIEW texts AS SELECT b FROM notes;
CREATE RULE kept AS ON DELETE TO notes DO INSTEAD NOTHING;
CREATE RULE told AS ON INSERT TO notes DO ALSO NOTIFY notes;
ALTER TABLE notes ENABLE REPLICA RULE told;
CREATE STATISTICS known ON a, b FROM notes;
-- after --
CREATE TABLE notes (a integer, b text) WITH (fillfactor = 80, toast.autovacuum_enabled = off);
CREATE MATERIALIZED VIEW texts WITH (toast.autovacuum_enabled = off) AS SELECT b FROM notes;
CREATE RULE kept AS ON DELETE TO notes DO INSTEAD NOTHING;
ALTER TABLE notes DISABLE RULE kept;
CREATE RULE told AS ON INSERT TO notes DO ALSO NOTIFY notes;
ALTER TABLE notes ENABLE ALWAYS RULE told;
CREATE STATISTICS known ON a, b FROM notes;
ALTER STATISTICS known SET STATISTICS 5;
-- up --
DROP STATISTICS public.known;
DROP RULE told ON notes;
DROP RULE kept ON notes;
DROP MATERIALIZED VIEW texts;
ALTER TABLE notes SET (fillfactor=80, toast.autovacuum_enabled=off);

CREATE MATERIALIZED VIEW texts WITH (toast.autovacuum_enabled=off) AS
SELECT b
   FROM notes;

CREATE RULE kept AS
    ON DELETE TO notes DO INSTEAD NOTHING;
ALTER TABLE notes DISABLE RULE kept;

CREATE RULE told AS
    ON INSERT TO notes DO
 NOTIFY notes;
ALTER TABLE notes ENABLE ALWAYS RULE told;

CREATE STATISTICS public.known ON a, b FROM notes;
ALTER STATISTICS public.known SET STATISTICS 5;
-- down --
DROP STATISTICS public.known;
DROP RULE told ON notes;
DROP RULE kept ON notes;
DROP MATERIALIZED VIEW texts;
ALTER TABLE notes RESET (fillfactor, toast.autovacuum_enabled);

CREATE MATERIALIZED VIEW texts AS
SELECT b
   FROM notes;

CREATE RULE kept AS
    ON DELETE TO notes DO INSTEAD NOTHING;

CREATE RULE told AS
    ON INSERT TO notes DO
 NOTIFY notes;
ALTER TABLE notes ENABLE REPLICA RULE told;

CREATE STATISTICS public.known ON a, b FROM notes;
