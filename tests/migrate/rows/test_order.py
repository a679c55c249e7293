"""The order of tables: what is pointed to comes first, and cycles begin with one row."""

from __future__ import annotations

import pytest

from designkit.migrate.rows.demands import Demands, demands_on
from designkit.migrate.rows.order import steps
from designkit.model import Column, ForeignKey, QualifiedName, Schema, Table


def demands(**pointers: str) -> dict[QualifiedName, Demands]:
    """Tables by name, each with the tables that it points to; those with a ? may be NULL."""
    tables = [
        Table(
            name=name,
            columns=tuple(
                Column(name=there.strip("?"), type="integer", nullable=there.endswith("?"))
                for there in text.split()
            ),
            foreign_keys=tuple(
                ForeignKey(
                    name=there,
                    columns=(there.strip("?"),),
                    referenced_table=QualifiedName(name=there.strip("?")),
                    referenced_columns=("id",),
                )
                for there in text.split()
            ),
        )
        for name, text in pointers.items()
    ]
    schema = Schema(tables=tuple(tables))
    return {table.qualified: demands_on(table, schema) for table in schema}


@pytest.mark.parametrize(
    ("pointers", "expected"),
    [
        ({"a": "b", "b": ""}, ["b", "a"]),
        ({"a": "", "b": "c", "c": ""}, ["c", "b", "a"]),
        ({"a": "a?"}, ["first a", "rest a"]),
        ({"a": "b", "b": "a?"}, ["first b", "a", "rest b"]),
        ({"a": "b?", "b": "a?"}, ["first a", "b", "rest a"]),
        ({"a": "b", "b": "a"}, ["first a+b", "rest a", "rest b"]),
        ({"a": "b", "b": "c?", "c": "b", "d": "b"}, ["first b", "c", "rest b", "a", "d"]),
        ({"a": "elsewhere"}, ["a"]),
    ],
    ids=str,
)
def test_tables_come_in_order(pointers: dict[str, str], expected: list[str]) -> None:
    told = [
        f"{'' if step.rows == 'all' else f'{step.rows} '}{'+'.join(map(str, step.tables))}"
        for step in steps(demands(**pointers), {})
    ]
    assert told == expected


def test_a_long_chain_is_quick() -> None:
    chain = {f"t{number}": f"t{number - 1}" for number in range(1, 1000)}
    assert len(steps(demands(t0="", **chain), {})) == 1000
