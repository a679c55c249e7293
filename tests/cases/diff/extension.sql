-- An extension comes before what uses it, and what it owns is left to it.
-- before --
CREATE TABLE words (id integer, word text);
-- after --
CREATE EXTENSION pg_trgm;
CREATE EXTENSION "uuid-ossp";
CREATE TABLE words (id integer, word text, key uuid DEFAULT uuid_generate_v4());
CREATE INDEX idx_words_word ON words USING gin (word gin_trgm_ops);
-- up --
CREATE EXTENSION pg_trgm;

CREATE EXTENSION "uuid-ossp";
ALTER TABLE words ADD COLUMN key uuid DEFAULT uuid_generate_v4();
CREATE INDEX idx_words_word ON words USING gin (word gin_trgm_ops);
-- down --
DROP INDEX idx_words_word;
ALTER TABLE words DROP COLUMN key;
DROP EXTENSION "uuid-ossp";
DROP EXTENSION pg_trgm;
