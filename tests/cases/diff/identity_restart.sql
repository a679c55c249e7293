-- Where an identity column began outside of its new range, it begins anew.
-- before --
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY);
-- after --
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY (START 1000 MINVALUE 1000));
-- up --
ALTER TABLE t ALTER COLUMN id SET MINVALUE 1000 SET START WITH 1000 RESTART;
-- down --
ALTER TABLE t ALTER COLUMN id SET MINVALUE 1 SET START WITH 1;
