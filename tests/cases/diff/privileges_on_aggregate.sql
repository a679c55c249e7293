-- Rights on what PostgreSQL cannot print are granted all the same.
-- before --
CREATE ROLE designkit_app;
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
-- after --
CREATE ROLE designkit_app;
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
GRANT EXECUTE ON FUNCTION total TO designkit_app;
REVOKE EXECUTE ON FUNCTION total FROM PUBLIC;
-- up --
REVOKE EXECUTE ON FUNCTION total(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION total(integer) TO designkit_app;
-- down --
REVOKE EXECUTE ON FUNCTION total(integer) FROM designkit_app;
GRANT EXECUTE ON FUNCTION total(integer) TO PUBLIC;
