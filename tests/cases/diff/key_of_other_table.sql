-- A table that comes or goes points to one whose key changes meanwhile.
-- before --
CREATE TABLE users (id integer CONSTRAINT users_pkey PRIMARY KEY, code text);
CREATE TABLE posts (user_id integer CONSTRAINT fk_posts_user_id REFERENCES users (id));
-- after --
CREATE TABLE users (id integer NOT NULL, code text CONSTRAINT users_pkey PRIMARY KEY);
CREATE TABLE likes (user_code text CONSTRAINT fk_likes_user_code REFERENCES users (code));
-- up --
ALTER TABLE posts DROP CONSTRAINT fk_posts_user_id;
ALTER TABLE users DROP CONSTRAINT users_pkey;
DROP TABLE posts;

CREATE TABLE likes (
    user_code text
);
ALTER TABLE users ALTER COLUMN code SET NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (code);
ALTER TABLE likes ADD CONSTRAINT fk_likes_user_code FOREIGN KEY (user_code) REFERENCES users (code);
-- down --
ALTER TABLE likes DROP CONSTRAINT fk_likes_user_code;
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ALTER COLUMN code DROP NOT NULL;
DROP TABLE likes;

-- Restores the structure only: the data went with UP.
CREATE TABLE posts (
    user_id integer
);
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE posts ADD CONSTRAINT fk_posts_user_id FOREIGN KEY (user_id) REFERENCES users (id);
