-- A default that calls a body which names what is renamed stays in its way.
-- before --
CREATE TABLE members (id integer, team integer);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(team) FROM members; END;
CREATE TABLE sums (x bigint DEFAULT total());
-- after --
-- designkit: renamed club from team
CREATE TABLE members (id integer, club integer);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(club) FROM members; END;
CREATE TABLE sums (x bigint DEFAULT total());
-- refused --
table sums calls total \(total\(\)\)
