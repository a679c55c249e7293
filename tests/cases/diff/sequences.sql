-- A sequence changes how it counts, comes, and changes hands.
-- before --
CREATE SEQUENCE numbers;
CREATE TABLE bills (id bigint DEFAULT nextval('numbers'));
CREATE TABLE notes (id integer);
ALTER SEQUENCE numbers OWNED BY bills.id;
CREATE SEQUENCE unused;
CREATE SEQUENCE moving;
CREATE TABLE gone (id integer);
ALTER SEQUENCE moving OWNED BY gone.id;
-- after --
CREATE SEQUENCE numbers INCREMENT BY 5 MINVALUE 10 MAXVALUE 1000 START WITH 20 CACHE 3 CYCLE;
CREATE TABLE bills (id bigint DEFAULT nextval('numbers'));
CREATE TABLE notes (id integer);
CREATE SEQUENCE backwards AS integer INCREMENT BY -1;
ALTER SEQUENCE backwards OWNED BY notes.id;
CREATE SEQUENCE moving CACHE 7;
ALTER SEQUENCE moving OWNED BY notes.id;
COMMENT ON SEQUENCE backwards IS 'Down';
-- up --
ALTER SEQUENCE moving OWNED BY NONE;
SELECT setval('numbers', 10, false) FROM numbers WHERE last_value < 10;
ALTER SEQUENCE numbers INCREMENT BY 5 MINVALUE 10 MAXVALUE 1000 START WITH 20 CACHE 3 CYCLE;
ALTER SEQUENCE numbers OWNED BY NONE;
DROP TABLE gone;

CREATE SEQUENCE backwards AS integer INCREMENT BY -1;
COMMENT ON SEQUENCE backwards IS 'Down';
ALTER SEQUENCE backwards OWNED BY notes.id;
ALTER SEQUENCE moving CACHE 7;
ALTER SEQUENCE moving OWNED BY notes.id;
DROP SEQUENCE unused;
-- down --
-- Restores the structure only: the data went with UP.
CREATE SEQUENCE unused;
ALTER SEQUENCE moving CACHE 1;
ALTER SEQUENCE moving OWNED BY NONE;
ALTER SEQUENCE backwards OWNED BY NONE;
DROP SEQUENCE backwards;

-- Restores the structure only: the data went with UP.
CREATE TABLE gone (
    id integer
);
ALTER SEQUENCE numbers INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 NO CYCLE;
ALTER SEQUENCE numbers OWNED BY bills.id;
ALTER SEQUENCE moving OWNED BY gone.id;
