-- Where the values of an enum go, the columns of partitions move to the new type with their table.
-- before --
CREATE TYPE state AS ENUM ('new', 'sent', 'done');
CREATE TABLE jobs (id integer, state state DEFAULT 'new') PARTITION BY LIST (id);
CREATE TABLE jobs_1 PARTITION OF jobs FOR VALUES IN (1);
CREATE TABLE jobs_2 PARTITION OF jobs FOR VALUES IN (2);
ALTER TABLE jobs_2 ALTER COLUMN state SET DEFAULT 'done';
-- after --
CREATE TYPE state AS ENUM ('new', 'done');
CREATE TABLE jobs (id integer, state state DEFAULT 'new') PARTITION BY LIST (id);
CREATE TABLE jobs_1 PARTITION OF jobs FOR VALUES IN (1);
CREATE TABLE jobs_2 PARTITION OF jobs FOR VALUES IN (2);
ALTER TABLE jobs_2 ALTER COLUMN state SET DEFAULT 'done';
-- up --
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('new', 'done');
ALTER TABLE jobs_1 ALTER COLUMN state DROP DEFAULT;
ALTER TABLE jobs_2 ALTER COLUMN state DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN state TYPE state USING state::text::state;
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'new'::state;
ALTER TABLE jobs_1 ALTER COLUMN state SET DEFAULT 'new'::state;
ALTER TABLE jobs_2 ALTER COLUMN state SET DEFAULT 'done'::state;
DROP TYPE state__old;
-- down --
ALTER TYPE state ADD VALUE 'sent' BEFORE 'done';
