-- A domain comes after the function that its check calls, and before the table that is made of it.
-- before --
CREATE TABLE users (id integer);
-- after --
CREATE FUNCTION is_mail(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 LIKE '%@%' $$;
CREATE DOMAIN mail AS text CHECK (is_mail(VALUE));
CREATE TYPE contact AS (address mail, name text);
CREATE TABLE users (id integer, mail mail);
CREATE TABLE contacts (contact contact);
CREATE FUNCTION mails() RETURNS SETOF mail LANGUAGE sql AS 'SELECT mail FROM users';
-- up --
CREATE OR REPLACE FUNCTION public.is_mail(text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT $1 LIKE '%@%' $function$;

CREATE DOMAIN mail AS text CONSTRAINT mail_check CHECK (is_mail(VALUE));

CREATE TYPE contact AS (address mail, name text);

CREATE TABLE contacts (
    contact contact
);
ALTER TABLE users ADD COLUMN mail mail;

CREATE OR REPLACE FUNCTION public.mails()
 RETURNS SETOF mail
 LANGUAGE sql
AS $function$SELECT mail FROM users$function$;
-- down --
DROP FUNCTION mails();
ALTER TABLE users DROP COLUMN mail;
DROP TABLE contacts;
DROP TYPE contact;
DROP DOMAIN mail;
DROP FUNCTION is_mail(text);
