-- Constraints that change where they stand; CockroachDB knows only that one is validated.
-- before --
CREATE TABLE t (id integer PRIMARY KEY, code integer);
CREATE UNIQUE INDEX idx_t_code ON t (code);
CREATE TABLE r (t_id integer CONSTRAINT fk REFERENCES t (id), n integer);
ALTER TABLE r ADD CONSTRAINT late FOREIGN KEY (t_id) REFERENCES t (id) NOT VALID;
ALTER TABLE r ADD CONSTRAINT positive CHECK (n > 0);
-- after --
CREATE TABLE t (id integer PRIMARY KEY, code integer, CONSTRAINT t_code_key UNIQUE (code));
CREATE TABLE r (
    t_id integer CONSTRAINT fk REFERENCES t (id) NOT ENFORCED,
    n integer,
    CONSTRAINT late FOREIGN KEY (t_id) REFERENCES t (id)
);
ALTER TABLE r ADD CONSTRAINT positive CHECK (n > 0) NOT VALID;
-- both --
-- 1 of 7: drop_positive (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE r DROP CONSTRAINT positive;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE r ADD CONSTRAINT positive CHECK (n > 0);
-- 2 of 7: add_positive (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE r ADD CONSTRAINT positive CHECK (n > 0) NOT VALID;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE r DROP CONSTRAINT positive;
-- 3 of 7: drop_idx_t_code (schema, outside of a transaction)
-- # The index goes while others use the table, which no transaction may hold.
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_t_code;
RESET lock_timeout;
-- back
SET lock_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS idx_t_code;
CREATE UNIQUE INDEX CONCURRENTLY idx_t_code ON t (code);
RESET lock_timeout;
-- 4 of 7: add_t_code_key (schema)
-- # CockroachDB builds it while others write; PostgreSQL locks the table meanwhile. No statement that both know does better.
SET LOCAL lock_timeout = '5s';
ALTER TABLE t ADD CONSTRAINT t_code_key UNIQUE (code);
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE t DROP CONSTRAINT t_code_key;
-- 5 of 7: drop_fk (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE r DROP CONSTRAINT fk;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE r ADD CONSTRAINT fk FOREIGN KEY (t_id) REFERENCES t (id);
-- 6 of 7: add_fk (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE r ADD CONSTRAINT fk FOREIGN KEY (t_id) REFERENCES t (id) NOT ENFORCED;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE r DROP CONSTRAINT fk;
-- 7 of 7: validate_late (schema)
ALTER TABLE r VALIDATE CONSTRAINT late;
-- back
ALTER TABLE r DROP CONSTRAINT late;
ALTER TABLE r ADD CONSTRAINT late FOREIGN KEY (t_id) REFERENCES t (id) NOT VALID;
-- postgresql --
-- 1 of 2: loosen_positive_and_more (schema)
SET LOCAL lock_timeout = '5s';
ALTER TABLE r DROP CONSTRAINT positive;
ALTER TABLE r ADD CONSTRAINT positive CHECK (n > 0) NOT VALID;
ALTER TABLE t ADD CONSTRAINT t_code_key UNIQUE USING INDEX idx_t_code;
ALTER TABLE r ALTER CONSTRAINT fk NOT ENFORCED;
-- back
SET LOCAL lock_timeout = '5s';
ALTER TABLE r ALTER CONSTRAINT fk ENFORCED;
ALTER TABLE t DROP CONSTRAINT t_code_key;
CREATE UNIQUE INDEX idx_t_code ON t (code);
ALTER TABLE r VALIDATE CONSTRAINT positive;
-- 2 of 2: validate_late (schema)
ALTER TABLE r VALIDATE CONSTRAINT late;
-- back
ALTER TABLE r DROP CONSTRAINT late;
ALTER TABLE r ADD CONSTRAINT late FOREIGN KEY (t_id) REFERENCES t (id) NOT VALID;
