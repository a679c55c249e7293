-- A right on a table that goes takes that on its columns along, which stays.
-- before --
CREATE ROLE designkit_app;
CREATE ROLE designkit_auditor;
CREATE TABLE users (id integer, name text);
GRANT SELECT ON users TO designkit_app;
GRANT SELECT (id) ON users TO designkit_app;
GRANT UPDATE (name) ON users TO designkit_auditor;
-- after --
CREATE ROLE designkit_app;
CREATE ROLE designkit_auditor;
CREATE TABLE users (id integer, name text);
GRANT SELECT (id) ON users TO designkit_app;
GRANT UPDATE ON users TO designkit_auditor;
-- up --
REVOKE SELECT ON TABLE users FROM designkit_app;
GRANT UPDATE ON TABLE users TO designkit_auditor;
GRANT SELECT (id) ON TABLE users TO designkit_app;
REVOKE UPDATE (name) ON TABLE users FROM designkit_auditor;
-- down --
GRANT UPDATE (name) ON TABLE users TO designkit_auditor;
REVOKE UPDATE ON TABLE users FROM designkit_auditor;
GRANT SELECT ON TABLE users TO designkit_app;
GRANT UPDATE (name) ON TABLE users TO designkit_auditor;
