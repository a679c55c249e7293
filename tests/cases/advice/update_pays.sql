-- schema --
-- designkit: rows=10M distinct(status)=5 distinct(worker_id)=500
CREATE TABLE tasks (id uuid PRIMARY KEY, status text NOT NULL, worker_id uuid, body text);
-- queries --
-- designkit: weight=10
-- name: TasksOfWorker :many
SELECT id FROM tasks WHERE worker_id = :worker_id LIMIT 10;
-- designkit: weight=100
-- name: SetStatus :exec
UPDATE tasks SET status = :status WHERE id = :id;
-- advice --
CREATE INDEX idx_tasks_worker_id ON tasks (worker_id);
