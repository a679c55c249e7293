-- A body in BEGIN ATOMIC or RETURN goes before a column that it reads changes, and comes after it.
-- before --
CREATE TYPE state AS ENUM ('new', 'old', 'done');
CREATE TABLE orders (id integer PRIMARY KEY, price integer, state state, note text);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql STABLE
    BEGIN ATOMIC SELECT sum(price)::bigint FROM orders; END;
CREATE FUNCTION doubled() RETURNS bigint LANGUAGE sql STABLE RETURN total() * 2;
CREATE FUNCTION open_orders() RETURNS bigint LANGUAGE sql STABLE
    BEGIN ATOMIC SELECT count(*) FROM orders WHERE orders.state = 'new'; END;
CREATE FUNCTION notes() RETURNS SETOF text LANGUAGE sql STABLE
    BEGIN ATOMIC SELECT note FROM orders; END;
CREATE FUNCTION prices() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT sum(price)::bigint FROM orders WHERE true';
CREATE VIEW totals AS SELECT doubled() AS total;
CREATE TABLE reports (id integer PRIMARY KEY, total bigint DEFAULT total());
COMMENT ON FUNCTION doubled() IS 'Twice';
-- after --
CREATE TYPE state AS ENUM ('new', 'done');
CREATE TABLE orders (id integer PRIMARY KEY, price bigint, state state, title text);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql STABLE
    BEGIN ATOMIC SELECT sum(price)::bigint FROM orders; END;
CREATE FUNCTION doubled() RETURNS bigint LANGUAGE sql STABLE RETURN total() * 2;
CREATE FUNCTION open_orders() RETURNS bigint LANGUAGE sql STABLE
    BEGIN ATOMIC SELECT count(*) FROM orders WHERE orders.state = 'new'; END;
CREATE FUNCTION notes() RETURNS SETOF text LANGUAGE sql STABLE
    BEGIN ATOMIC SELECT title FROM orders; END;
CREATE FUNCTION prices() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT sum(price)::bigint FROM orders';
CREATE VIEW totals AS SELECT doubled() AS total;
CREATE TABLE reports (id integer PRIMARY KEY, total bigint DEFAULT total());
COMMENT ON FUNCTION doubled() IS 'Twice';
-- up --
DROP VIEW totals;
ALTER TABLE reports ALTER COLUMN total DROP DEFAULT;
ALTER TABLE orders ADD COLUMN title text;
CREATE OR REPLACE FUNCTION public.notes()
 RETURNS SETOF text
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT orders.title
    FROM orders;
END;
ALTER TABLE orders DROP COLUMN note;
DROP FUNCTION doubled();
DROP FUNCTION total();
DROP FUNCTION prices();
ALTER TABLE orders ALTER COLUMN price TYPE bigint USING price::bigint;

CREATE OR REPLACE FUNCTION public.prices()
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$SELECT sum(price)::bigint FROM orders$function$;

CREATE OR REPLACE FUNCTION public.total()
 RETURNS bigint
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT (sum(orders.price))::bigint AS sum
    FROM orders;
END;

CREATE OR REPLACE FUNCTION public.doubled()
 RETURNS bigint
 LANGUAGE sql
 STABLE
RETURN (total() * 2);
COMMENT ON FUNCTION doubled() IS 'Twice';
ALTER TABLE reports ALTER COLUMN total SET DEFAULT total();

CREATE VIEW totals AS
SELECT doubled() AS total;
DROP FUNCTION open_orders();
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('new', 'done');
ALTER TABLE orders ALTER COLUMN state TYPE state USING state::text::state;
DROP TYPE state__old;

CREATE OR REPLACE FUNCTION public.open_orders()
 RETURNS bigint
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM orders
   WHERE (orders.state = 'new'::state);
END;
-- down --
DROP FUNCTION open_orders();
ALTER TYPE state ADD VALUE 'old' BEFORE 'done';

CREATE OR REPLACE FUNCTION public.open_orders()
 RETURNS bigint
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM orders
   WHERE (orders.state = 'new'::state);
END;
DROP VIEW totals;
ALTER TABLE reports ALTER COLUMN total DROP DEFAULT;
DROP FUNCTION doubled();
DROP FUNCTION total();
DROP FUNCTION prices();
ALTER TABLE orders ALTER COLUMN price TYPE integer USING price::integer;

CREATE OR REPLACE FUNCTION public.prices()
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$SELECT sum(price)::bigint FROM orders WHERE true$function$;

CREATE OR REPLACE FUNCTION public.total()
 RETURNS bigint
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT sum(orders.price) AS sum
    FROM orders;
END;

CREATE OR REPLACE FUNCTION public.doubled()
 RETURNS bigint
 LANGUAGE sql
 STABLE
RETURN (total() * 2);
COMMENT ON FUNCTION doubled() IS 'Twice';
-- Restores the structure only: the data went with UP.
ALTER TABLE orders ADD COLUMN note text;
CREATE OR REPLACE FUNCTION public.notes()
 RETURNS SETOF text
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT orders.note
    FROM orders;
END;
ALTER TABLE orders DROP COLUMN title;
ALTER TABLE reports ALTER COLUMN total SET DEFAULT total();

CREATE VIEW totals AS
SELECT doubled() AS total;
