-- A table in partitions is as large as they are together.
-- designkit: rows=50M distinct(kind)=2k
CREATE TABLE events (id uuid NOT NULL, at timestamptz NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX idx_events_at ON events (at);

-- name: Since :one
SELECT count(*) FROM events WHERE at > @since AND at < @until;

-- name: All :one
SELECT count(kind) FROM events;  -- finding: query-scans-large-table All

-- name: OfKind :one
SELECT count(*) FROM events WHERE kind = @kind;  -- finding: query-not-indexed events.kind
