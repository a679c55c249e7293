-- An extension brings a comment; another one, or none, is a difference.
-- before --
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
COMMENT ON EXTENSION hstore IS NULL;
CREATE EXTENSION "uuid-ossp";
COMMENT ON EXTENSION "uuid-ossp" IS 'keys';
-- after --
CREATE EXTENSION citext;
COMMENT ON EXTENSION citext IS 'names of people''s';
CREATE EXTENSION hstore;
CREATE EXTENSION "uuid-ossp";
COMMENT ON EXTENSION "uuid-ossp" IS NULL;
CREATE EXTENSION pg_trgm;
COMMENT ON EXTENSION pg_trgm IS 'search';
-- up --
CREATE EXTENSION pg_trgm;
COMMENT ON EXTENSION pg_trgm IS 'search';
COMMENT ON EXTENSION citext IS 'names of people''s';
DO 'BEGIN EXECUTE format(''COMMENT ON EXTENSION %I IS %L'', ''hstore'', (SELECT comment FROM pg_available_extensions WHERE name = ''hstore'')); END';
COMMENT ON EXTENSION "uuid-ossp" IS '';
-- down --
COMMENT ON EXTENSION "uuid-ossp" IS 'keys';
COMMENT ON EXTENSION hstore IS '';
DO 'BEGIN EXECUTE format(''COMMENT ON EXTENSION %I IS %L'', ''citext'', (SELECT comment FROM pg_available_extensions WHERE name = ''citext'')); END';
DROP EXTENSION pg_trgm;
