-- schema --
-- designkit: rows=20k distinct(kind)=20 growth=1M/month
CREATE TABLE events (id uuid PRIMARY KEY, kind text NOT NULL, body text);
-- queries --
-- designkit: weight=0.001
-- name: EventsOfKind :many
SELECT * FROM events WHERE kind = :kind;
-- advice --
