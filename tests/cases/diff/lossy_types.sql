-- What is rounded or rewritten by a change of type is named in DOWN; what is too long stops UP.
-- before --
CREATE TABLE prices (amount numeric(10, 2), code text, seen timestamptz, note text);
-- after --
CREATE TABLE prices (amount integer, code varchar(5), seen date, note jsonb);
-- up --
ALTER TABLE prices ALTER COLUMN amount TYPE integer USING amount::integer;
ALTER TABLE prices ALTER COLUMN code TYPE varchar(5);
ALTER TABLE prices ALTER COLUMN seen TYPE date USING seen::date;
ALTER TABLE prices ALTER COLUMN note TYPE jsonb USING note::jsonb;
-- down --
-- Does not restore what UP rounded, cut or rewrote.
ALTER TABLE prices ALTER COLUMN note TYPE text;
-- Does not restore what UP rounded, cut or rewrote.
ALTER TABLE prices ALTER COLUMN seen TYPE timestamptz USING seen::timestamptz;
ALTER TABLE prices ALTER COLUMN code TYPE text;
-- Does not restore what UP rounded, cut or rewrote.
ALTER TABLE prices ALTER COLUMN amount TYPE numeric(10,2) USING amount::numeric(10,2);
