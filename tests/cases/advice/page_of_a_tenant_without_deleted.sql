-- schema --
-- designkit: rows=10M distinct(tenant_id)=5k nulls(deleted_at)=0.6
CREATE TABLE tickets (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL, title text NOT NULL,
    created_at timestamptz NOT NULL, deleted_at timestamptz
);
-- queries --
-- designkit: weight=50
-- name: LatestTickets :many
SELECT id, title, created_at FROM tickets
 WHERE tenant_id = :tenant_id AND deleted_at IS NULL ORDER BY created_at DESC LIMIT :count;
-- name: CountTickets :one
SELECT count(*) FROM tickets WHERE tenant_id = :tenant_id AND deleted_at IS NULL;
-- name: AddTicket :exec
INSERT INTO tickets (id, tenant_id, title, created_at) VALUES (:id, :tenant_id, :title, now());
-- advice --
CREATE INDEX idx_tickets_tenant_id_created_at ON tickets (tenant_id, created_at DESC) INCLUDE (id, title) WHERE deleted_at IS NULL;
