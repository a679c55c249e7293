-- The sequences of swapped tables and columns are swapped as well; one in the way is set aside.
-- before --
CREATE TABLE a (id serial PRIMARY KEY, x integer);
CREATE TABLE b (id serial PRIMARY KEY, y integer);
CREATE TABLE pairs (x serial, y serial);
CREATE TABLE visits (id serial);
CREATE SEQUENCE calls_id_seq;
-- after --
-- designkit: renamed from b
CREATE TABLE a (id serial PRIMARY KEY, y integer);
-- designkit: renamed from a
CREATE TABLE b (id serial PRIMARY KEY, x integer);
-- designkit: renamed x from y
-- designkit: renamed y from x
CREATE TABLE pairs (x serial, y serial);
-- designkit: renamed from visits
CREATE TABLE calls (id serial);
-- up --
ALTER TABLE visits RENAME TO calls;
ALTER TABLE a RENAME TO a__aside;
ALTER TABLE b RENAME TO a;
ALTER TABLE a__aside RENAME TO b;
ALTER TABLE pairs RENAME COLUMN x TO x__aside;
ALTER TABLE pairs RENAME COLUMN y TO x;
ALTER TABLE pairs RENAME COLUMN x__aside TO y;
ALTER SEQUENCE b_id_seq RENAME TO b_id_seq__aside;
ALTER SEQUENCE a_id_seq RENAME TO b_id_seq;
ALTER SEQUENCE b_id_seq__aside RENAME TO a_id_seq;
ALTER SEQUENCE pairs_y_seq RENAME TO pairs_y_seq__aside;
ALTER SEQUENCE pairs_x_seq RENAME TO pairs_y_seq;
ALTER SEQUENCE pairs_y_seq__aside RENAME TO pairs_x_seq;
ALTER SEQUENCE calls_id_seq RENAME TO calls_id_seq__aside;
ALTER SEQUENCE visits_id_seq RENAME TO calls_id_seq;
ALTER TABLE a RENAME CONSTRAINT b_pkey TO b_pkey__aside;
ALTER TABLE b RENAME CONSTRAINT a_pkey TO b_pkey;
ALTER TABLE a RENAME CONSTRAINT b_pkey__aside TO a_pkey;
DROP SEQUENCE calls_id_seq__aside;
-- down --
-- Restores the structure only: the data went with UP.
CREATE SEQUENCE calls_id_seq__aside;
ALTER TABLE a RENAME CONSTRAINT a_pkey TO b_pkey__aside;
ALTER TABLE b RENAME CONSTRAINT b_pkey TO a_pkey;
ALTER TABLE a RENAME CONSTRAINT b_pkey__aside TO b_pkey;
ALTER SEQUENCE calls_id_seq RENAME TO visits_id_seq;
ALTER SEQUENCE calls_id_seq__aside RENAME TO calls_id_seq;
ALTER SEQUENCE pairs_x_seq RENAME TO pairs_y_seq__aside;
ALTER SEQUENCE pairs_y_seq RENAME TO pairs_x_seq;
ALTER SEQUENCE pairs_y_seq__aside RENAME TO pairs_y_seq;
ALTER SEQUENCE a_id_seq RENAME TO b_id_seq__aside;
ALTER SEQUENCE b_id_seq RENAME TO a_id_seq;
ALTER SEQUENCE b_id_seq__aside RENAME TO b_id_seq;
ALTER TABLE pairs RENAME COLUMN y TO x__aside;
ALTER TABLE pairs RENAME COLUMN x TO y;
ALTER TABLE pairs RENAME COLUMN x__aside TO x;
ALTER TABLE b RENAME TO a__aside;
ALTER TABLE a RENAME TO b;
ALTER TABLE a__aside RENAME TO a;
ALTER TABLE calls RENAME TO visits;
