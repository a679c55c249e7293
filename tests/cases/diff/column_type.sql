-- A type that has no implicit cast is converted through text; its default is taken off meanwhile.
-- before --
CREATE TABLE settings (
    id integer PRIMARY KEY,
    quota text DEFAULT '10',
    amount integer,
    name varchar(20),
    seen timestamp DEFAULT now()
);
-- after --
CREATE TABLE settings (
    id bigint PRIMARY KEY,
    quota bigint DEFAULT 10,
    amount numeric(10, 2),
    name varchar(80),
    seen timestamptz DEFAULT now()
);
-- up --
ALTER TABLE settings ALTER COLUMN id TYPE bigint USING id::bigint;
ALTER TABLE settings ALTER COLUMN quota DROP DEFAULT;
ALTER TABLE settings ALTER COLUMN quota TYPE bigint USING quota::bigint;
ALTER TABLE settings ALTER COLUMN quota SET DEFAULT 10;
ALTER TABLE settings ALTER COLUMN amount TYPE numeric(10,2) USING amount::numeric(10,2);
ALTER TABLE settings ALTER COLUMN name TYPE varchar(80);
ALTER TABLE settings ALTER COLUMN seen DROP DEFAULT;
ALTER TABLE settings ALTER COLUMN seen TYPE timestamptz USING seen::timestamptz;
ALTER TABLE settings ALTER COLUMN seen SET DEFAULT now();
-- down --
-- Does not restore what UP rounded, cut or rewrote.
ALTER TABLE settings ALTER COLUMN seen DROP DEFAULT;
ALTER TABLE settings ALTER COLUMN seen TYPE timestamp USING seen::timestamp;
ALTER TABLE settings ALTER COLUMN seen SET DEFAULT now();
ALTER TABLE settings ALTER COLUMN name TYPE varchar(20);
ALTER TABLE settings ALTER COLUMN amount TYPE integer USING amount::integer;
-- Does not restore what UP rounded, cut or rewrote.
ALTER TABLE settings ALTER COLUMN quota DROP DEFAULT;
ALTER TABLE settings ALTER COLUMN quota TYPE text;
ALTER TABLE settings ALTER COLUMN quota SET DEFAULT '10';
ALTER TABLE settings ALTER COLUMN id TYPE integer USING id::integer;
