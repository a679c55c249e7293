-- schema --
-- designkit: rows=10M distinct(kind)=1000 distinct(source)=50k
CREATE TABLE events (id bigint PRIMARY KEY, kind int NOT NULL, source int NOT NULL, body text);
CREATE INDEX idx_events_source ON events (source);
CREATE INDEX idx_events_source_again ON events (source);
CREATE INDEX idx_events_source_kind ON events (source, kind);
CREATE INDEX idx_events_id ON events (id);
CREATE INDEX idx_events_body ON events (body);
-- queries --
-- name: EventsOfSource :many
SELECT * FROM events WHERE source = :source;
-- name: EventOfID :one
SELECT * FROM events WHERE id = :id;
-- idle --
idx_events_source_kind: keep idx_events_source
idx_events_id: keep events_pkey
idx_events_body
idx_events_source_again: keep idx_events_source
