-- A namespace comes before what lies in it, and goes after it.
-- before --
CREATE SCHEMA old;
CREATE TABLE old.things (id integer PRIMARY KEY);
-- after --
CREATE SCHEMA "New One";
CREATE TYPE "New One"."Size" AS ENUM ('S', 'M');
CREATE TABLE "New One"."Things" (
    "Id" integer CONSTRAINT "PK Things" PRIMARY KEY,
    "Size" "New One"."Size" DEFAULT 'S'
);
CREATE INDEX "Idx" ON "New One"."Things" ("Size");
COMMENT ON INDEX "New One"."Idx" IS 'quoted';
-- up --
DROP TABLE old.things;
CREATE SCHEMA "New One";

CREATE TYPE "New One"."Size" AS ENUM ('S', 'M');

CREATE TABLE "New One"."Things" (
    "Id" integer NOT NULL,
    "Size" "New One"."Size" DEFAULT 'S'::"New One"."Size",
    CONSTRAINT "PK Things" PRIMARY KEY ("Id")
);
CREATE INDEX "Idx" ON "New One"."Things" ("Size");
COMMENT ON INDEX "New One"."Idx" IS 'quoted';
DROP SCHEMA old;
-- down --
CREATE SCHEMA old;
DROP TABLE "New One"."Things";
DROP TYPE "New One"."Size";
DROP SCHEMA "New One";

-- Restores the structure only: the data went with UP.
CREATE TABLE old.things (
    id integer NOT NULL,
    CONSTRAINT things_pkey PRIMARY KEY (id)
);
