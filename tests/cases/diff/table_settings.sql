-- Row security, storage parameters and durability of a table.
-- before --
CREATE TABLE a (id integer) WITH (fillfactor = 70, autovacuum_enabled = off);
CREATE UNLOGGED TABLE b (id integer);
CREATE TABLE c (id integer);
ALTER TABLE c ENABLE ROW LEVEL SECURITY;
ALTER TABLE c FORCE ROW LEVEL SECURITY;
-- after --
CREATE TABLE a (id integer) WITH (fillfactor = 80);
ALTER TABLE a ENABLE ROW LEVEL SECURITY;
CREATE TABLE b (id integer);
CREATE TABLE c (id integer);
ALTER TABLE c ENABLE ROW LEVEL SECURITY;
-- up --
ALTER TABLE a RESET (autovacuum_enabled);
ALTER TABLE a SET (fillfactor=80);
ALTER TABLE a ENABLE ROW LEVEL SECURITY;
ALTER TABLE b SET LOGGED;
ALTER TABLE c NO FORCE ROW LEVEL SECURITY;
-- down --
ALTER TABLE c FORCE ROW LEVEL SECURITY;
ALTER TABLE b SET UNLOGGED;
ALTER TABLE a DISABLE ROW LEVEL SECURITY;
ALTER TABLE a SET (fillfactor=70, autovacuum_enabled=off);
