-- schema --
-- designkit: rows=20M common(status)='done':0.989,'queued':0.01,'running':0.001
CREATE TABLE jobs (
    id bigint PRIMARY KEY, status text NOT NULL, run_at timestamptz NOT NULL,
    started_at timestamptz, payload jsonb NOT NULL
);
-- queries --
-- designkit: weight=100
-- name: TakeJobs :many
SELECT id, payload FROM jobs WHERE status = 'queued' AND run_at <= now()
 ORDER BY run_at LIMIT 10 FOR UPDATE SKIP LOCKED;
-- designkit: weight=100
-- name: StartJob :exec
UPDATE jobs SET status = 'running', started_at = now() WHERE id = :id;
-- designkit: weight=100
-- name: AddJob :exec
INSERT INTO jobs (id, status, run_at, payload) VALUES (:id, 'queued', :run_at, :payload);
-- name: StuckJobs :many
SELECT id FROM jobs WHERE status = 'running' AND started_at < :before;
-- advice --
CREATE INDEX idx_jobs_run_at ON jobs (run_at) WHERE status = 'queued';
CREATE INDEX idx_jobs_started_at ON jobs (started_at) INCLUDE (id) WHERE status = 'running';
