"""EXPLAIN of a CockroachDB, read from texts in the form that its documentation gives."""

from __future__ import annotations

import pytest

from designkit.errors import SourceError
from designkit.model import PrimaryKey, QualifiedName, Schema, View
from designkit.workload.cockroach import Step, Told, read_explained, tree
from tests.rules.built import bare, column, index, schema

USERS = bare(
    "users",
    column("id", "uuid"),
    column("email"),
    primary_key=PrimaryKey(name="users_pkey", columns=("id",)),
    indexes=(index("users_email_idx", "email"),),
)
ORDERS = bare("orders", column("user_id", "uuid"), indexes=(index("orders_user_idx", "user_id"),))
ELSEWHERE = bare("orders", column("at", "date"), namespace="old", indexes=(index("at_idx", "at"),))
SCHEMA = schema(USERS, ORDERS)

SORTED = """
distribution: full
vectorized: true

• top-k
│ estimated row count: 20
│ order: -created_at
│ k: 20
│
└── • filter
    │ estimated row count: 3,333,333
    │ filter: email LIKE '%a: b%'
    │
    └── • scan
          estimated row count: 10,000,000 (100% of the table; stats collected 3 seconds ago)
          table: users@users_pkey
          spans: FULL SCAN

index recommendations: 2
1. type: index creation
   SQL command: CREATE INDEX ON shop.public.users (created_at DESC) STORING (email);
2. type: index replacement
   SQL commands: CREATE INDEX ON users (email) STORING (id); DROP INDEX users@users_email_idx;
"""
JOINED = """
distribution: local
vectorized: true
·
• lookup join (left outer)
│ estimated row count: 12
│ table: orders@orders_user_idx (partial index)
│ equality: (id) = (user_id)
│ equality cols are key
│
└── • index join
    │ estimated row count: 1
    │ table: users@users_pkey
    │
    └── • scan
          estimated row count: 1 - 500 (<0.01% of the table; stats collected 1 day ago)
          table: users@users_email_idx
          spans: [/'a' - /'a']
"""
BRANCHED = """
• root
│
├── • hash join
│   │ equality: (id) = (user_id)
│   │
│   ├── • scan
│   │     missing stats
│   │     table: users@users_pkey
│   │     spans: FULL SCAN
│   │
│   └── • scan
│         estimated row count: 1,000 (missing stats)
│         table: orders@orders_user_idx
│         spans: LIMITED SCAN
│
└── • subquery
    │ id: @S1
    │
    └── • values
          size: 1 column, 1 row
"""
VERBOSE = """
• cross join (inner)
│ columns: (id, user_id)
│ estimated row count: 5 (missing stats)
│
└── • scan
      columns: (id)
      estimated row count: 5
      table: users@users_pkey
      spans: /1/0
"""


def read(text: str, known: Schema = SCHEMA) -> Told:
    return read_explained(text.split("\n"), known)


def steps(text: str) -> list[Step]:
    return list(read(text).root.walk())


def test_steps_stand_below_those_that_they_feed() -> None:
    assert [step.kind for step in steps(SORTED)] == ["top-k", "filter", "scan"]
    root = read(BRANCHED).root
    assert [child.kind for child in root.children] == ["hash join", "subquery"]
    assert [child.index for child in root.children[0].children] == ["users_pkey", "orders_user_idx"]
    assert [child.kind for child in root.children[1].children] == ["values"]


def test_a_scan_tells_its_table_index_and_spans() -> None:
    scan = steps(JOINED)[-1]
    assert (scan.table, scan.index, scan.spans, scan.scans_whole) == (
        QualifiedName(name="users"),
        "users_email_idx",
        "[/'a' - /'a']",
        False,
    )


def test_a_full_scan_is_told_from_one_that_a_limit_stops() -> None:
    scans = [step for step in steps(BRANCHED) if step.kind == "scan"]
    assert [scan.scans_whole for scan in scans] == [True, False]


@pytest.mark.parametrize(
    ("text", "rows"),
    [(SORTED, [20, 3_333_333, 10_000_000]), (JOINED, [12, 1, 500])],
)
def test_rows_are_those_that_are_estimated_without_a_limit(text: str, rows: list[int]) -> None:
    assert [step.rows for step in steps(text)] == rows


def test_rows_that_are_guessed_without_statistics_are_not_told_as_if_known() -> None:
    scans = [step for step in steps(BRANCHED) if step.kind == "scan"]
    assert [(scan.rows, scan.lacks_statistics) for scan in scans] == [(None, True), (None, True)]
    assert "guessed, without statistics" in "\n".join(tree(read(BRANCHED).root))


def test_a_partial_index_is_told_by_its_name() -> None:
    assert steps(JOINED)[0].index == "orders_user_idx"


def test_properties_keep_the_servers_words() -> None:
    first = steps(JOINED)[0]
    assert first.told("equality") == "(id) = (user_id)"
    assert ("equality cols are key", "") in first.properties
    assert steps(SORTED)[1].told("filter") == "email LIKE '%a: b%'"


def test_recommended_indexes_are_told_as_sql() -> None:
    assert read(SORTED).recommended == (
        "CREATE INDEX ON shop.public.users (created_at DESC) STORING (email);",
        "CREATE INDEX ON users (email) STORING (id); DROP INDEX users@users_email_idx;",
    )
    assert read(JOINED).recommended == ()


def test_the_verbose_form_is_read_as_well() -> None:
    join, scan = steps(VERBOSE)
    assert (join.kind, join.lacks_statistics) == ("cross join (inner)", True)
    assert (scan.rows, scan.spans) == (5, "/1/0")


def test_of_two_tables_of_one_name_the_index_tells_which() -> None:
    def named(table: str) -> QualifiedName | None:
        text = f"• scan\n  table: {table}\n  spans: FULL SCAN"
        return read(text, schema(ORDERS, ELSEWHERE)).root.table

    assert named("orders@at_idx") == ELSEWHERE.qualified
    assert named("orders@orders_user_idx") == ORDERS.qualified
    assert named("orders@orders_pkey") is None
    assert named("lost@lost_pkey") is None


def test_a_materialized_view_is_known_and_names_in_quotes_too() -> None:
    view = View(name='Odd "one', definition="SELECT 1", materialized=True)
    text = '• scan\n  missing stats\n  table: "Odd ""one"@"Odd_pkey"\n  spans: FULL SCAN'
    found = read(text, schema(views=(view,))).root
    assert (found.table, found.index) == (view.qualified, "Odd_pkey")


def test_a_plan_is_drawn_a_line_for_each_step() -> None:
    assert tree(read(SORTED).root) == (
        "top-k by -created_at the first 20: 20 rows",
        "  filter keeping email LIKE '%a: b%': 3.33M rows",
        "    scan of users by users_pkey from end to end: 10M rows",
    )
    assert tree(read(JOINED).root)[2] == (
        "    scan of users by users_email_idx in [/'a' - /'a']: 500 rows"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no tree of steps"),
        ("Seq Scan on users  (cost=0.00..1.00 rows=1 width=4)", "no tree of steps"),
        ("• one\n• two", "a tree that designkit cannot read: '• two'"),
        ("• one\n        └── • two", "cannot read"),
    ],
)
def test_what_is_no_such_plan_is_refused(text: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        read(text)
