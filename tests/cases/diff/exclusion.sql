-- A constraint that the model carries as text is made again when its text changes.
-- before --
CREATE TABLE bookings (id integer, at tstzrange, CONSTRAINT apart EXCLUDE USING gist (at WITH &&));
-- after --
CREATE TABLE bookings (
    id integer,
    at tstzrange,
    CONSTRAINT apart EXCLUDE USING gist (at WITH &&) WHERE (id > 0)
);
-- up --
ALTER TABLE bookings DROP CONSTRAINT apart;
ALTER TABLE bookings ADD CONSTRAINT apart EXCLUDE USING gist (at WITH &&) WHERE (id > 0);
-- down --
ALTER TABLE bookings DROP CONSTRAINT apart;
ALTER TABLE bookings ADD CONSTRAINT apart EXCLUDE USING gist (at WITH &&);
