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
