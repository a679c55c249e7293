-- A generated column is made again when its expression changes, with what is built on it.
-- before --
CREATE TABLE items (
    price integer NOT NULL,
    amount integer NOT NULL,
    total integer GENERATED ALWAYS AS (price * amount) STORED,
    label text GENERATED ALWAYS AS ('x') STORED,
    plain integer
);
CREATE TABLE sums (a integer, b integer, c integer GENERATED ALWAYS AS (a + 1) STORED);
CREATE INDEX idx_items_total ON items (total);
COMMENT ON COLUMN items.total IS 'Without tax';
-- after --
CREATE TABLE items (
    price integer NOT NULL,
    amount integer NOT NULL,
    total integer GENERATED ALWAYS AS (price * amount * 2) STORED,
    label text,
    plain integer GENERATED ALWAYS AS (price + 1) VIRTUAL
);
CREATE TABLE sums (a bigint, d integer, c integer GENERATED ALWAYS AS (a + 1) STORED);
ALTER TABLE sums ADD e integer GENERATED ALWAYS AS (d * 2) STORED;
CREATE INDEX idx_items_total ON items (total);
COMMENT ON COLUMN items.total IS 'Without tax';
-- up --
DROP INDEX idx_items_total;
ALTER TABLE items DROP COLUMN total;
ALTER TABLE items DROP COLUMN label;
ALTER TABLE sums DROP COLUMN c;
ALTER TABLE items DROP COLUMN plain;
ALTER TABLE sums DROP COLUMN b;
ALTER TABLE items ADD COLUMN label text;
ALTER TABLE sums ADD COLUMN d integer;
ALTER TABLE sums ALTER COLUMN a TYPE bigint USING a::bigint;
ALTER TABLE items ADD COLUMN total integer GENERATED ALWAYS AS (price * amount * 2) STORED;
COMMENT ON COLUMN items.total IS 'Without tax';
ALTER TABLE items ADD COLUMN plain integer GENERATED ALWAYS AS (price + 1) VIRTUAL;
ALTER TABLE sums ADD COLUMN c integer GENERATED ALWAYS AS ((a + 1)) STORED;
ALTER TABLE sums ADD COLUMN e integer GENERATED ALWAYS AS (d * 2) STORED;
CREATE INDEX idx_items_total ON items (total);
-- down --
DROP INDEX idx_items_total;
ALTER TABLE sums DROP COLUMN e;
ALTER TABLE sums DROP COLUMN c;
ALTER TABLE items DROP COLUMN plain;
ALTER TABLE items DROP COLUMN total;
ALTER TABLE sums ALTER COLUMN a TYPE integer USING a::integer;
ALTER TABLE sums DROP COLUMN d;
ALTER TABLE items DROP COLUMN label;
-- Restores the structure only: the data went with UP.
ALTER TABLE sums ADD COLUMN b integer;
-- Restores the structure only: the data went with UP.
ALTER TABLE items ADD COLUMN plain integer;
ALTER TABLE sums ADD COLUMN c integer GENERATED ALWAYS AS (a + 1) STORED;
ALTER TABLE items ADD COLUMN label text GENERATED ALWAYS AS ('x'::text) STORED;
ALTER TABLE items ADD COLUMN total integer GENERATED ALWAYS AS (price * amount) STORED;
COMMENT ON COLUMN items.total IS 'Without tax';
CREATE INDEX idx_items_total ON items (total);
