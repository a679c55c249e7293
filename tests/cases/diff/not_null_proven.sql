-- A check that proves NOT NULL goes after the column has become so, and comes back before it goes.
-- before --
CREATE TABLE users (id integer, email text, CONSTRAINT users_email_present CHECK (email IS NOT NULL));
-- after --
CREATE TABLE users (id integer, email text NOT NULL);
-- up --
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_email_present;
-- down --
ALTER TABLE users ADD CONSTRAINT users_email_present CHECK (email IS NOT NULL);
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
