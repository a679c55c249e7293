-- CockroachDB would leave a key NOT VALID that is added where its table is made.
-- before --
-- after --
CREATE TABLE users (id uuid PRIMARY KEY, team_id uuid);
CREATE TABLE teams (id uuid PRIMARY KEY, lead_id uuid REFERENCES users (id));
ALTER TABLE users ADD CONSTRAINT users_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id);
-- both --
-- 1 of 2: create_users_and_more (schema)
CREATE TABLE users (
    id uuid NOT NULL,
    team_id uuid,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE TABLE teams (
    id uuid NOT NULL,
    lead_id uuid,
    CONSTRAINT teams_pkey PRIMARY KEY (id),
    CONSTRAINT teams_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES users (id)
);
-- back
DROP TABLE teams;
DROP TABLE users;
-- 2 of 2: add_users_team_id_fkey (schema)
-- # In the transaction that makes the table CockroachDB would leave the key NOT VALID.
ALTER TABLE users ADD CONSTRAINT users_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id);
-- back
ALTER TABLE users DROP CONSTRAINT users_team_id_fkey;
-- postgresql --
-- 1 of 1: all (schema)
CREATE TABLE users (
    id uuid NOT NULL,
    team_id uuid,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE TABLE teams (
    id uuid NOT NULL,
    lead_id uuid,
    CONSTRAINT teams_pkey PRIMARY KEY (id),
    CONSTRAINT teams_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES users (id)
);
ALTER TABLE users ADD CONSTRAINT users_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id);
-- back
ALTER TABLE users DROP CONSTRAINT users_team_id_fkey;
DROP TABLE teams;
DROP TABLE users;
