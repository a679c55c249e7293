-- The index of a key has storage parameters; they follow its name.
-- before --
CREATE TABLE users (id integer PRIMARY KEY, email text CONSTRAINT uq_mail UNIQUE WITH (fillfactor = 70));
-- after --
CREATE TABLE users (
    id integer PRIMARY KEY WITH (fillfactor = 60),
    email text CONSTRAINT uq_email UNIQUE WITH (fillfactor = 70, deduplicate_items = off)
);
CREATE TABLE orders (id integer CONSTRAINT pk_orders PRIMARY KEY WITH (fillfactor = 50));
-- up --
ALTER INDEX uq_mail RESET (fillfactor);
ALTER TABLE users RENAME CONSTRAINT uq_mail TO uq_email;

CREATE TABLE orders (
    id integer NOT NULL,
    CONSTRAINT pk_orders PRIMARY KEY (id)
);
ALTER INDEX pk_orders SET (fillfactor = 50);
ALTER INDEX uq_email SET (deduplicate_items = off);
ALTER INDEX uq_email SET (fillfactor = 70);
ALTER INDEX users_pkey SET (fillfactor = 60);
-- down --
ALTER INDEX uq_email RESET (deduplicate_items);
ALTER INDEX uq_email RESET (fillfactor);
ALTER INDEX users_pkey RESET (fillfactor);
DROP TABLE orders;
ALTER TABLE users RENAME CONSTRAINT uq_email TO uq_mail;
ALTER INDEX uq_mail SET (fillfactor = 70);
