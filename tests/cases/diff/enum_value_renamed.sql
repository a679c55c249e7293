-- A value under another name: rows hold it by number, what PostgreSQL has read follows, a body does not.
-- before --
CREATE SCHEMA work;
CREATE TYPE state AS ENUM ('new', 'done', 'a b');
CREATE TYPE work."State" AS ENUM ('a', 'b', '"x\');
CREATE TABLE jobs (
    state state DEFAULT 'new',
    states state[] DEFAULT '{new,done,"a b"}',
    other work."State"[] DEFAULT '{a,"\"x\\"}',
    word text DEFAULT 'new',
    CHECK (state IN ('new', 'a b')),
    CHECK (word <> '''new''::state')
);
CREATE INDEX idx_jobs_word ON jobs (word) WHERE state <> 'new';
CREATE VIEW open_jobs AS SELECT word, 'new' AS said FROM jobs WHERE state = 'new';
CREATE POLICY opened ON jobs USING (state = 'new');
CREATE DOMAIN begun AS state CHECK (VALUE <> 'new'::state);
CREATE FUNCTION held(s state DEFAULT 'new') RETURNS state LANGUAGE sql RETURN 'new'::state;
CREATE FUNCTION quoted() RETURNS state LANGUAGE sql AS $$SELECT 'new'::state$$;
CREATE TABLE parts (s work."State") PARTITION BY LIST (s);
CREATE TABLE part PARTITION OF parts FOR VALUES IN ('a', 'b');
-- after --
CREATE SCHEMA work;
-- designkit: renamed 'it''s, new' from 'new'
-- designkit: renamed 'b' from 'a b'
CREATE TYPE state AS ENUM ('it''s, new', 'done', 'b');
-- designkit: renamed 'a' from 'b'
-- designkit: renamed 'b' from 'a'
-- designkit: renamed '\' from '"x\'
CREATE TYPE work."State" AS ENUM ('b', 'a', '\');
CREATE TABLE jobs (
    state state DEFAULT 'it''s, new',
    states state[] DEFAULT '{"it''s, new",done,b}',
    other work."State"[] DEFAULT '{b,"\\"}',
    word text DEFAULT 'new',
    CHECK (state IN ('it''s, new', 'b')),
    CHECK (word <> '''new''::state')
);
CREATE INDEX idx_jobs_word ON jobs (word) WHERE state <> 'it''s, new';
CREATE VIEW open_jobs AS SELECT word, 'new' AS said FROM jobs WHERE state = 'it''s, new';
CREATE POLICY opened ON jobs USING (state = 'it''s, new');
CREATE DOMAIN begun AS state CHECK (VALUE <> 'it''s, new'::state);
CREATE FUNCTION held(s state DEFAULT 'it''s, new') RETURNS state LANGUAGE sql
    RETURN 'it''s, new'::state;
CREATE FUNCTION quoted() RETURNS state LANGUAGE sql AS $$SELECT 'it''s, new'::state$$;
CREATE TABLE parts (s work."State") PARTITION BY LIST (s);
CREATE TABLE part PARTITION OF parts FOR VALUES IN ('b', 'a');
-- up --
DROP FUNCTION quoted();
ALTER TYPE state RENAME VALUE 'new' TO 'it''s, new';
ALTER TYPE state RENAME VALUE 'a b' TO 'b';
ALTER TYPE work."State" RENAME VALUE E'"x\\' TO E'\\';
ALTER TYPE work."State" RENAME VALUE 'a' TO 'a__aside';
ALTER TYPE work."State" RENAME VALUE 'b' TO 'a';
ALTER TYPE work."State" RENAME VALUE 'a__aside' TO 'b';

CREATE OR REPLACE FUNCTION public.quoted()
 RETURNS state
 LANGUAGE sql
AS $function$SELECT 'it''s, new'::state$function$;
-- down --
DROP FUNCTION quoted();
ALTER TYPE work."State" RENAME VALUE 'b' TO 'a__aside';
ALTER TYPE work."State" RENAME VALUE 'a' TO 'b';
ALTER TYPE work."State" RENAME VALUE 'a__aside' TO 'a';
ALTER TYPE work."State" RENAME VALUE E'\\' TO E'"x\\';
ALTER TYPE state RENAME VALUE 'b' TO 'a b';
ALTER TYPE state RENAME VALUE 'it''s, new' TO 'new';

CREATE OR REPLACE FUNCTION public.quoted()
 RETURNS state
 LANGUAGE sql
AS $function$SELECT 'new'::state$function$;
