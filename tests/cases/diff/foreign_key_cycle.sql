-- Tables that point at each other are created first; the key that closes the circle comes last.
-- before --
-- after --
CREATE TABLE users (id bigint PRIMARY KEY, team_id bigint, mentor_id bigint REFERENCES users (id));
CREATE TABLE teams (id bigint PRIMARY KEY, owner_id bigint REFERENCES users (id));
CREATE TABLE rooms (id bigint PRIMARY KEY, team_id bigint REFERENCES teams (id));
ALTER TABLE users ADD CONSTRAINT fk_users_team_id FOREIGN KEY (team_id) REFERENCES teams (id);
ALTER TABLE users ADD room_id bigint REFERENCES rooms (id);
COMMENT ON CONSTRAINT fk_users_team_id ON users IS 'Closes the circle';
-- up --
CREATE TABLE users (
    id bigint NOT NULL,
    team_id bigint,
    mentor_id bigint,
    room_id bigint,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_mentor_id_fkey FOREIGN KEY (mentor_id) REFERENCES users (id)
);

CREATE TABLE teams (
    id bigint NOT NULL,
    owner_id bigint,
    CONSTRAINT teams_pkey PRIMARY KEY (id),
    CONSTRAINT teams_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users (id)
);

CREATE TABLE rooms (
    id bigint NOT NULL,
    team_id bigint,
    CONSTRAINT rooms_pkey PRIMARY KEY (id),
    CONSTRAINT rooms_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id)
);
ALTER TABLE users ADD CONSTRAINT fk_users_team_id FOREIGN KEY (team_id) REFERENCES teams (id);
COMMENT ON CONSTRAINT fk_users_team_id ON users IS 'Closes the circle';
ALTER TABLE users ADD CONSTRAINT users_room_id_fkey FOREIGN KEY (room_id) REFERENCES rooms (id);
-- down --
ALTER TABLE users DROP CONSTRAINT users_room_id_fkey;
ALTER TABLE users DROP CONSTRAINT fk_users_team_id;
DROP TABLE rooms;
DROP TABLE teams;
DROP TABLE users;
