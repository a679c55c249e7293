-- PostgreSQL builds no index concurrently on a partitioned table.
-- before --
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
-- after --
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE INDEX idx_events_kind ON events (kind);
-- postgresql --
-- 1 of 1: all (schema)
-- # PostgreSQL builds no index concurrently on a partitioned table: nobody writes meanwhile.
SET LOCAL lock_timeout = '5s';
CREATE INDEX idx_events_kind ON events (kind);
-- back
SET LOCAL lock_timeout = '5s';
DROP INDEX idx_events_kind;
