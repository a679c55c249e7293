-- What PostgreSQL casts itself, told by the types: nobody planned these queries.
CREATE TABLE visits (
    id bigint PRIMARY KEY, ref uuid NOT NULL, amount int NOT NULL, price numeric, code char(8),
    name varchar(80), seen_at timestamptz, ratio real
);
CREATE INDEX idx_visits_ref ON visits (ref);
CREATE INDEX idx_visits_amount ON visits (amount);
CREATE INDEX idx_visits_price ON visits (price);
CREATE INDEX idx_visits_code ON visits (code);
CREATE INDEX idx_visits_name ON visits (name);
CREATE INDEX idx_visits_seen_at ON visits (seen_at);
CREATE INDEX idx_visits_ratio ON visits (ratio);
CREATE TABLE prices (id bigint PRIMARY KEY, price numeric NOT NULL);
CREATE INDEX idx_prices_price ON prices (price);

-- name: Left :one
SELECT count(*) FROM visits
 WHERE amount = @n::numeric;  -- finding: query-casts-indexed-column Left

-- name: Right :one
SELECT count(*) FROM visits
 WHERE @n::float8 < amount;  -- finding: query-casts-indexed-column Right

-- name: Constant :one
SELECT count(*) FROM visits
 WHERE amount = 1.5;  -- finding: query-casts-indexed-column Constant

-- name: Computed :one
SELECT count(*) FROM visits
 WHERE amount < @n::int * 1.2;  -- finding: query-casts-indexed-column Computed

-- name: In :one
SELECT count(*) FROM visits
 WHERE amount IN (@a, @b::numeric);  -- finding: query-casts-indexed-column In

-- name: AnyOf :one
SELECT count(*) FROM visits
 WHERE amount = ANY (@all::numeric[]);  -- finding: query-casts-indexed-column AnyOf

-- name: Between :one
SELECT count(*) FROM visits
 WHERE amount BETWEEN @a::numeric AND @b;  -- finding: query-casts-indexed-column Between

-- name: Float :one
SELECT count(*) FROM visits
 WHERE price = @n::float8;  -- finding: query-casts-indexed-column Float

-- name: Padded :one
SELECT count(*) FROM visits
 WHERE code = @code::text;  -- finding: query-casts-indexed-column Padded

-- name: AsText :one
SELECT count(*) FROM visits
 WHERE ref::text = @ref;  -- finding: query-casts-indexed-column AsText

-- name: AsTextAmong :one
SELECT count(*) FROM visits
 WHERE ref::text = ANY (@refs::text[]);  -- finding: query-casts-indexed-column AsTextAmong

-- name: AsTextOnTheRight :one
SELECT count(*) FROM visits
 WHERE @id = id::text;  -- finding: query-casts-indexed-column AsTextOnTheRight

-- name: Join :one
SELECT count(*) FROM prices p
  JOIN visits v ON v.amount = p.price  -- finding: query-casts-indexed-column Join
 WHERE p.id = @id;

-- name: Subquery :one
SELECT count(*) FROM visits
 WHERE amount IN (  -- finding: query-casts-indexed-column Subquery
    SELECT price FROM prices WHERE id = @id);

-- name: ByKey :one
SELECT name FROM visits WHERE id = @id AND amount = @n::numeric;

-- name: Served :one
SELECT count(*) FROM visits WHERE amount = @n::bigint;

-- name: ServedAmong :one
SELECT count(*) FROM visits WHERE amount = ANY (@all::smallint[]);

-- name: ServedPrice :one
SELECT count(*) FROM visits WHERE price = @n::int;

-- name: ServedRatio :one
SELECT count(*) FROM visits WHERE ratio = @n::numeric;

-- name: ServedDay :one
SELECT count(*) FROM visits WHERE seen_at > @day::date;

-- name: ServedName :one
SELECT count(*) FROM visits WHERE name = @name::text;

-- name: ServedCode :one
SELECT count(*) FROM visits WHERE code = @code::varchar;
