-- A view that rests on a primary key by what it groups makes way for it.
-- before --
CREATE TABLE users (id integer CONSTRAINT users_pkey PRIMARY KEY, name text);
CREATE VIEW grouped AS SELECT id, name FROM users GROUP BY id;
-- after --
CREATE TABLE users (id integer, name text, CONSTRAINT users_pkey PRIMARY KEY (id) INCLUDE (name));
CREATE VIEW grouped AS SELECT id, name FROM users GROUP BY id;
-- up --
DROP VIEW grouped;
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id) INCLUDE (name);

CREATE VIEW grouped AS
SELECT id,
    name
   FROM users
  GROUP BY id;
-- down --
DROP VIEW grouped;
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);

CREATE VIEW grouped AS
SELECT id,
    name
   FROM users
  GROUP BY id;
