"""What became of rows: counted between two readings, and said in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from designkit.database import Connection, Scratch, read_catalogue
from designkit.migrate.rows import Census, Loss, census, losses
from designkit.model import QualifiedName

KEYED = """
    CREATE TABLE t (id int PRIMARY KEY, phone text, note text);
    INSERT INTO t VALUES (1, '+1', 'a'), (2, '+2', 'a'), (3, NULL, 'b'), (4, '', 'c'),
      (5, '+5', 'd')"""
KEYLESS = """
    CREATE TABLE t (a int, b text, c text);
    INSERT INTO t VALUES (1, 'x', 'x'), (1, 'x', 'x'), (2, 'y', 'y'), (3, NULL, NULL)"""

# Before, what happens, and what is said of it.
CASES: dict[str, tuple[str, str, list[str]]] = {
    "nothing": (KEYED, "", []),
    "rows are written again": (KEYED, "UPDATE t SET note = note; VACUUM t", []),
    "some rows go": (KEYED, "DELETE FROM t WHERE id > 2", ["t: 3 of 5 rows are gone"]),
    "one row goes": (KEYED, "DELETE FROM t WHERE id = 2", ["t: 1 of 5 rows is gone"]),
    "rows come": (KEYED, "INSERT INTO t VALUES (9)", ["t: 1 row came that was not there"]),
    "rows get other keys": (
        KEYED,
        "UPDATE t SET id = id + 100 WHERE id > 3",
        ["t: 2 of 5 rows are gone", "t: 2 rows came that were not there"],
    ),
    "a column is made anew": (
        KEYED,
        "ALTER TABLE t DROP phone; ALTER TABLE t ADD phone text",
        ["t.phone: the values of 4 of 5 rows are gone (NULL now)"],
    ),
    "values change": (
        KEYED,
        "UPDATE t SET note = upper(note)",
        ["t.note: the values of 5 of 5 rows changed"],
    ),
    "a NULL gets a value": (
        KEYED,
        "UPDATE t SET phone = '' WHERE phone IS NULL",
        ["t.phone: the values of 1 of 5 rows changed"],
    ),
    "a column goes": (
        KEYED,
        "ALTER TABLE t DROP phone",
        ["t.phone: the column is gone, with the values of 4 of 5 rows"],
    ),
    "a column of NULLs goes": (
        "CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1)",
        "ALTER TABLE t DROP b",
        [],
    ),
    "a column comes": (KEYED, "ALTER TABLE t ADD more text DEFAULT 'x'", []),
    "the key goes": (KEYED, "ALTER TABLE t DROP CONSTRAINT t_pkey", []),
    "a table goes": (KEYED, "DROP TABLE t", ["t: the table is gone, with 5 rows"]),
    "an empty table goes": ("CREATE TABLE t (a int)", "DROP TABLE t", []),
    "a table comes": ("", KEYED, []),
    "one of two like rows goes": (
        KEYLESS,
        "DELETE FROM t WHERE ctid = '(0,1)'",
        ["t: 1 of 4 rows is gone"],
    ),
    "a value of a row without a key changes": (
        KEYLESS,
        "UPDATE t SET b = NULL WHERE ctid = '(0,1)'",
        ["t.b: the values of 1 of 4 rows are gone (NULL now)"],
    ),
    "rows without a key are exchanged": (
        KEYLESS,
        "TRUNCATE t; INSERT INTO t VALUES (7, 'p', 'q'), (8, 'r', 's')",
        ["t: 4 of 4 rows are gone", "t: 2 rows came that were not there"],
    ),
    "rows beyond those that are read": (
        "CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 1500)",
        "DELETE FROM t WHERE a > 1100",
        ["t: 400 of 1500 rows are gone"],
    ),
    "a partition loses a row": (
        """CREATE TABLE p (a int) PARTITION BY LIST (a);
           CREATE TABLE t PARTITION OF p FOR VALUES IN (1, 2); INSERT INTO p VALUES (1), (2)""",
        "DELETE FROM p WHERE a = 1",
        ["t: 1 of 2 rows is gone"],
    ),
    "a generated column": (
        """CREATE TABLE t (a int, b int GENERATED ALWAYS AS (1 / a) VIRTUAL);
           INSERT INTO t VALUES (0)""",
        "",
        [],
    ),
    "odd names and no column": (
        """CREATE TABLE "a ""b"" {x} %s" ("%s {c}" text); CREATE TABLE t ();
           INSERT INTO "a ""b"" {x} %s" VALUES ('x'); INSERT INTO t DEFAULT VALUES""",
        'UPDATE "a ""b"" {x} %s" SET "%s {c}" = NULL; DELETE FROM t',
        [
            'a "b" {x} %s.%s {c}: the values of 1 of 1 row are gone (NULL now)',
            "t: 1 of 1 row is gone",
        ],
    ),
}


@pytest.fixture(scope="module")
def database() -> Iterator[Connection]:
    with Scratch() as scratch, scratch.connect() as connection:
        yield connection


def counted(connection: Connection) -> Census:
    return census(connection, read_catalogue(connection).schema)


@pytest.mark.parametrize(("before", "change", "said"), CASES.values(), ids=CASES)
def test_what_became_of_rows_is_said(
    database: Connection, before: str, change: str, said: list[str]
) -> None:
    with database.transaction(force_rollback=True):
        database.execute(before.encode())
        start = counted(database)
        database.execute(change.replace("VACUUM t", "").encode())
        assert [str(loss) for loss in losses(start, counted(database))] == said


def test_text_compares_whatever_the_session_prints(database: Connection) -> None:
    with database.transaction(force_rollback=True):
        database.execute("CREATE TABLE t (a timestamptz, b bytea)")
        database.execute("INSERT INTO t VALUES ('2024-05-17', 'x')")
        start = counted(database)
        database.execute("SET DateStyle = 'German'; SET TimeZone = 'CET'")
        database.execute("SET bytea_output = 'escape'")
        assert losses(start, counted(database)) == ()


def test_a_loss_holds_its_numbers() -> None:
    loss = Loss(table=QualifiedName(name="t"), kind="gone", rows=3, of=5)
    assert (loss.rows, loss.of, loss.column) == (3, 5, None)
