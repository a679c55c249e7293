-- Between numbers and truth values the way leads over integer, the only type with casts to both.
-- before --
CREATE TABLE flags (a integer, b bigint, c boolean);
-- after --
CREATE TABLE flags (a boolean, b boolean, c smallint);
-- up --
ALTER TABLE flags ALTER COLUMN a TYPE boolean USING a::boolean;
ALTER TABLE flags ALTER COLUMN b TYPE boolean USING b::integer::boolean;
ALTER TABLE flags ALTER COLUMN c TYPE smallint USING c::integer::smallint;
-- down --
-- Does not restore what UP rounded, cut or rewrote.
ALTER TABLE flags ALTER COLUMN c TYPE boolean USING c::integer::boolean;
-- Does not restore what UP rounded, cut or rewrote.
ALTER TABLE flags ALTER COLUMN b TYPE bigint USING b::integer::bigint;
-- Does not restore what UP rounded, cut or rewrote.
ALTER TABLE flags ALTER COLUMN a TYPE integer USING a::integer;
