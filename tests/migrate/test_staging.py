"""A change as numbered files, case by case: which files, for whom, and that they run."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import get_args

import pytest
from psycopg.errors import NotNullViolation

from designkit.config import FileFormat, Target
from designkit.database import Connection, Scratch, fill, load, run
from designkit.errors import StatementFailed
from designkit.migrate.export import Export, render
from designkit.migrate.staging import SMALL_ROWS, Form, Stage, stages, statements_text
from designkit.migrate.staging.widening import is_widening
from designkit.model import Column, QualifiedName, Schema, Volume, is_snake_case, replace
from designkit.sql.annotations import read_annotations
from designkit.sql.script import Changes
from designkit.sql.statements import split
from tests.cases.case_file import CASES, Case, cases, expect, read_case
from tests.migrate.staged import FORMS, hazards_of, lead_there_and_back, shown

USERS = "CREATE TABLE users (id uuid PRIMARY KEY, email text)"


def designed(text: str, file: str = "") -> Schema:
    return replace(load(text, file=file), volumes=read_annotations(text).volumes)


def between(case: Case, before: Schema) -> Changes:
    annotated = case.section("after")
    after = designed(annotated, str(case.file))
    return Changes.between(before, after, read_annotations(annotated).renames)


@pytest.mark.parametrize("case", cases("staging"))
def test_the_files_of_a_change_are_those_of_the_case_and_run(case: Case, *, accept: bool) -> None:
    seen: dict[str, str] = {}
    with Scratch() as scratch:
        before = fill(scratch, case.section("before"), file=str(case.file)).schema
        changes = between(case, before)
        for name, form in FORMS.items():
            if name in case.sections:
                seen[name] = shown(lead_there_and_back(scratch, changes, form))
    assert seen, "the case names no form"
    expect(case, seen, accept=accept)


@pytest.mark.parametrize("case", cases("diff", lambda case: "refused" not in case.sections))
def test_every_case_of_a_diff_runs_in_files_too(case: Case) -> None:
    # One form each, so that all forms meet some: all with all would take a minute.
    form = list(FORMS.values())[zlib.crc32(case.file.stem.encode()) % len(FORMS)]
    with Scratch() as scratch:
        before = fill(scratch, case.section("before"), file=str(case.file)).schema
        lead_there_and_back(scratch, between(case, before), form)


# ── what the form is for ─────────────────────────────────────────────────────

HOLDS_UP = {
    "rewrites-table",
    "scans-to-validate",
    "blocks-reads",
    "blocks-writes",
    "mixed-schema-and-data",
    "lock-timeout-with-concurrently",
}
# Few rows, or a column that cannot move: these change in place in every form.
IN_PLACE = {
    *("not_null_of_few_rows", "type_changed_plainly"),
    *("column_numbered", "enum_value_removed"),
}


@pytest.mark.parametrize("case", cases("staging", lambda case: case.file.stem not in IN_PLACE))
def test_the_safe_form_is_observed_to_hold_nobody_up(case: Case) -> None:
    with Scratch() as scratch:
        before = fill(scratch, case.section("before"), file=str(case.file)).schema
        form = FORMS["postgresql"]
        seen = hazards_of(scratch, between(case, before), form, "postgresql=18")
    assert not seen & HOLDS_UP


@pytest.mark.parametrize("name", ["column_filled", "not_null", "reference_added", "type_changed"])
def test_the_direct_form_is_observed_to_hold_others_up(name: str) -> None:
    case = read_case(CASES / "staging" / f"{name}.sql")
    with Scratch() as scratch:
        before = fill(scratch, case.section("before")).schema
        form = FORMS["direct"]
        assert hazards_of(scratch, between(case, before), form, "postgresql=18") & HOLDS_UP


def test_rows_come_through_a_change_of_type_and_back() -> None:
    case = read_case(CASES / "staging" / "type_changed.sql")
    with Scratch() as scratch:
        before = fill(scratch, case.section("before")).schema
        files = stages(between(case, before), FORMS["both"])
        switch = _place(files, "switch")
        with scratch.connect() as connection:
            add = "INSERT INTO orders (id, total) VALUES (gen_random_uuid(), %s)"
            connection.execute(add, (1,))
            _walk(connection, files[: switch + 1])
            connection.execute(add, (2**40,))
            connection.execute(add, (3,))
            _walk(connection, files[switch + 1 :])
            assert _totals(connection) == [1, 3, 2**40]
            connection.execute("DELETE FROM orders WHERE total = %s", (2**40,))
            _walk(connection, files, back=True)
            assert _totals(connection) == [1, 3]


TOO_LONG = {
    "a shorter string": ("varchar(20)", "varchar(5)", "abcdefghijkl"),
    "a string with a length": ("text", "varchar(5)", "abcdefghijkl"),
    "a padded string": ("text", "char(5)", "abcdefghijkl"),
    "a number": ("integer", "varchar(3)", "123456"),
    "strings": ("varchar(20)[]", "varchar(5)[]", "{abcdefghijkl}"),
}


@pytest.mark.parametrize("form", ["both", "direct"])
@pytest.mark.parametrize(("old", "new", "value"), TOO_LONG.values(), ids=TOO_LONG.keys())
def test_what_is_too_long_is_refused_and_never_cut(
    old: str, new: str, value: str, form: str
) -> None:
    with Scratch() as scratch, scratch.connect() as connection:
        before = fill(scratch, f"CREATE TABLE t (id integer, v {old})").schema
        after = load(f"CREATE TABLE t (id integer, v {new})")
        connection.execute("INSERT INTO t VALUES (1, %s)", (value,))
        with pytest.raises(StatementFailed, match="too long"):
            _walk(connection, stages(Changes.between(before, after), FORMS[form]))


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ("boolean", "integer", "true"),
        ("boolean", "bigint", "false"),
        ("smallint", "boolean", "1"),
        ("json", "jsonb", '{"a": 1}'),
        ("jsonb", "json", '{"a": 1}'),
        ("point", "text", "(1,2)"),
        ("text", "point", "(1,2)"),
        ("integer[]", "text[]", "{1,2}"),
        ("text[]", "varchar(80)", "{a,b}"),
        ("varchar(80)", "text[]", "{a,b}"),
        ("character(5)", "text", "abc"),
        ("text", 'text COLLATE "C"', "abc"),
        ('varchar(5) COLLATE "C"', 'text COLLATE "POSIX"', "abc"),
        ("integer", 'text COLLATE "C"', "12"),
        ('text COLLATE "C"', "integer", "12"),
    ],
)
@pytest.mark.parametrize("form", ["both", "direct"])
def test_a_value_comes_through_another_type_and_back(
    old: str, new: str, value: str, form: str
) -> None:
    select = "SELECT btrim(v::text) FROM t"
    with Scratch() as scratch, scratch.connect() as connection:
        before = fill(scratch, f"CREATE TABLE t (id integer, v {old})").schema
        after = load(f"CREATE TABLE t (id integer, v {new})")
        files = stages(Changes.between(before, after), FORMS[form])
        connection.execute("INSERT INTO t VALUES (1, %s)", (value,))
        _walk(connection, files)
        _walk(connection, files, back=True)
        assert connection.execute(select.encode()).fetchone() == (value,)


@pytest.mark.parametrize("form", ["both", "postgresql"])
def test_those_who_name_the_column_or_leave_it_out_go_on_until_the_switch(form: str) -> None:
    text = "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, n {} NOT NULL DEFAULT 3)"
    with Scratch() as scratch, scratch.connect() as connection:
        before = fill(scratch, text.format("integer")).schema
        changes = Changes.between(before, load(text.format("bigint")))
        files = stages(changes, FORMS[form])
        switch = _place(files, "switch")
        for stage in files[: switch - 1]:
            connection.execute("INSERT INTO t DEFAULT VALUES")
            connection.execute("INSERT INTO t (n) VALUES (7)")
            _walk(connection, [stage])
        _walk(connection, files[switch - 1 :])
        seen = connection.execute("SELECT n, count(*) FROM t GROUP BY n ORDER BY n").fetchall()
    assert seen == [(3, switch - 1), (7, switch - 1)]


def test_a_row_written_under_the_old_name_after_the_fill_is_not_empty_after_the_switch() -> None:
    with Scratch() as scratch, scratch.connect() as connection:
        before = fill(scratch, "CREATE TABLE t (n integer)").schema
        files = stages(Changes.between(before, load("CREATE TABLE t (n bigint)")), FORMS["both"])
        filled = _place(files, "fill") + 1
        _walk(connection, files[:filled])
        connection.execute("INSERT INTO t (n) VALUES (7)")
        _walk(connection, files[filled:])
        assert connection.execute("SELECT n FROM t").fetchone() == (7,)


def _place(files: Sequence[Stage], word: str) -> int:
    return next(number for number, stage in enumerate(files) if word in stage.suffix)


def _walk(connection: Connection, files: Sequence[Stage], *, back: bool = False) -> None:
    for stage in reversed(files) if back else files:
        statements = split(statements_text(stage.down if back else stage.up))
        run(connection, statements, transactional=stage.transactional)


def _totals(connection: Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT total FROM orders ORDER BY total")]


# ── what is known of the rows ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rows", "files"), [(None, 2), (SMALL_ROWS + 1, 2), (SMALL_ROWS, 1), (0, 1)]
)
def test_only_a_table_that_may_be_large_is_changed_in_the_long_form(
    rows: int | None, files: int
) -> None:
    name = QualifiedName(name="users")
    before = load(USERS)
    volumes = () if rows is None else (Volume(table=name, rows=rows),)
    after = replace(load(USERS.replace("text", "text NOT NULL")), volumes=volumes)
    assert len(stages(Changes.between(before, after), Form(cockroachdb=False))) == files


def test_a_design_that_says_less_keeps_what_was_known() -> None:
    small = (Volume(table=QualifiedName(name="users"), rows=10),)
    before = replace(load(USERS), volumes=small)
    after = load(USERS.replace("text", "text NOT NULL"))
    assert len(stages(Changes.between(before, after), Form(cockroachdb=False))) == 1


# ── what CockroachDB refuses ─────────────────────────────────────────────────

STANDS = "CREATE TABLE t (id uuid PRIMARY KEY, n integer, m integer);"
REFUSED = {
    "nulls that are not distinct": (
        f"{STANDS} ALTER TABLE t ADD CONSTRAINT one UNIQUE NULLS NOT DISTINCT (n)",
        "does not know NULLS NOT DISTINCT of one",
    ),
    "an index of such nulls": (
        f"{STANDS} CREATE UNIQUE INDEX one ON t (n) NULLS NOT DISTINCT",
        "does not know NULLS NOT DISTINCT of one",
    ),
    "what is deferred": (
        f"{STANDS} ALTER TABLE t ADD CONSTRAINT one UNIQUE (n) DEFERRABLE INITIALLY DEFERRED",
        "does not know DEFERRABLE of one",
    ),
    "a new table with an exclusion": (
        f"{STANDS} CREATE TABLE u (n integer, CONSTRAINT apart EXCLUDE USING btree (n WITH =))",
        "does not know EXCLUDE of apart",
    ),
    "an identity": (
        f"{STANDS} ALTER TABLE t ADD k integer GENERATED ALWAYS AS IDENTITY",
        "refuses the identity k where t holds rows",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cockroachdb_refuses_is_said_where_it_is_a_target(text: str, sentence: str) -> None:
    changes = Changes.between(load(STANDS), load(text))
    (refused,) = [line for stage in stages(changes, FORMS["both"]) for line in stage.refused]
    assert sentence in refused
    assert any(refused in stage.why for stage in stages(changes, FORMS["both"]))
    assert not any(stage.refused for stage in stages(changes, FORMS["postgresql"]))


def test_another_type_of_a_key_that_cannot_move_is_said_to_be_refused() -> None:
    text = "CREATE TABLE t (n {} PRIMARY KEY, m text GENERATED ALWAYS AS (n::text) STORED)"
    changes = Changes.between(load(text.format("integer")), load(text.format("bigint")))
    refused = [line for stage in stages(changes, FORMS["both"]) for line in stage.refused]
    assert any("refuses another type for t.n" in line for line in refused)


@pytest.mark.parametrize(
    "added", ["GENERATED ALWAYS AS IDENTITY", "GENERATED ALWAYS AS (n + 1) STORED"]
)
def test_a_column_that_is_filled_at_once_is_said_to_be(added: str) -> None:
    after = load(f"{STANDS} ALTER TABLE t ADD k integer {added}")
    (stage,) = stages(Changes.between(load(STANDS), after), FORMS["postgresql"])
    assert any("writes the whole table anew" in line for line in stage.why)


# ── what goes for a while ────────────────────────────────────────────────────


VIEWED = """
    CREATE TABLE users (id {type} PRIMARY KEY, n {type}, name text);
    CREATE VIEW v AS {query};
    CREATE VIEW w AS SELECT 1 AS one FROM v
