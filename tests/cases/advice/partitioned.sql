-- schema --
-- designkit: rows=200M distinct(kind)=500k
CREATE TABLE logs (id uuid NOT NULL, kind text NOT NULL, at_day date NOT NULL)
    PARTITION BY RANGE (at_day);
CREATE TABLE logs_old PARTITION OF logs FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE logs_new PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
-- queries --
-- name: LogsOfKind :many
SELECT * FROM logs WHERE kind = :kind;
-- advice --
CREATE INDEX idx_logs_kind ON logs (kind);
