-- The columns of a temporal key and of what points to it change their type together.
-- before --
CREATE EXTENSION btree_gist;
CREATE TABLE rooms (id integer, at daterange, PRIMARY KEY (id, at WITHOUT OVERLAPS));
CREATE TABLE stays (room integer, at daterange, CONSTRAINT fk_room FOREIGN KEY (room, PERIOD at) REFERENCES rooms (id, PERIOD at));
-- after --
CREATE EXTENSION btree_gist;
CREATE TABLE rooms (id bigint, at daterange, PRIMARY KEY (id, at WITHOUT OVERLAPS));
CREATE TABLE stays (room bigint, at daterange, CONSTRAINT fk_room FOREIGN KEY (room, PERIOD at) REFERENCES rooms (id, PERIOD at));
-- up --
ALTER TABLE stays DROP CONSTRAINT fk_room;
ALTER TABLE rooms ALTER COLUMN id TYPE bigint USING id::bigint;
ALTER TABLE stays ALTER COLUMN room TYPE bigint USING room::bigint;
ALTER TABLE stays ADD CONSTRAINT fk_room FOREIGN KEY (room, PERIOD at) REFERENCES rooms(id, PERIOD at);
-- down --
ALTER TABLE stays DROP CONSTRAINT fk_room;
ALTER TABLE stays ALTER COLUMN room TYPE integer USING room::integer;
ALTER TABLE rooms ALTER COLUMN id TYPE integer USING id::integer;
ALTER TABLE stays ADD CONSTRAINT fk_room FOREIGN KEY (room, PERIOD at) REFERENCES rooms(id, PERIOD at);
