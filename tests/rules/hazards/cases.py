"""Scripts for rules on hazards, with the objects of which each speaks; of `SILENT` of none."""

from __future__ import annotations

SILENT: list[tuple[str, str]] = [
    ("drop-table", "CREATE TABLE a (x int); DROP TABLE a;"),
    ("drop-table", "-- way: down\n-- undone:\nCREATE TABLE a (x int);\n-- now:\nDROP TABLE a;"),
    ("drop-table", "-- way: down\nDROP TABLE a;"),
    ("drop-column", "ALTER TABLE a ADD COLUMN x int; ALTER TABLE a DROP COLUMN x;"),
    (
        "drop-column",
        "-- way: down\n-- undone:\nALTER TABLE a ADD x int;\n-- now:\nALTER TABLE a DROP x;",
    ),
    ("drop-schema", "CREATE SCHEMA s; DROP SCHEMA s;"),
    ("drop-constraint", "ALTER TABLE a DROP CONSTRAINT c; CREATE UNIQUE INDEX c ON a (x);"),
    ("drop-constraint", "ALTER TABLE a ALTER x SET NOT NULL; ALTER TABLE a DROP CONSTRAINT c;"),
    ("drop-cascade", "CREATE TABLE a (x int); DROP TABLE a CASCADE;"),
    ("truncate", "TRUNCATE a CASCADE;"),
    ("update-without-where", "CREATE TABLE a (x int); UPDATE a SET x = 1;"),
    ("delete-without-where", "DELETE FROM a USING b WHERE a.x = b.x;"),
    ("required-column-without-default", "ALTER TABLE a ADD x bigserial NOT NULL;"),
    ("required-column-without-default", "TRUNCATE a; ALTER TABLE a ADD x int NOT NULL;"),
    ("required-column-without-default", "ALTER TABLE a ADD x int;"),
    ("unique-over-existing-rows", "ALTER TABLE a ADD x int; CREATE UNIQUE INDEX i ON a (x);"),
    ("unique-over-existing-rows", "ALTER TABLE a ADD x bigserial, ADD UNIQUE (x);"),
    (
        "unique-over-existing-rows",
        (
            "-- earlier:\nCREATE TABLE a (x int PRIMARY KEY, y int);\n-- now:\n"
            "CREATE UNIQUE INDEX i ON a (y, x);"
        ),
    ),
    ("not-null-unproven", "CREATE TABLE a (x int); ALTER TABLE a ALTER x SET NOT NULL;"),
    (
        "not-null-unproven",
        (
            "-- earlier:\nALTER TABLE a ADD CONSTRAINT c CHECK (y > 0 AND x IS NOT NULL);\n"
            "-- now:\n"
            "ALTER TABLE a ALTER x SET NOT NULL;"
        ),
    ),
    (
        "not-null-unproven",
        (
            "-- earlier:\nCREATE TABLE b (x int NOT NULL);\nALTER TABLE b RENAME TO a;\n-- now:\n"
            "ALTER TABLE a ALTER x SET NOT NULL;"
        ),
    ),
    ("drop-default", "ALTER TABLE a ALTER x DROP DEFAULT;"),
    ("rename-column", "ALTER TABLE a ADD x int; ALTER TABLE a RENAME x TO y;"),
    ("rename-table", "CREATE TABLE a (x int); ALTER TABLE a RENAME TO b;"),
    ("index-without-concurrently", "CREATE TABLE a (x int); CREATE INDEX i ON a (x);"),
    ("index-without-concurrently", "CREATE INDEX i ON ONLY a (x);"),
    (
        "index-without-concurrently",
        (
            "-- earlier:\nCREATE TABLE a (x int) PARTITION BY LIST (x);\n-- now:\n"
            "CREATE INDEX i ON a (x);"
        ),
    ),
    ("drop-index-without-concurrently", "CREATE INDEX i ON a (x); DROP INDEX i;"),
    (
        "drop-index-without-concurrently",
        "-- earlier:\nCREATE INDEX i ON a (x);\n-- now:\nDROP INDEX i; DROP TABLE a;",
    ),
    ("reindex-without-concurrently", "REINDEX SYSTEM d;"),
    ("refresh-without-concurrently", "REFRESH MATERIALIZED VIEW m WITH NO DATA;"),
    ("foreign-key-without-not-valid", "ALTER TABLE a ADD b_id uuid REFERENCES b (id);"),
    ("foreign-key-without-not-valid", "CREATE TABLE a (b_id uuid REFERENCES b (id));"),
    ("unique-constraint-without-index", "ALTER TABLE a ADD UNIQUE USING INDEX i;"),
    ("volatile-default", "ALTER TABLE a ADD x timestamptz DEFAULT now() - interval '1 day';"),
    ("volatile-default", "ALTER TABLE a ADD x text DEFAULT upper('a') || 'b';"),
    ("validated-in-same-transaction", "ALTER TABLE a VALIDATE CONSTRAINT c;"),
    ("rows-changed-under-lock", "ALTER TABLE a ADD x int; INSERT INTO b (y) VALUES (1);"),
    ("rows-changed-under-lock", "CREATE TABLE a (x int); UPDATE b SET y = 1 WHERE y = 2;"),
    (
        "enum-value-used-at-once",
        "CREATE TYPE m AS ENUM ('a'); ALTER TYPE m ADD VALUE 'b'; SELECT 'b';",
    ),
    ("session-setting-left", "SET search_path = a; RESET search_path;"),
    ("session-setting-left", "SET ROLE a; RESET ALL;"),
    ("session-setting-left", "SELECT set_config('search_path', '', true);"),
    ("session-setting-left", "SET timezone = 'UTC';"),
    ("grant-to-public", "GRANT USAGE ON SCHEMA s TO PUBLIC;"),
    ("grant-to-public", "REVOKE ALL ON a FROM PUBLIC;"),
    ("insert-without-columns", "CREATE TABLE a (x int); INSERT INTO a VALUES (1);"),
    ("insert-without-columns", "INSERT INTO a DEFAULT VALUES;"),
    ("select-star", "CREATE VIEW v AS SELECT x FROM a WHERE EXISTS (SELECT * FROM b);"),
    ("select-star", "CREATE VIEW v AS WITH w AS (SELECT x FROM a) SELECT * FROM w;"),
    ("select-star", "CREATE VIEW v AS SELECT count(*) FROM a;"),
    ("comparison-with-null", "UPDATE a SET x = NULL WHERE x IS DISTINCT FROM NULL;"),
    ("column-twice", "UPDATE a SET x[1] = 1, x[2] = 2 WHERE y = 1;"),
    ("column-twice", "CREATE TABLE a PARTITION OF p (x NOT NULL, x DEFAULT 1) DEFAULT;"),
    ("name-cut-short", f"SELECT '{'a' * 70}' AS {'b' * 63};"),
    ("type-unsuited", "CREATE TABLE a (x timestamp);"),
    ("leading-wildcard", "UPDATE a SET x = 1 WHERE y LIKE '%b';"),
    ("transaction-control", "SAVEPOINT s; RELEASE s;"),
    ("trigger-disabled", "CREATE TABLE a (x int); ALTER TABLE a DISABLE TRIGGER ALL;"),
]

