-- PostgreSQL changes no type in a partition key, so a diff refuses that by name.
-- before --
CREATE TABLE visits (id integer) PARTITION BY LIST (id);
-- after --
CREATE TABLE visits (id bigint) PARTITION BY LIST (id);
-- refused --
column visits.id is part of its table's partition key
