-- What changes in a column of a partitioned table changes in its partitions with it.
-- before --
CREATE TABLE visits (id bigint NOT NULL, kind integer DEFAULT 1, note varchar(20), old text,
    seen boolean, place text) PARTITION BY RANGE (id);
COMMENT ON COLUMN visits.old IS 'to be dropped';
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (1) TO (100);
CREATE TABLE visits_2 PARTITION OF visits FOR VALUES FROM (100) TO (200) PARTITION BY LIST (id);
CREATE TABLE visits_2_a PARTITION OF visits_2 DEFAULT;
ALTER TABLE visits_1 ALTER COLUMN kind SET DEFAULT 7;
CREATE INDEX idx_visits_kind ON visits (kind);
-- after --
CREATE TABLE visits (id bigint NOT NULL, kind bigint DEFAULT 2, note varchar(40) NOT NULL,
    seen boolean, place text, added text NOT NULL DEFAULT 'x',
    twice bigint GENERATED ALWAYS AS (id * 2) STORED) PARTITION BY RANGE (id);
COMMENT ON COLUMN visits.added IS 'new';
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM (1) TO (100);
CREATE TABLE visits_2 PARTITION OF visits FOR VALUES FROM (100) TO (200) PARTITION BY LIST (id);
CREATE TABLE visits_2_a PARTITION OF visits_2 DEFAULT;
ALTER TABLE visits_1 ALTER COLUMN kind SET DEFAULT 9;
ALTER TABLE visits_2 ALTER COLUMN seen SET DEFAULT true;
CREATE INDEX idx_visits_kind ON visits (kind);
CREATE INDEX idx_visits_1_added ON visits_1 (added);
-- up --
ALTER TABLE visits DROP COLUMN old;
ALTER TABLE visits ADD COLUMN added text NOT NULL DEFAULT 'x';
COMMENT ON COLUMN visits.added IS 'new';
ALTER TABLE visits_1 ALTER COLUMN kind SET DEFAULT 1;
ALTER TABLE visits ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE visits ALTER COLUMN kind TYPE bigint USING kind::bigint;
ALTER TABLE visits ALTER COLUMN kind SET DEFAULT 2;
ALTER TABLE visits ALTER COLUMN note TYPE varchar(40);
ALTER TABLE visits ALTER COLUMN note SET NOT NULL;
ALTER TABLE visits_1 ALTER COLUMN kind SET DEFAULT 9;
ALTER TABLE visits_2 ALTER COLUMN seen SET DEFAULT true;
ALTER TABLE visits ADD COLUMN twice bigint GENERATED ALWAYS AS (id * 2) STORED;
CREATE INDEX idx_visits_1_added ON visits_1 (added);
-- down --
DROP INDEX idx_visits_1_added;
ALTER TABLE visits DROP COLUMN twice;
ALTER TABLE visits_2 ALTER COLUMN seen DROP DEFAULT;
ALTER TABLE visits_1 ALTER COLUMN kind SET DEFAULT 2;
ALTER TABLE visits ALTER COLUMN note TYPE varchar(20);
ALTER TABLE visits ALTER COLUMN note DROP NOT NULL;
ALTER TABLE visits ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE visits ALTER COLUMN kind TYPE integer USING kind::integer;
ALTER TABLE visits ALTER COLUMN kind SET DEFAULT 1;
ALTER TABLE visits_1 ALTER COLUMN kind SET DEFAULT 7;
ALTER TABLE visits DROP COLUMN added;
-- Restores the structure only: the data went with UP.
ALTER TABLE visits ADD COLUMN old text;
COMMENT ON COLUMN visits.old IS 'to be dropped';
