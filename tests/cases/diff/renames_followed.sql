-- What stands on a renamed table or column is made again where its text speaks of the old name.
-- before --
CREATE TABLE people (id serial PRIMARY KEY, mail text UNIQUE, year integer CHECK (year > 1900));
CREATE INDEX ON people (lower(mail)) WHERE mail <> 'mail';
CREATE FUNCTION mails() RETURNS SETOF text LANGUAGE sql AS 'SELECT mail FROM people';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE VIEW adults AS SELECT mail FROM people WHERE EXTRACT(year FROM now()) - year > 18;
CREATE TRIGGER touched BEFORE UPDATE OF mail ON people FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER noted BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own ON people USING (mail = current_user);
-- after --
-- designkit: renamed from people
-- designkit: renamed email from mail
-- designkit: renamed born from year
CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE, born integer CHECK (born > 1900));
CREATE INDEX ON users (lower(email)) WHERE email <> 'mail';
CREATE FUNCTION mails() RETURNS SETOF text LANGUAGE sql AS 'SELECT email FROM users';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE VIEW adults AS SELECT email FROM users WHERE EXTRACT(year FROM now()) - born > 18;
CREATE TRIGGER touched BEFORE UPDATE OF email ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own ON users USING (email = current_user);
-- up --
DROP TRIGGER touched ON people;
DROP POLICY own ON people;
DROP VIEW adults;
DROP FUNCTION mails();
ALTER TABLE people RENAME TO users;
ALTER TABLE users RENAME COLUMN mail TO email;
ALTER TABLE users RENAME COLUMN year TO born;
ALTER SEQUENCE people_id_seq RENAME TO users_id_seq;
ALTER TABLE users RENAME CONSTRAINT people_pkey TO users_pkey;
ALTER TABLE users RENAME CONSTRAINT people_mail_key TO users_email_key;
ALTER TABLE users RENAME CONSTRAINT people_year_check TO users_born_check;
ALTER INDEX people_lower_idx RENAME TO users_lower_idx;

CREATE OR REPLACE FUNCTION public.mails()
 RETURNS SETOF text
 LANGUAGE sql
AS $function$SELECT email FROM users$function$;

CREATE VIEW adults AS
SELECT email
   FROM users
  WHERE (EXTRACT(year FROM now()) - born::numeric) > 18::numeric;

CREATE POLICY own ON users AS PERMISSIVE FOR ALL TO PUBLIC USING (email = CURRENT_USER);

CREATE TRIGGER touched BEFORE UPDATE OF email ON users FOR EACH ROW EXECUTE FUNCTION touch();
-- down --
DROP TRIGGER touched ON users;
DROP POLICY own ON users;
DROP VIEW adults;
DROP FUNCTION mails();
ALTER INDEX users_lower_idx RENAME TO people_lower_idx;
ALTER TABLE users RENAME CONSTRAINT users_born_check TO people_year_check;
ALTER TABLE users RENAME CONSTRAINT users_email_key TO people_mail_key;
ALTER TABLE users RENAME CONSTRAINT users_pkey TO people_pkey;
ALTER SEQUENCE users_id_seq RENAME TO people_id_seq;
ALTER TABLE users RENAME COLUMN born TO year;
ALTER TABLE users RENAME COLUMN email TO mail;
ALTER TABLE users RENAME TO people;

CREATE OR REPLACE FUNCTION public.mails()
 RETURNS SETOF text
 LANGUAGE sql
AS $function$SELECT mail FROM people$function$;

CREATE VIEW adults AS
SELECT mail
   FROM people
  WHERE (EXTRACT(year FROM now()) - year::numeric) > 18::numeric;

CREATE POLICY own ON people AS PERMISSIVE FOR ALL TO PUBLIC USING (mail = CURRENT_USER);

CREATE TRIGGER touched BEFORE UPDATE OF mail ON people FOR EACH ROW EXECUTE FUNCTION touch();
