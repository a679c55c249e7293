-- A temporal foreign key comes after the key that it points to, and goes before it.
-- before --
CREATE TABLE rooms (id int4range, at daterange);
-- after --
CREATE TABLE rooms (id int4range, at daterange, PRIMARY KEY (id, at WITHOUT OVERLAPS));
CREATE TABLE bookings (room int4range, at daterange,
    FOREIGN KEY (room, PERIOD at) REFERENCES rooms (id, PERIOD at));
-- up --
CREATE TABLE bookings (
    room int4range,
    at daterange
);
ALTER TABLE rooms ALTER COLUMN id SET NOT NULL;
ALTER TABLE rooms ALTER COLUMN at SET NOT NULL;
ALTER TABLE rooms ADD CONSTRAINT rooms_pkey PRIMARY KEY (id, at WITHOUT OVERLAPS);
ALTER TABLE bookings ADD CONSTRAINT bookings_room_at_fkey FOREIGN KEY (room, PERIOD at) REFERENCES rooms(id, PERIOD at);
-- down --
ALTER TABLE bookings DROP CONSTRAINT bookings_room_at_fkey;
ALTER TABLE rooms DROP CONSTRAINT rooms_pkey;
ALTER TABLE rooms ALTER COLUMN at DROP NOT NULL;
ALTER TABLE rooms ALTER COLUMN id DROP NOT NULL;
DROP TABLE bookings;
