-- schema --
-- designkit: rows=50M distinct(tenant_id)=2k distinct(kind)=5k width(body)=900
CREATE TABLE jobs (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, kind text NOT NULL, body text);
-- queries --
-- name: JobsOfTenant :many
SELECT id, body FROM jobs WHERE tenant_id = :tenant_id LIMIT 1000;
-- designkit: weight=10
-- name: JobsOfTenantOfKind :many
SELECT id, body FROM jobs WHERE tenant_id = :tenant_id AND kind = :kind;
-- designkit: weight=100
-- name: AddJob :exec
INSERT INTO jobs (id, tenant_id, kind, body) VALUES (:id, :tenant_id, :kind, :body);
-- advice --
CREATE INDEX idx_jobs_tenant_id_kind ON jobs (tenant_id, kind);
