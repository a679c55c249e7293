-- A dropped table goes after the foreign keys that point to it; DOWN says that its rows are lost.
-- before --
CREATE TABLE teams (id bigint PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE members (id bigint PRIMARY KEY, team_id bigint REFERENCES teams (id));
CREATE INDEX idx_members_team_id ON members (team_id);
-- after --
CREATE TABLE members (id bigint PRIMARY KEY, team_id bigint);
CREATE INDEX idx_members_team_id ON members (team_id);
-- up --
ALTER TABLE members DROP CONSTRAINT members_team_id_fkey;
DROP TABLE teams;
-- down --
-- Restores the structure only: the data went with UP.
CREATE TABLE teams (
    id bigint NOT NULL,
    name text NOT NULL,
    CONSTRAINT teams_pkey PRIMARY KEY (id),
    CONSTRAINT teams_name_key UNIQUE (name)
);
ALTER TABLE members ADD CONSTRAINT members_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id);
