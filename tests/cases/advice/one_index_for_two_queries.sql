-- schema --
-- designkit: rows=50M distinct(tenant_id)=2k distinct(state)=2k width(body)=900
CREATE TABLE jobs (id uuid PRIMARY KEY, tenant_id uuid NOT NULL, state text NOT NULL, body text);
-- queries --
-- name: JobsOfTenant :many
SELECT id, body FROM jobs WHERE tenant_id = :tenant_id LIMIT 1000;
-- designkit: weight=10
-- name: JobsOfTenantInState :many
SELECT id, body FROM jobs WHERE tenant_id = :tenant_id AND state = :state;
-- name: AddJob :exec
INSERT INTO jobs (id, tenant_id, state, body) VALUES (:id, :tenant_id, :state, :body);
-- advice --
CREATE INDEX idx_jobs_tenant_id_state ON jobs (tenant_id, state);
