-- Reading a small table takes no time, so nothing is spread over files for it.
-- before --
CREATE TABLE roles (id uuid PRIMARY KEY, name text);
-- after --
-- designkit: rows=300
CREATE TABLE roles (id uuid PRIMARY KEY, name text NOT NULL);
CREATE INDEX idx_roles_name ON roles (name);
-- both --
-- 1 of 2: require_name (schema)
ALTER TABLE roles ALTER COLUMN name SET NOT NULL;
-- back
ALTER TABLE roles ALTER COLUMN name DROP NOT NULL;
-- 2 of 2: add_idx_roles_name (schema)
CREATE INDEX idx_roles_name ON roles (name);
-- back
DROP INDEX idx_roles_name;
-- postgresql --
-- 1 of 1: all (schema)
ALTER TABLE roles ALTER COLUMN name SET NOT NULL;
CREATE INDEX idx_roles_name ON roles (name);
-- back
DROP INDEX idx_roles_name;
ALTER TABLE roles ALTER COLUMN name DROP NOT NULL;
