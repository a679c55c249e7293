-- Views, policies and triggers make way for a column that changes, and stand again after it.
-- before --
CREATE TABLE t (
    id integer PRIMARY KEY,
    "Full Name" varchar(20) CHECK ("Full Name" <> ''),
    age integer,
    twice integer GENERATED ALWAYS AS (age * 2) STORED
);
CREATE VIEW named AS SELECT id, "Full Name" FROM t;
CREATE VIEW doubled AS SELECT id, twice FROM t;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER renamed BEFORE UPDATE OF "Full Name" ON t FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own ON t USING ("Full Name" = 'me');
COMMENT ON POLICY own ON t IS 'Only mine';
-- after --
CREATE TABLE t (
    id integer PRIMARY KEY,
    "Full Name" text CHECK ("Full Name" <> ''),
    age integer,
    twice integer GENERATED ALWAYS AS (age * 3) STORED,
    owner text
);
CREATE VIEW named AS SELECT id, "Full Name" FROM t;
CREATE VIEW doubled AS SELECT id, twice FROM t;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER renamed BEFORE UPDATE OF "Full Name" ON t FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own ON t USING (owner = 'me');
COMMENT ON POLICY own ON t IS 'Only mine';
-- up --
DROP TRIGGER renamed ON t;
DROP POLICY own ON t;
DROP VIEW named;
DROP VIEW doubled;
ALTER TABLE t DROP CONSTRAINT "t_Full Name_check";
ALTER TABLE t DROP COLUMN twice;
ALTER TABLE t ADD COLUMN owner text;
ALTER TABLE t ALTER COLUMN "Full Name" TYPE text;
ALTER TABLE t ADD COLUMN twice integer GENERATED ALWAYS AS (age * 3) STORED;
ALTER TABLE t ADD CONSTRAINT "t_Full Name_check" CHECK ("Full Name" <> ''::text);

CREATE VIEW doubled AS
SELECT id,
    twice
   FROM t;

CREATE VIEW named AS
SELECT id,
    "Full Name"
   FROM t;

CREATE POLICY own ON t AS PERMISSIVE FOR ALL TO PUBLIC USING (owner = 'me'::text);
COMMENT ON POLICY own ON t IS 'Only mine';

CREATE TRIGGER renamed BEFORE UPDATE OF "Full Name" ON t FOR EACH ROW EXECUTE FUNCTION touch();
-- down --
DROP TRIGGER renamed ON t;
DROP POLICY own ON t;
DROP VIEW named;
DROP VIEW doubled;
ALTER TABLE t DROP CONSTRAINT "t_Full Name_check";
ALTER TABLE t DROP COLUMN twice;
ALTER TABLE t ALTER COLUMN "Full Name" TYPE varchar(20);
ALTER TABLE t DROP COLUMN owner;
ALTER TABLE t ADD COLUMN twice integer GENERATED ALWAYS AS (age * 2) STORED;
ALTER TABLE t ADD CONSTRAINT "t_Full Name_check" CHECK ("Full Name"::text <> ''::text);

CREATE VIEW doubled AS
SELECT id,
    twice
   FROM t;

CREATE VIEW named AS
SELECT id,
    "Full Name"
   FROM t;

CREATE POLICY own ON t AS PERMISSIVE FOR ALL TO PUBLIC USING ("Full Name"::text = 'me'::text);
COMMENT ON POLICY own ON t IS 'Only mine';

CREATE TRIGGER renamed BEFORE UPDATE OF "Full Name" ON t FOR EACH ROW EXECUTE FUNCTION touch();