SPEAKS: list[tuple[str, str, list[str]]] = [
    ("drop-table", "DROP TABLE a, s.b;", ["a", "s.b"]),
    (
        "drop-table",
        "-- way: down\n-- undone:\nCREATE TABLE b (x int);\n-- now:\nDROP TABLE a;",
        ["a"],
    ),
    ("drop-constraint", "ALTER TABLE a DROP CONSTRAINT c; CREATE UNIQUE INDEX i ON b (x);", ["c"]),
    ("required-column-without-default", "ALTER TABLE a ADD x int NOT NULL DEFAULT NULL;", ["a.x"]),
    (
        "required-column-without-default",
        "TRUNCATE a; INSERT INTO a SELECT 1; ALTER TABLE a ADD x int NOT NULL;",
        ["a.x"],
    ),
    ("unique-over-existing-rows", "ALTER TABLE a ADD x int DEFAULT 1 UNIQUE;", ["a"]),
    ("unique-over-existing-rows", "CREATE UNIQUE INDEX i ON a (lower(x));", ["i"]),
    (
        "unique-over-existing-rows",
        (
            "-- earlier:\nCREATE UNIQUE INDEX i ON a (x) WHERE y;\n"
            "-- now:\nCREATE UNIQUE INDEX j ON a (x);"
        ),
        ["j"],
    ),
    (
        "not-null-unproven",
        (
            "-- earlier:\nALTER TABLE a ADD CONSTRAINT c CHECK (x IS NOT NULL OR y);\n-- now:\n"
            "ALTER TABLE a ALTER x SET NOT NULL;"
        ),
        ["a.x"],
    ),
    (
        "not-null-unproven",
        (
            "-- target: postgresql=11\n-- earlier:\nALTER TABLE a ADD CHECK (x IS NOT NULL);\n"
            "-- now:\n"
            "ALTER TABLE a ALTER x SET NOT NULL;"
        ),
        ["a.x"],
    ),
    (
        "drop-default",
        (
            "-- earlier:\nCREATE TABLE a (y int DEFAULT 1);\nALTER TABLE a ALTER y SET NOT NULL;\n"
            "ALTER TABLE a RENAME y TO x;\n-- now:\nALTER TABLE a ALTER x DROP DEFAULT;"
        ),
        ["a.x"],
    ),
    ("volatile-default", "ALTER TABLE a ADD x int DEFAULT my_function();", ["a.x"]),
    ("volatile-default", "ALTER TABLE a ADD x int GENERATED ALWAYS AS IDENTITY;", ["a.x"]),
    ("volatile-default", "-- target: postgresql=10\nALTER TABLE a ADD x int DEFAULT 1;", ["a.x"]),
    (
        "column-type-changed",
        (
            "-- earlier:\nCREATE TABLE a (x varchar(20));\n"
            "-- now:\nALTER TABLE a ALTER x TYPE varchar(10);"
        ),
        ["a.x"],
    ),
    (
        "foreign-key-without-not-valid",
        "ALTER TABLE a ADD b_id uuid DEFAULT f() REFERENCES b;",
        ["a"],
    ),
    ("validated-in-same-transaction", "ALTER TABLE a ADD x int, VALIDATE CONSTRAINT c;", []),
    (
        "rows-changed-under-lock",
        "ALTER TABLE a ADD x int; UPDATE b SET y = 1 WHERE z; DELETE FROM c WHERE z;",
        ["b"],
    ),
    ("statement-not-transactional", "-- target: postgresql=11\nALTER TYPE m ADD VALUE 'b';", ["?"]),
    ("transaction-control", "BEGIN; SELECT 1; COMMIT;", ["?"]),
    ("concurrently-in-transaction", "ALTER TABLE p DETACH PARTITION c CONCURRENTLY;", ["?"]),
    ("session-setting-left", "SELECT set_config('search_path', '', false);", ["search_path"]),
    ("column-twice", "INSERT INTO a (x, y, x) VALUES (1, 2, 3);", ["x"]),
    ("column-twice", "ALTER TABLE a ADD x int, ADD x text;", ["x"]),
    ("select-star", "INSERT INTO a (x, y) SELECT * FROM b;", ["?"]),
    ("select-star", "-- way: none\nSELECT a.* FROM a JOIN b ON a.x = b.x;", ["?"]),
    ("name-cut-short", f'CREATE TABLE "{"ä" * 32}" (x int);', ["ä" * 32]),
    ("type-unsuited", "-- way: none\nALTER TABLE a ALTER x TYPE json;", ["x"]),
    ("type-unsuited", "-- way: none\nCREATE TABLE a (x char(3)[], y varchar(9));", ["x"]),
]
