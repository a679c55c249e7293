-- schema --
-- designkit: rows=20k distinct(kind)=20
CREATE TABLE events (id uuid PRIMARY KEY, kind text NOT NULL, body text);
-- queries --
-- designkit: weight=0.001
-- name: EventsOfKind :many
SELECT * FROM events WHERE kind = :kind;
-- designkit: weight=1000000
-- name: AddEvent :exec
INSERT INTO events (id, kind, body) VALUES (:id, :kind, :body);
-- advice --
