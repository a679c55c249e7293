-- Conditions that an index would serve, were they written otherwise.
-- designkit: rows=10M
CREATE TABLE visits (
    id bigint PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, path text NOT NULL,
    seen_at timestamptz NOT NULL, amount int NOT NULL
);
CREATE INDEX idx_visits_seen_at ON visits (seen_at);
CREATE INDEX idx_visits_lower_path ON visits (lower(path));
CREATE INDEX idx_visits_path ON visits (path text_pattern_ops);
CREATE INDEX idx_visits_amount ON visits (amount);

-- name: Lower :one
SELECT id FROM visits
 WHERE lower(email) = @email;  -- finding: query-wraps-indexed-column Lower

-- name: LowerIndexed :one
SELECT id FROM visits WHERE lower(path) = @path LIMIT 1;

-- name: Computed :one
SELECT count(*) FROM visits
 WHERE amount + 1 = @amount;  -- finding: query-wraps-indexed-column Computed

-- name: Bare :one
SELECT id FROM visits WHERE email = @email;

-- name: Cast :one
SELECT count(*) FROM visits
 WHERE seen_at::date = @day;  -- finding: query-casts-indexed-column Cast

-- name: WiderType :one
SELECT path FROM visits
 WHERE id = @id::numeric;  -- finding: query-casts-indexed-column WiderType

-- name: CastOfTheOther :one
SELECT path FROM visits WHERE id = @id::int;

-- name: AlsoByKey :one
SELECT path FROM visits WHERE id = @id AND lower(email) = @email;

-- name: Wildcard :one
SELECT count(*) FROM visits
 WHERE path LIKE '%/admin';  -- finding: query-leading-wildcard Wildcard

-- name: Beginning :one
SELECT count(*) FROM visits WHERE path LIKE '/admin%';

-- name: WildcardByKey :one
SELECT id FROM visits WHERE id = @id AND path LIKE '%/admin';

-- name: PutTogether :one
SELECT count(*) FROM visits
 WHERE path LIKE '%' || @part || '%';  -- finding: query-leading-wildcard PutTogether

-- name: BegunByCaller :one
SELECT count(*) FROM visits
 WHERE path LIKE @part || '%';  -- finding: query-pattern-from-parameter BegunByCaller

-- name: PatternOfCaller :one
SELECT count(*) FROM visits
 WHERE path LIKE @pattern;  -- finding: query-pattern-from-parameter PatternOfCaller

-- name: BegunByCallerWithKey :one
SELECT id FROM visits WHERE id = @id AND path LIKE @part || '%';
