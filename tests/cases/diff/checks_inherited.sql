-- A check that a child inherits becomes its own too, or is let go there; parents first.
-- before --
CREATE TABLE parents (x integer, CONSTRAINT small CHECK (x < 9), CONSTRAINT large CHECK (x > 1), CONSTRAINT even CHECK (x <> 3));
CREATE TABLE children (CONSTRAINT large CHECK (x > 1), CONSTRAINT even CHECK (x <> 3)) INHERITS (parents);
CREATE TABLE grandchildren () INHERITS (children);
-- after --
CREATE TABLE parents (x integer, CONSTRAINT small CHECK (x < 9), CONSTRAINT large CHECK (x > 1), CONSTRAINT even CHECK (x <> 4));
CREATE TABLE children (CONSTRAINT small CHECK (x < 9), CONSTRAINT even CHECK (x <> 4)) INHERITS (parents);
CREATE TABLE grandchildren (CONSTRAINT large CHECK (x > 1)) INHERITS (children);
-- up --
ALTER TABLE parents DROP CONSTRAINT even;
ALTER TABLE parents DROP CONSTRAINT large;
ALTER TABLE parents DROP CONSTRAINT small;
ALTER TABLE children DROP CONSTRAINT even;
ALTER TABLE children DROP CONSTRAINT large;
ALTER TABLE grandchildren ADD CONSTRAINT large CHECK (x > 1);
ALTER TABLE children ADD CONSTRAINT even CHECK (x <> 4);
ALTER TABLE children ADD CONSTRAINT small CHECK (x < 9);
ALTER TABLE parents ADD CONSTRAINT even CHECK (x <> 4);
ALTER TABLE parents ADD CONSTRAINT large CHECK (x > 1);
ALTER TABLE parents ADD CONSTRAINT small CHECK (x < 9);
-- down --
ALTER TABLE parents DROP CONSTRAINT small;
ALTER TABLE parents DROP CONSTRAINT large;
ALTER TABLE parents DROP CONSTRAINT even;
ALTER TABLE children DROP CONSTRAINT small;
ALTER TABLE children DROP CONSTRAINT even;
ALTER TABLE grandchildren DROP CONSTRAINT large;
ALTER TABLE children ADD CONSTRAINT large CHECK (x > 1);
ALTER TABLE children ADD CONSTRAINT even CHECK (x <> 3);
ALTER TABLE parents ADD CONSTRAINT small CHECK (x < 9);
ALTER TABLE parents ADD CONSTRAINT large CHECK (x > 1);
ALTER TABLE parents ADD CONSTRAINT even CHECK (x <> 3);
