-- A NOT NULL that nobody validated is not one that was.
-- before --
CREATE TABLE users (id integer, email text NOT NULL);
-- after --
CREATE TABLE users (id integer, email text);
ALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID;
-- refused --
setting NOT NULL users_email_not_null not validated on users is on one side only, and no operation sets it
