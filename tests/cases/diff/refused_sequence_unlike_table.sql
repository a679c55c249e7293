-- A sequence that is logged unlike its table cannot stay so while that changes.
-- before --
CREATE TABLE visits (id serial);
-- after --
CREATE UNLOGGED TABLE visits (id serial);
ALTER SEQUENCE visits_id_seq SET LOGGED;
-- refused --
sequence visits_id_seq is logged, or not, unlike table visits
