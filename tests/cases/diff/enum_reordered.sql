-- Values that go or move need a new type; what is built on the old one is made again.
-- before --
CREATE SCHEMA work;
CREATE TYPE work."State" AS ENUM ('new', 'gone', 'done');
COMMENT ON TYPE work."State" IS 'How far a job is';
CREATE TABLE jobs (
    id integer,
    state work."State" NOT NULL DEFAULT 'new' CONSTRAINT open CHECK (state <> 'done')
);
CREATE INDEX idx_jobs_open ON jobs (id) WHERE (state = 'new');
CREATE VIEW open_jobs AS SELECT id, state FROM jobs WHERE state = 'new';
-- after --
CREATE SCHEMA work;
CREATE TYPE work."State" AS ENUM ('done', 'new');
COMMENT ON TYPE work."State" IS 'How far a job is';
CREATE TABLE jobs (
    id integer,
    state work."State" NOT NULL DEFAULT 'new' CONSTRAINT open CHECK (state <> 'done')
);
CREATE INDEX idx_jobs_open ON jobs (id) WHERE (state = 'new');
CREATE VIEW open_jobs AS SELECT id, state FROM jobs WHERE state = 'new';
-- up --
DROP VIEW open_jobs;
DROP INDEX idx_jobs_open;
ALTER TABLE jobs DROP CONSTRAINT open;
ALTER TYPE work."State" RENAME TO "State__old";
CREATE TYPE work."State" AS ENUM ('done', 'new');
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN state TYPE work."State" USING state::text::work."State";
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'new'::work."State";
DROP TYPE work."State__old";
COMMENT ON TYPE work."State" IS 'How far a job is';
ALTER TABLE jobs ADD CONSTRAINT open CHECK (state <> 'done'::work."State");
CREATE INDEX idx_jobs_open ON jobs (id) WHERE state = 'new'::work."State";

CREATE VIEW open_jobs AS
SELECT id,
    state
   FROM jobs
  WHERE state = 'new'::work."State";
-- down --
DROP VIEW open_jobs;
DROP INDEX idx_jobs_open;
ALTER TABLE jobs DROP CONSTRAINT open;
ALTER TYPE work."State" RENAME TO "State__old";
CREATE TYPE work."State" AS ENUM ('new', 'gone', 'done');
ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;
ALTER TABLE jobs ALTER COLUMN state TYPE work."State" USING state::text::work."State";
ALTER TABLE jobs ALTER COLUMN state SET DEFAULT 'new'::work."State";
DROP TYPE work."State__old";
COMMENT ON TYPE work."State" IS 'How far a job is';
ALTER TABLE jobs ADD CONSTRAINT open CHECK (state <> 'done'::work."State");
CREATE INDEX idx_jobs_open ON jobs (id) WHERE state = 'new'::work."State";

CREATE VIEW open_jobs AS
SELECT id,
    state
   FROM jobs
  WHERE state = 'new'::work."State";
