-- What an index can hold is named; what a document or an array contains wants an inverted one.
CREATE TABLE visits (
    id uuid PRIMARY KEY, seen_at timestamptz NOT NULL, path text NOT NULL, data jsonb NOT NULL,
    tags text[] NOT NULL, during tstzrange, indexed jsonb NOT NULL,
    path_length int GENERATED ALWAYS AS (length(path)) VIRTUAL
);
CREATE INDEX idx_visits_indexed ON visits USING gin (indexed);

-- name: Contains :one
SELECT count(*) FROM visits
 WHERE data @> @document;  -- finding: query-not-indexed visits.data

-- name: Overlaps :one
SELECT count(*) FROM visits
 WHERE tags && @tags;  -- finding: query-not-indexed visits.tags

-- name: Served :one
SELECT count(*) FROM visits WHERE indexed ? @key;

-- name: ByKeyAnyway :one
SELECT path FROM visits WHERE id = @id AND tags && @tags;

-- name: OfRanges :one
SELECT count(*) FROM visits WHERE during @> @moment::timestamptz;

-- name: Day :one
SELECT count(*) FROM visits
 WHERE date_trunc('day', seen_at) = @day;  -- finding: query-not-indexed visits.seen_at

-- name: Virtual :one
SELECT count(*) FROM visits WHERE path_length = @length;

-- name: VirtualOrder :many
SELECT id FROM visits ORDER BY path_length LIMIT 10;
