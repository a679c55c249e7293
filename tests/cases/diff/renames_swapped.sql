-- Names are swapped, passed on, and taken over: all renames are meant at once.
-- before --
CREATE TABLE pairs (a integer, b text, c date, d date, CONSTRAINT pairs_a_check CHECK (a > 0));
CREATE TABLE left_side (id integer PRIMARY KEY);
CREATE TABLE right_side (id text PRIMARY KEY);
CREATE VIEW seen AS SELECT a FROM pairs;
-- after --
-- designkit: renamed a from b
-- designkit: renamed b from a
-- designkit: renamed d from c
CREATE TABLE pairs (a text, b integer, d date, CONSTRAINT pairs_b_check CHECK (b > 0));
-- designkit: renamed from right_side
CREATE TABLE left_side (id text PRIMARY KEY);
-- designkit: renamed from left_side
CREATE TABLE right_side (id integer PRIMARY KEY);
CREATE VIEW seen AS SELECT a FROM pairs;
-- up --
DROP VIEW seen;
ALTER TABLE left_side RENAME TO left_side__aside;
ALTER TABLE right_side RENAME TO left_side;
ALTER TABLE left_side__aside RENAME TO right_side;
ALTER TABLE pairs RENAME COLUMN a TO a__aside;
ALTER TABLE pairs RENAME COLUMN b TO a;
ALTER TABLE pairs RENAME COLUMN a__aside TO b;
ALTER TABLE pairs RENAME COLUMN d TO d__aside;
ALTER TABLE pairs RENAME COLUMN c TO d;
ALTER TABLE pairs DROP COLUMN d__aside;
ALTER TABLE pairs RENAME CONSTRAINT pairs_a_check TO pairs_b_check;
ALTER TABLE left_side RENAME CONSTRAINT right_side_pkey TO right_side_pkey__aside;
ALTER TABLE right_side RENAME CONSTRAINT left_side_pkey TO right_side_pkey;
ALTER TABLE left_side RENAME CONSTRAINT right_side_pkey__aside TO left_side_pkey;

CREATE VIEW seen AS
SELECT a
   FROM pairs;
-- down --
DROP VIEW seen;
ALTER TABLE left_side RENAME CONSTRAINT left_side_pkey TO right_side_pkey__aside;
ALTER TABLE right_side RENAME CONSTRAINT right_side_pkey TO left_side_pkey;
ALTER TABLE left_side RENAME CONSTRAINT right_side_pkey__aside TO right_side_pkey;
ALTER TABLE pairs RENAME CONSTRAINT pairs_b_check TO pairs_a_check;
-- Restores the structure only: the data went with UP.
ALTER TABLE pairs ADD COLUMN d__aside date;
ALTER TABLE pairs RENAME COLUMN d TO c;
ALTER TABLE pairs RENAME COLUMN d__aside TO d;
ALTER TABLE pairs RENAME COLUMN b TO a__aside;
ALTER TABLE pairs RENAME COLUMN a TO b;
ALTER TABLE pairs RENAME COLUMN a__aside TO a;
ALTER TABLE right_side RENAME TO left_side__aside;
ALTER TABLE left_side RENAME TO right_side;
ALTER TABLE left_side__aside RENAME TO left_side;

CREATE VIEW seen AS
SELECT a
   FROM pairs;
