-- A type comes before the column that needs it, and goes after the column that needed it.
-- before --
CREATE TYPE colour AS ENUM ('red', 'blue');
CREATE TABLE cars (id integer, colour colour);
-- after --
CREATE TYPE fuel AS ENUM ('petrol', 'none');
CREATE TABLE cars (id integer, fuel fuel DEFAULT 'none');
-- up --
ALTER TABLE cars DROP COLUMN colour;

CREATE TYPE fuel AS ENUM ('petrol', 'none');
ALTER TABLE cars ADD COLUMN fuel fuel DEFAULT 'none';
DROP TYPE colour;
-- down --
CREATE TYPE colour AS ENUM ('red', 'blue');
ALTER TABLE cars DROP COLUMN fuel;
DROP TYPE fuel;
-- Restores the structure only: the data went with UP.
ALTER TABLE cars ADD COLUMN colour colour;
