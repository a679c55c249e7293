-- A view over a dropped column is made again without it; one over a new column comes after it.
-- before --
CREATE TABLE users (id integer PRIMARY KEY, nick text);
CREATE VIEW nicks AS SELECT id, nick FROM users;
-- after --
CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW nicks AS SELECT id FROM users;
CREATE VIEW names AS SELECT id, name FROM users;
-- up --
DROP VIEW nicks;
ALTER TABLE users DROP COLUMN nick;
ALTER TABLE users ADD COLUMN name text;

CREATE VIEW names AS
SELECT id,
    name
   FROM users;

CREATE VIEW nicks AS
SELECT id
   FROM users;
-- down --
DROP VIEW nicks;
DROP VIEW names;
ALTER TABLE users DROP COLUMN name;
-- Restores the structure only: the data went with UP.
ALTER TABLE users ADD COLUMN nick text;

CREATE VIEW nicks AS
SELECT id,
    nick
   FROM users;
