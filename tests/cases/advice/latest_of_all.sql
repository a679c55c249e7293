-- schema --
-- designkit: rows=50M
CREATE TABLE events (id uuid PRIMARY KEY, kind text NOT NULL, created_at timestamptz NOT NULL);
-- queries --
-- name: LatestEvents :many
SELECT * FROM events ORDER BY created_at DESC, id DESC LIMIT 50;
-- advice --
CREATE INDEX idx_events_created_at_id ON events (created_at DESC, id DESC);
