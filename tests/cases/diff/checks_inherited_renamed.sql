-- A check that parent and child have, or come to have, under another name goes and comes.
-- before --
CREATE TABLE parents (x integer, CONSTRAINT small CHECK (x < 9), CONSTRAINT large CHECK (x > 1));
ALTER TABLE parents ADD CONSTRAINT even CHECK (x <> 3) NOT VALID;
CREATE TABLE children (CONSTRAINT small CHECK (x < 9)) INHERITS (parents);
-- after --
CREATE TABLE parents (x integer, CONSTRAINT little CHECK (x < 9), CONSTRAINT big CHECK (x > 1), CONSTRAINT even CHECK (x <> 3));
CREATE TABLE children (CONSTRAINT little CHECK (x < 9), CONSTRAINT big CHECK (x > 1), CONSTRAINT even CHECK (x <> 3)) INHERITS (parents);
-- up --
ALTER TABLE parents DROP CONSTRAINT even;
ALTER TABLE parents DROP CONSTRAINT large;
ALTER TABLE parents DROP CONSTRAINT small;
ALTER TABLE children DROP CONSTRAINT small;
ALTER TABLE children ADD CONSTRAINT big CHECK (x > 1);
ALTER TABLE children ADD CONSTRAINT even CHECK (x <> 3);
ALTER TABLE children ADD CONSTRAINT little CHECK (x < 9);
ALTER TABLE parents ADD CONSTRAINT big CHECK (x > 1);
ALTER TABLE parents ADD CONSTRAINT even CHECK (x <> 3);
ALTER TABLE parents ADD CONSTRAINT little CHECK (x < 9);
-- down --
ALTER TABLE parents DROP CONSTRAINT little;
ALTER TABLE parents DROP CONSTRAINT even;
ALTER TABLE parents DROP CONSTRAINT big;
ALTER TABLE children DROP CONSTRAINT little;
ALTER TABLE children DROP CONSTRAINT even;
ALTER TABLE children DROP CONSTRAINT big;
ALTER TABLE children ADD CONSTRAINT small CHECK (x < 9);
ALTER TABLE parents ADD CONSTRAINT small CHECK (x < 9);
ALTER TABLE parents ADD CONSTRAINT large CHECK (x > 1);
ALTER TABLE parents ADD CONSTRAINT even CHECK (x <> 3) NOT VALID;
