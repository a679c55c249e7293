"""Statistics as CockroachDB takes them: in the form that it prints itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from designkit.model import (
    ColumnStatistics,
    Enum,
    QualifiedName,
    RelationStatistics,
    Statistics,
)
from designkit.workload.cockroach import Injection, injections
from designkit.workload.cockroach.histograms import histogram
from designkit.workload.cockroach.planning import forgotten
from designkit.workload.volumes import read_cockroach_statistics, resolve
from tests.rules.built import bare, column, schema

NOW = datetime(2025, 7, 1, 12, tzinfo=UTC)
USERS = QualifiedName(name="users")


def known(**fields: object) -> ColumnStatistics:
    return ColumnStatistics(**{"column": "a", **fields})  # type: ignore[arg-type]


def injected(statistics: ColumnStatistics, type_name: str, rows: float = 1000) -> Injection:
    relation = RelationStatistics(name=USERS, rows=rows, columns=(statistics,))
    table = bare("users", column("a", type_name), column("untold"))
    enums = (Enum(name="mood", values=("glad", "sad", "dull")),)
    (found,) = injections(schema(table, enums=enums), Statistics(relations=(relation,)), now=NOW)
    return found


def told(injection: Injection) -> Any:
    """The JSON in the last statement, as a server would read it."""
    text = injection.statements[-1].text
    begin = "ALTER TABLE users INJECT STATISTICS '"
    assert text.startswith(begin)
    return json.loads(text.removeprefix(begin).removesuffix("'").replace("''", "'"))


def test_a_column_is_told_as_the_server_prints_it() -> None:
    (found,) = told(injected(known(null_share=0.25, distinct=3, width=8), "bytea"))
    assert found == {
        "name": "designkit",
        "created_at": "2025-07-01 12:00:00.000000",
        "columns": ["a"],
        "row_count": 1000,
        "distinct_count": 4,
        "null_count": 250,
        "avg_size": 6,
        "histo_col_type": "",
        "histo_buckets": [],
    }


def test_the_server_is_kept_from_counting_the_empty_table_first() -> None:
    first, _ = injected(known(), "bytea").statements
    assert first.text == ("ALTER TABLE users SET (sql_stats_automatic_collection_enabled = false)")


def test_whatever_is_counted_is_a_whole_number() -> None:
    statistics = known(null_share=1 / 3, distinct=-1 / 3, common=(("7", 1 / 7),), bounds=("1", "9"))
    (found,) = told(injected(statistics, "integer", rows=1000.5))
    counts = [found["row_count"], found["distinct_count"], found["null_count"], found["avg_size"]]
    counts += [bucket[key] for bucket in found["histo_buckets"] for key in ("num_eq", "num_range")]
    assert all(isinstance(count, int) for count in counts)


def test_quotes_in_values_end_no_literal() -> None:
    (found,) = told(injected(known(distinct=1, common=(("it's", 1.0),)), "text"))
    assert found["histo_buckets"][0]["upper_bound"] == "it's"


def test_what_was_told_reads_back_as_it_was() -> None:
    statistics = known(
        null_share=0.1,
        width=10,
        distinct=50.0,
        common=(("b", 0.5), ("m", 0.2)),
        bounds=("a", "k", "z"),
    )
    back = read_cockroach_statistics(USERS, told(injected(statistics, "text", rows=100_000)))
    assert back.rows == 100_000
    column = back.find("a")
    assert column is not None
    assert column.null_share == pytest.approx(0.1)
    assert column.distinct == 50
    assert column.width == 10
    assert dict(column.common) == pytest.approx({"b": 0.5, "m": 0.2}, abs=0.001)
    assert column.bounds == ("a", "k", "z")


def test_a_common_value_cuts_the_part_that_it_lies_in() -> None:
    statistics = known(distinct=101, common=(("5", 0.5),), bounds=("0", "10", "20"))
    buckets = histogram(statistics, 2000, "integer").buckets
    assert [item.upper_bound for item in buckets] == ["0", "5", "10", "20"]
    assert [item.num_eq for item in buckets] == [10, 1000, 10, 10]
    assert [item.num_range for item in buckets] == [0, 242, 242, 485]
    assert sum(item.num_eq + item.num_range for item in buckets) == pytest.approx(2000, abs=2)


def test_nothing_lies_below_the_first_bucket_nor_outside_of_the_bounds() -> None:
    statistics = known(distinct=100, common=(("-5", 0.2), ("99", 0.2)), bounds=("0", "10"))
    buckets = histogram(statistics, 1000, "bigint").buckets
    assert [(item.upper_bound, item.num_range > 0) for item in buckets] == [
        ("-5", False),
        ("0", False),
        ("10", True),
        ("99", False),
    ]


def test_no_more_values_lie_between_bounds_than_rows() -> None:
    statistics = known(distinct=-1, bounds=("1", "100"))
    assert [item.distinct_range for item in histogram(statistics, 100, "integer").buckets] == [
        0,
        98,
    ]


@pytest.mark.parametrize(
    ("type_name", "values", "ordered"),
    [
        ("integer", ("10", "9", "-1"), ["-1", "9", "10"]),
        ("numeric(10,2)", ("1.5", "1.25"), ["1.25", "1.5"]),
        ("date", ("2024-02-01", "2023-11-30"), ["2023-11-30", "2024-02-01"]),
        (
            "timestamp with time zone",
            ("2024-01-01 00:00:00+00", "2024-01-01 00:30:00+02"),
            ["2024-01-01 00:30:00+02", "2024-01-01 00:00:00+00"],
        ),
        ("text", ("a", "B", "ä"), ["B", "a", "ä"]),
        ("mood", ("dull", "sad", "glad"), ["glad", "sad", "dull"]),
        ("boolean", ("t", "f"), ["false", "true"]),
    ],
)
def test_buckets_ascend_as_cockroachdb_orders_the_type(
    type_name: str, values: tuple[str, ...], ordered: list[str]
) -> None:
    common = tuple((value, 1 / len(values)) for value in values)
    (found,) = told(injected(known(distinct=len(values), common=common), type_name))
    assert [bucket["upper_bound"] for bucket in found["histo_buckets"]] == ordered
    assert found["histo_col_type"] == type_name


@pytest.mark.parametrize("type_name", ["jsonb", "text[]", "interval"])
def test_what_cockroachdb_keeps_no_histogram_of_gets_none(type_name: str) -> None:
    found = injected(known(common=(("{}", 1.0),)), type_name)
    assert told(found)[0]["histo_buckets"] == []
    assert found.notes == ()


@pytest.mark.parametrize(
    ("statistics", "type_name", "problem"),
    [
        (
            known(distinct=9, common=(("a", 0.5),)),
            "text",
            "nobody said where values lie that are not the common ones",
        ),
        (
            known(distinct=9, bounds=("-infinity", "2024-01-01")),
            "date",
            "written in a way that cannot be put in order",
        ),
        (known(common=(("lost", 1.0),)), "mood", "written in a way that cannot be put in order"),
    ],
)
def test_what_is_known_and_cannot_be_told_is_noted(
    statistics: ColumnStatistics, type_name: str, problem: str
) -> None:
    found = injected(statistics, type_name)
    assert told(found)[0]["histo_buckets"] == []
    (note,) = found.notes
    assert note.startswith("users.a has no histogram: ")
    assert problem in note


def test_every_table_of_a_schema_is_told_what_was_resolved() -> None:
    known_schema = schema(
        bare("users", column("a", "integer")), bare("orders", column("b", "date"))
    )
    found = injections(known_schema, resolve(known_schema, now=NOW).statistics, now=NOW)
    assert [str(item.table) for item in found] == ["orders", "users"]
    assert [told_rows["row_count"] for told_rows in told(found[1])] == [1_000_000]


def test_statistics_that_are_no_longer_ours_are_an_error() -> None:
    assert forgotten(USERS, ["designkit", "designkit"]) == ""
    assert "has collected others meanwhile (__auto__)" in forgotten(
        USERS, ["designkit", "__auto__"]
    )
    assert "has not kept them" in forgotten(USERS, [])
