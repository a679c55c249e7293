-- schema --
-- designkit: rows=100M distinct(device_id)=1k
CREATE TABLE readings (
    id uuid PRIMARY KEY, device_id uuid NOT NULL, measured_at timestamptz NOT NULL, value float8
);
-- queries --
-- name: ReadingsBetween :many
SELECT * FROM readings WHERE device_id = :device_id AND measured_at >= :since AND measured_at < :until;
-- advice --
CREATE INDEX idx_readings_device_id_measured_at ON readings (device_id, measured_at);
