-- A table cannot become partitioned where it stands.
-- before --
CREATE TABLE visits (id bigint NOT NULL, at date NOT NULL);
-- after --
CREATE TABLE visits (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
-- refused --
table visits
