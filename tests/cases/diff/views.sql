-- Views are made again around what they read, in the order of their dependencies.
-- before --
CREATE TABLE users (id integer PRIMARY KEY, name varchar(20), age integer);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age > 17;
CREATE VIEW adult_names AS SELECT name FROM adults;
CREATE MATERIALIZED VIEW ages AS SELECT age, count(*) AS people FROM users GROUP BY age;
CREATE UNIQUE INDEX uq_ages ON ages (age);
COMMENT ON VIEW adult_names IS 'Names';
COMMENT ON MATERIALIZED VIEW ages IS 'Ages';
-- after --
CREATE TABLE users (id integer PRIMARY KEY, name text, age integer);
CREATE VIEW adults WITH (security_invoker = true) AS SELECT id, name FROM users WHERE age > 20;
CREATE VIEW adult_names AS SELECT name FROM adults;
CREATE MATERIALIZED VIEW ages AS SELECT age, count(*) AS people FROM users GROUP BY age;
CREATE UNIQUE INDEX uq_ages ON ages (age);
CREATE INDEX idx_ages_people ON ages (people);
COMMENT ON VIEW adult_names IS 'Names';
COMMENT ON MATERIALIZED VIEW ages IS 'Ages';
-- up --
DROP MATERIALIZED VIEW ages;
DROP VIEW adult_names;
DROP VIEW adults;
ALTER TABLE users ALTER COLUMN name TYPE text;

CREATE VIEW adults WITH (security_invoker=true) AS
SELECT id,
    name
   FROM users
  WHERE age > 20;

CREATE VIEW adult_names AS
SELECT name
   FROM adults;
COMMENT ON VIEW adult_names IS 'Names';

CREATE MATERIALIZED VIEW ages AS
SELECT age,
    count(*) AS people
   FROM users
  GROUP BY age;
CREATE INDEX idx_ages_people ON ages (people);
CREATE UNIQUE INDEX uq_ages ON ages (age);
COMMENT ON MATERIALIZED VIEW ages IS 'Ages';
-- down --
DROP MATERIALIZED VIEW ages;
DROP VIEW adult_names;
DROP VIEW adults;
ALTER TABLE users ALTER COLUMN name TYPE varchar(20);

CREATE VIEW adults AS
SELECT id,
    name
   FROM users
  WHERE age > 17;

CREATE VIEW adult_names AS
SELECT name
   FROM adults;
COMMENT ON VIEW adult_names IS 'Names';

CREATE MATERIALIZED VIEW ages AS
SELECT age,
    count(*) AS people
   FROM users
  GROUP BY age;
CREATE UNIQUE INDEX uq_ages ON ages (age);
COMMENT ON MATERIALIZED VIEW ages IS 'Ages';