"""
AWAY = {
    "it reads the column": ("SELECT n FROM users", True),
    "it reads another column": ("SELECT name FROM users", False),
    "it reads whole rows": ("SELECT u AS whole FROM users u", True),
    "it counts the rows": ("SELECT count(*) AS n FROM users", True),
    "it counts the rows by another name": ("SELECT count(*) AS number FROM users", False),
    "it groups by the key": ("SELECT name FROM users GROUP BY id", True),
}


@pytest.mark.parametrize(("query", "away"), AWAY.values(), ids=AWAY.keys())
def test_a_view_is_away_only_while_what_it_reads_changes(query: str, away: bool) -> None:  # noqa: FBT001
    with Scratch() as scratch:
        before = fill(scratch, VIEWED.format(type="integer", query=query)).schema
        after = load(VIEWED.format(type="bigint", query=query))
        changes = Changes.between(before, after)
        files = lead_there_and_back(scratch, changes, FORMS["postgresql"])
    said = [statement for stage in files for statement in stage.up]
    assert [name for name in "wv" if f"DROP VIEW {name}" in said] == (["w", "v"] if away else [])


# ── keys ─────────────────────────────────────────────────────────────────────

KEYS = {
    "one that points to itself": "CREATE TABLE t (n {type} PRIMARY KEY, up {type} REFERENCES t)",
    "two in a circle": (
        "CREATE TABLE t (n {type} PRIMARY KEY); CREATE TABLE u (n {type} PRIMARY KEY REFERENCES t);"
        "ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES u"
    ),
    "several columns": (
        "CREATE TABLE t (n {type}, m {type}, k text, PRIMARY KEY (n, m, k));"
        "CREATE TABLE u (n {type}, m {type}, k text, FOREIGN KEY (n, m, k) REFERENCES t)"
    ),
    "one that is unique as well": (
        "CREATE TABLE t (n {type} PRIMARY KEY, k text, UNIQUE (n, k));"
        "CREATE TABLE u (n {type}, k text, FOREIGN KEY (n, k) REFERENCES t (n, k))"
    ),
    "one with a comment": (
        "CREATE TABLE t (n {type}, CONSTRAINT t_key PRIMARY KEY (n));"
        "COMMENT ON CONSTRAINT t_key ON t IS 'Ours'"
    ),
    "one with a default of its own": "CREATE TABLE t (n {type} PRIMARY KEY DEFAULT random())",
    "a unique index": (
        "CREATE TABLE t (n {type}); CREATE UNIQUE INDEX i ON t (n);"
        "CREATE TABLE u (n {type} REFERENCES t (n))"
    ),
    "one beside a column that stays": (
        "CREATE TABLE t (n {type}, m {type} GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (n, m))"
    ),
}


@pytest.mark.parametrize("form", ["both", "postgresql"])
@pytest.mark.parametrize("text", KEYS.values(), ids=KEYS.keys())
def test_a_key_moves_with_all_that_points_to_it(text: str, form: str) -> None:
    with Scratch() as scratch:
        before = fill(scratch, text.format(type="integer")).schema
        changes = Changes.between(before, load(text.format(type="bigint")))
        files = lead_there_and_back(scratch, changes, FORMS[form])
    assert _place(files, "switch") > _place(files, "fill")


def test_rows_come_through_another_type_of_a_key_and_back() -> None:
    text = """
        CREATE TABLE t (n {type} PRIMARY KEY);
        CREATE TABLE u (n {type} NOT NULL REFERENCES t, PRIMARY KEY (n));
    """
    with Scratch() as scratch, scratch.connect() as connection:
        before = fill(scratch, text.format(type="text")).schema
        files = stages(Changes.between(before, load(text.format(type="integer"))), FORMS["both"])
        switch = _place(files, "switch")
        connection.execute("INSERT INTO t VALUES ('1'); INSERT INTO u VALUES ('1')")
        _walk(connection, files[:switch])
        connection.execute("INSERT INTO t VALUES ('2', 2); INSERT INTO u VALUES ('2', 2)")
        _walk(connection, files[switch:])
        connection.execute("INSERT INTO t VALUES (3); INSERT INTO u VALUES (3)")
        _walk(connection, files, back=True)
        assert connection.execute("SELECT n FROM u ORDER BY n").fetchall() == [
            ("1",),
            ("2",),
            ("3",),
        ]


def test_a_key_whose_default_differs_is_never_given_two_values() -> None:
    text = "CREATE TABLE t (n {type} PRIMARY KEY DEFAULT gen_random_uuid(), k text)"
    with Scratch() as scratch, scratch.connect() as connection:
        before = fill(scratch, text.format(type="text")).schema
        files = stages(Changes.between(before, load(text.format(type="uuid"))), FORMS["both"])
        required = _place(files, "require_n_new") + 1
        _walk(connection, files[:required])
        with pytest.raises(NotNullViolation, match="n_new"):
            connection.execute("INSERT INTO t (k) VALUES ('a')")
        _walk(connection, files[required:])
        connection.execute("INSERT INTO t (k) VALUES ('b')")


# ── what files are called ────────────────────────────────────────────────────


def test_a_file_is_called_after_what_comes_rather_than_what_goes() -> None:
    before = load(STANDS)
    after = load(
        "CREATE TABLE t (id uuid PRIMARY KEY, n integer, k text, l text); CREATE INDEX i ON t (k)"
    )
    files = stages(Changes.between(before, after), FORMS["postgresql"])
    assert [stage.suffix for stage in files] == ["add_columns_to_t_and_more", "add_i"]


# ── what keeps a column from moving ──────────────────────────────────────────

HANGING = {
    "a generated column": "CREATE TABLE t (n {type}, m int GENERATED ALWAYS AS (n::int) STORED)",
    "an identity": "CREATE TABLE t (n {type} GENERATED ALWAYS AS IDENTITY)",
    "a sequence": "CREATE TABLE t (n {type}); CREATE SEQUENCE s OWNED BY t.n",
    "a key with an identity": "CREATE TABLE t (n {type} GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
    "a key to which a partition points": (
        "CREATE TABLE t (n {type} PRIMARY KEY);"
        "CREATE TABLE u (n {type} REFERENCES t, at date) PARTITION BY RANGE (at)"
    ),
    "a key that points to one with an identity": (
        "CREATE TABLE t (n {type} GENERATED ALWAYS AS IDENTITY PRIMARY KEY);"
        "CREATE TABLE u (n {type} PRIMARY KEY REFERENCES t)"
    ),
    "a key that rows are replicated by": (
        "CREATE TABLE t (n {type} PRIMARY KEY); ALTER TABLE t REPLICA IDENTITY USING INDEX t_pkey"
    ),
    "a partition": "CREATE TABLE t (n {type}, at date) PARTITION BY RANGE (at)",
    "an heir": "CREATE TABLE t (n {type}); CREATE TABLE u () INHERITS (t)",
    "the body of a function": (
        "CREATE TABLE t (n {type}); CREATE FUNCTION most() RETURNS text LANGUAGE sql STABLE"
        " BEGIN ATOMIC SELECT max(n)::text FROM t; END"
    ),
    "a view with names of its own": (
        "CREATE TABLE t (n {type}); CREATE VIEW v AS SELECT a::text AS b FROM t AS u (a)"
    ),
    "an exclusion": "CREATE TABLE t (n {type}, EXCLUDE USING btree (n WITH =))",
}


@pytest.mark.parametrize("text", HANGING.values(), ids=HANGING.keys())
def test_a_column_for_which_others_stand_changes_in_place_and_says_so(text: str) -> None:
    before, after = (load(text.format(type=name)) for name in ("integer", "bigint"))
    files = stages(Changes.between(before, after), Form(cockroachdb=False))
    assert not [stage for stage in files if stage.kind == "data"]
    assert any("writes the whole table anew" in line for stage in files for line in stage.why)


def test_names_that_are_taken_are_left_alone() -> None:
    text = "CREATE TABLE t (n {type}, n_new text, n_old text); CREATE INDEX i ON t (n);"
    taken = "CREATE INDEX i_new ON t (n_new); CREATE INDEX i_old ON t (n_old)"
    before, after = (load(text.format(type=name) + taken) for name in ("integer", "bigint"))
    files = stages(Changes.between(before, after), Form())
    said = "\n".join(statement for stage in files for statement in stage.up)
    assert "RENAME COLUMN n TO n_old_too" in said
    assert "CREATE INDEX CONCURRENTLY i_new_too" in said


# ── widening ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "after", "widens"),
    [
        ("character varying(10)", "character varying(20)", True),
        ("character varying(20)", "character varying(10)", False),
        ("character varying(10)", "character varying", True),
        ("character varying", "character varying(10)", False),
        ("character varying(10)", "text", True),
        ("text", "character varying(10)", False),
        ("numeric(10,2)", "numeric(12,2)", True),
        ("numeric(10,2)", "numeric(12,4)", False),
        ("numeric(10,2)", "numeric", True),
        ("numeric(10,0)", "numeric(12)", True),
        ("integer", "bigint", False),
        ("character varying(10)[]", "character varying(20)[]", False),
    ],
)
def test_a_type_is_widened_where_no_value_changes(before: str, after: str, widens: bool) -> None:  # noqa: FBT001
    old, new = (Column(name="c", type=name) for name in (before, after))
    assert is_widening(old, new) is widens


@pytest.mark.parametrize("column", ["varchar(10) > varchar(20)", "numeric(9,2) > numeric(11,2)"])
def test_postgresql_writes_no_row_when_a_type_is_widened(column: str) -> None:
    before, after = column.split(" > ")
    with Scratch() as scratch, scratch.connect() as connection:
        connection.execute(f"CREATE TABLE t (c {before})".encode())
        node = connection.execute("SELECT pg_relation_filenode('t')").fetchone()
        connection.execute(f"ALTER TABLE t ALTER COLUMN c TYPE {after}".encode())
        assert connection.execute("SELECT pg_relation_filenode('t')").fetchone() == node


def test_every_file_has_a_name_that_a_migration_may_have() -> None:
    before = load('CREATE TABLE "Odd Table" ("Straße" text); CREATE TABLE u (id uuid)')
    after = load('CREATE TABLE "Odd Table" ("Straße" text NOT NULL, "2fa" text)')
    for stage in stages(Changes.between(before, after), Form()):
        assert is_snake_case(stage.named("change"))


@pytest.mark.parametrize(
    ("target", "files"),
    [("postgresql=18", 2), ("postgresql=17", 1), ("postgresql", 1)],
)
def test_a_foreign_key_of_a_partitioned_table_is_proven_later_since_release_18(
    target: str, files: int
) -> None:
    tables = f"{USERS}; CREATE TABLE events (user_id uuid) PARTITION BY HASH (user_id);"
    key = "ALTER TABLE events ADD FOREIGN KEY (user_id) REFERENCES users"
    form = Form.of([Target.of(target)], safe=True, file_format="goose")
    assert len(stages(Changes.between(load(tables), load(tables + key)), form)) == files


@pytest.mark.parametrize("file_format", get_args(FileFormat))
def test_every_format_can_hold_the_files_of_a_change(file_format: FileFormat) -> None:
    before = designed(USERS)
    after = designed(
        f"{USERS}; ALTER TABLE users ADD name text NOT NULL; CREATE INDEX i ON users (email);"
        " CREATE INDEX j ON users (name);"
    )
    targets = (Target.of("postgresql"), Target.of("cockroachdb"))
    form = Form.of(targets, safe=True, file_format=file_format)
    found = stages(Changes.between(before, after), form)
    assert not all(stage.transactional for stage in found)
    for stage in found:
        export = Export(
            description=stage.named("grow"),
            up=stage.up,
            down=stage.down,
            transactional=stage.transactional,
        )
        assert render(file_format, f"{stage.number:03}", export)
