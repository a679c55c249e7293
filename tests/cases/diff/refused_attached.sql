-- A table that becomes a partition is refused by name.
-- before --
CREATE TABLE visits (id integer) PARTITION BY LIST (id);
CREATE TABLE visits_1 (id integer);
-- after --
CREATE TABLE visits (id integer) PARTITION BY LIST (id);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN (1);
-- refused --
in table visits_1: what it inherits from, or its bounds as a partition, are others
