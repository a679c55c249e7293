-- What a table says of its index follows the index to its new name.
-- before --
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL);
CREATE UNIQUE INDEX users_email_idx ON users (email);
CREATE TABLE teams (id integer, CONSTRAINT one PRIMARY KEY (id));
ALTER TABLE users REPLICA IDENTITY USING INDEX users_email_idx;
ALTER TABLE users CLUSTER ON users_pkey;
ALTER TABLE teams REPLICA IDENTITY USING INDEX one;
-- after --
-- designkit: renamed from users
CREATE TABLE people (id integer PRIMARY KEY, email text NOT NULL);
CREATE UNIQUE INDEX people_email_idx ON people (email);
CREATE TABLE teams (id integer, CONSTRAINT other PRIMARY KEY (id));
ALTER TABLE people REPLICA IDENTITY USING INDEX people_email_idx;
ALTER TABLE people CLUSTER ON people_pkey;
ALTER TABLE teams REPLICA IDENTITY USING INDEX other;
-- up --
ALTER TABLE users RENAME TO people;
ALTER TABLE people SET WITHOUT CLUSTER;
ALTER TABLE people REPLICA IDENTITY DEFAULT;
ALTER TABLE teams REPLICA IDENTITY DEFAULT;
ALTER TABLE people RENAME CONSTRAINT users_pkey TO people_pkey;
ALTER INDEX users_email_idx RENAME TO people_email_idx;
ALTER TABLE teams RENAME CONSTRAINT one TO other;
ALTER TABLE people CLUSTER ON people_pkey;
ALTER TABLE people REPLICA IDENTITY USING INDEX people_email_idx;
ALTER TABLE teams REPLICA IDENTITY USING INDEX other;
-- down --
ALTER TABLE teams REPLICA IDENTITY DEFAULT;
ALTER TABLE people SET WITHOUT CLUSTER;
ALTER TABLE people REPLICA IDENTITY DEFAULT;
ALTER TABLE teams RENAME CONSTRAINT other TO one;
ALTER INDEX people_email_idx RENAME TO users_email_idx;
ALTER TABLE people RENAME CONSTRAINT people_pkey TO users_pkey;
ALTER TABLE teams REPLICA IDENTITY USING INDEX one;
ALTER TABLE people CLUSTER ON users_pkey;
ALTER TABLE people REPLICA IDENTITY USING INDEX users_email_idx;
ALTER TABLE people RENAME TO users;
