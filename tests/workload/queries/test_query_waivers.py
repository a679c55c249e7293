"""Waivers in files of queries, and what each of them speaks of."""

from __future__ import annotations

import pytest

from designkit.errors import SourceError
from designkit.workload import read_query_waivers

_FILE = """\
-- designkit: allow rule-above a reason
-- designkit: weight=3
-- name: First :one
-- designkit: allow rule-below a reason
SELECT 1
 WHERE true; -- designkit: allow rule-behind a reason

-- name: Second :one
SELECT 2
  -- designkit: allow rule-inside a reason
 WHERE :name::text = '-- designkit: allow rule-quoted a reason';
-- designkit: allow rule-left a reason
"""


def test_a_waiver_speaks_of_the_query_that_it_stands_above_or_in() -> None:
    found = read_query_waivers(_FILE, file="a.sql", service="shop")
    assert [(item.rule, item.lines, item.line) for item in found] == [
        ("rule-above", (4, 6), 1),
        ("rule-below", (4, 6), 4),
        ("rule-behind", (4, 6), 6),
        ("rule-inside", (9, 11), 10),
        ("rule-left", (12, 12), 12),
    ]
    assert {(item.file, item.place, item.service) for item in found} == {("a.sql", "a.sql", "shop")}
    assert {item.reason for item in found} == {"a reason"}


def test_a_waiver_may_name_its_object() -> None:
    text = "-- designkit: allow rule (users.email) a reason\n-- name: First :one\nSELECT 1;"
    (waiver,) = read_query_waivers(text)
    assert (waiver.object, waiver.lines) == ("users.email", None)


def test_a_text_without_waivers_is_not_read_as_queries() -> None:
    assert read_query_waivers("nothing of the kind") == ()


def test_a_waiver_without_a_rule_is_refused_with_its_line() -> None:
    text = "-- name: First :one\nSELECT 1;\n-- designkit: allow\n"
    with pytest.raises(SourceError, match=r"a\.sql:3"):
        read_query_waivers(text, file="a.sql")
