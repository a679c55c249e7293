-- A foreign key steps aside while the key that it points to is made again.
-- before --
CREATE TABLE users (id integer, tenant integer, CONSTRAINT users_pkey PRIMARY KEY (id));
CREATE TABLE posts (user_id integer CONSTRAINT fk_posts_user_id REFERENCES users (id));
-- after --
CREATE TABLE users (id integer, tenant integer, CONSTRAINT users_pkey PRIMARY KEY (id) INCLUDE (tenant));
CREATE TABLE posts (user_id integer CONSTRAINT fk_posts_user_id REFERENCES users (id));
-- up --
ALTER TABLE posts DROP CONSTRAINT fk_posts_user_id;
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id) INCLUDE (tenant);
ALTER TABLE posts ADD CONSTRAINT fk_posts_user_id FOREIGN KEY (user_id) REFERENCES users (id);
-- down --
ALTER TABLE posts DROP CONSTRAINT fk_posts_user_id;
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE posts ADD CONSTRAINT fk_posts_user_id FOREIGN KEY (user_id) REFERENCES users (id);
