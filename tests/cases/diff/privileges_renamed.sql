-- Rights follow what is renamed.
-- before --
CREATE ROLE designkit_app;
CREATE ROLE designkit_auditor;
CREATE TABLE users (id integer, name text);
GRANT SELECT ON users TO designkit_app;
GRANT UPDATE (name) ON users TO designkit_app;
-- after --
CREATE ROLE designkit_app;
CREATE ROLE designkit_auditor;
-- designkit: renamed from users
-- designkit: renamed label from name
CREATE TABLE people (id integer, label text);
GRANT SELECT ON people TO designkit_app;
GRANT UPDATE (label) ON people TO designkit_app;
GRANT INSERT ON people TO designkit_auditor;
-- up --
ALTER TABLE users RENAME TO people;
ALTER TABLE people RENAME COLUMN name TO label;
GRANT INSERT ON TABLE people TO designkit_auditor;
-- down --
REVOKE INSERT ON TABLE people FROM designkit_auditor;
ALTER TABLE people RENAME COLUMN label TO name;
ALTER TABLE people RENAME TO users;
