-- A partitioned table, its partitions, and a child of a table come after their parents.
-- before --
-- after --
CREATE TABLE visits (id bigint NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (id, at))
    PARTITION BY RANGE (at);
CREATE TABLE visits_2025 PARTITION OF visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE visits_rest PARTITION OF visits DEFAULT;
CREATE INDEX idx_visits_at ON visits (at);
CREATE TABLE animals (id integer, name text);
CREATE TABLE cats (lives integer) INHERITS (animals);
-- up --
CREATE TABLE animals (
    id integer,
    name text
);

CREATE TABLE visits (
    id bigint NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT visits_pkey PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX idx_visits_at ON visits (at);

CREATE TABLE cats (
    lives integer
) INHERITS (animals);

CREATE TABLE visits_2025 PARTITION OF visits FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');

CREATE TABLE visits_rest PARTITION OF visits DEFAULT;
-- down --
DROP TABLE visits_rest;
DROP TABLE visits_2025;
DROP TABLE cats;
DROP TABLE visits;
DROP TABLE animals;
