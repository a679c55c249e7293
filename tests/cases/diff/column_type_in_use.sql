-- Foreign keys, checks and partial indexes over a column survive a change of its type.
-- before --
CREATE TABLE users (id integer PRIMARY KEY, code varchar(10) CHECK (code <> ''));
CREATE TABLE posts (user_id integer CONSTRAINT fk_posts_user_id REFERENCES users (id));
CREATE INDEX idx_users_code ON users (code) WHERE (code <> 'x');
-- after --
CREATE TABLE users (id bigint PRIMARY KEY, code text CHECK (code <> ''));
CREATE TABLE posts (user_id bigint CONSTRAINT fk_posts_user_id REFERENCES users (id));
CREATE INDEX idx_users_code ON users (code) WHERE (code <> 'x');
-- up --
ALTER TABLE posts DROP CONSTRAINT fk_posts_user_id;
DROP INDEX idx_users_code;
ALTER TABLE users DROP CONSTRAINT users_code_check;
ALTER TABLE posts ALTER COLUMN user_id TYPE bigint USING user_id::bigint;
ALTER TABLE users ALTER COLUMN id TYPE bigint USING id::bigint;
ALTER TABLE users ALTER COLUMN code TYPE text;
ALTER TABLE users ADD CONSTRAINT users_code_check CHECK (code <> ''::text);
CREATE INDEX idx_users_code ON users (code) WHERE code <> 'x'::text;
ALTER TABLE posts ADD CONSTRAINT fk_posts_user_id FOREIGN KEY (user_id) REFERENCES users (id);
-- down --
ALTER TABLE posts DROP CONSTRAINT fk_posts_user_id;
DROP INDEX idx_users_code;
ALTER TABLE users DROP CONSTRAINT users_code_check;
ALTER TABLE users ALTER COLUMN code TYPE varchar(10);
ALTER TABLE users ALTER COLUMN id TYPE integer USING id::integer;
ALTER TABLE posts ALTER COLUMN user_id TYPE integer USING user_id::integer;
ALTER TABLE users ADD CONSTRAINT users_code_check CHECK (code::text <> ''::text);
CREATE INDEX idx_users_code ON users (code) WHERE code::text <> 'x'::text;
ALTER TABLE posts ADD CONSTRAINT fk_posts_user_id FOREIGN KEY (user_id) REFERENCES users (id);
