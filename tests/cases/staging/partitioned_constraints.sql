-- A partitioned table proves checks and foreign keys later too, and keeps nobody out meanwhile.
-- before --
CREATE TABLE kinds (id integer PRIMARY KEY);
CREATE TABLE events (at date NOT NULL, kind integer) PARTITION BY RANGE (at);
CREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO kinds VALUES (1);
INSERT INTO events VALUES ('2024-05-05', 1);
-- after --
CREATE TABLE kinds (id integer PRIMARY KEY);
CREATE TABLE events (
    at date NOT NULL,
    kind integer,
    CONSTRAINT ck_events_kind CHECK (kind > 0),
    CONSTRAINT fk_events_kinds FOREIGN KEY (kind) REFERENCES kinds (id)
) PARTITION BY RANGE (at);
CREATE TABLE events_24 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- both --
-- 1 of 4: add_ck_events_kind (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE events ADD CONSTRAINT ck_events_kind CHECK (kind > 0) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE events DROP CONSTRAINT ck_events_kind;
-- 2 of 4: add_fk_events_kinds (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE events ADD CONSTRAINT fk_events_kinds FOREIGN KEY (kind) REFERENCES kinds (id) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE events DROP CONSTRAINT fk_events_kinds;
-- 3 of 4: validate_ck_events_kind (schema)
ALTER TABLE events VALIDATE CONSTRAINT ck_events_kind;
-- back
ALTER TABLE events DROP CONSTRAINT ck_events_kind;
ALTER TABLE events ADD CONSTRAINT ck_events_kind CHECK (kind > 0) NOT VALID;
-- 4 of 4: validate_fk_events_kinds (schema)
ALTER TABLE events VALIDATE CONSTRAINT fk_events_kinds;
-- back
ALTER TABLE events DROP CONSTRAINT fk_events_kinds;
ALTER TABLE events ADD CONSTRAINT fk_events_kinds FOREIGN KEY (kind) REFERENCES kinds (id) NOT VALID;
-- postgresql --
-- 1 of 2: add_ck_events_kind_and_more (schema)
-- # NOT VALID: new rows are held to it at once, the next file reads those that stand.
SET LOCAL lock_timeout = '5s';
ALTER TABLE events ADD CONSTRAINT ck_events_kind CHECK (kind > 0) NOT VALID;
ALTER TABLE events ADD CONSTRAINT fk_events_kinds FOREIGN KEY (kind) REFERENCES kinds (id) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE events DROP CONSTRAINT fk_events_kinds;
ALTER TABLE events DROP CONSTRAINT ck_events_kind;
-- 2 of 2: validate_ck_events_kind_and_more (schema)
ALTER TABLE events VALIDATE CONSTRAINT ck_events_kind;
ALTER TABLE events VALIDATE CONSTRAINT fk_events_kinds;
-- back
ALTER TABLE events DROP CONSTRAINT fk_events_kinds;
ALTER TABLE events ADD CONSTRAINT fk_events_kinds FOREIGN KEY (kind) REFERENCES kinds (id) NOT VALID;
ALTER TABLE events DROP CONSTRAINT ck_events_kind;
ALTER TABLE events ADD CONSTRAINT ck_events_kind CHECK (kind > 0) NOT VALID;
