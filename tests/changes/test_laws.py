"""What holds for every pair of schemas, in memory."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from designkit.changes import Operation, diff
from designkit.model import Schema, replace
from designkit.sql.script import Changes
from tests import strategies
from tests.database.law import holds_in_memory


@given(strategies.pairs)
def test_a_diff_leads_from_one_schema_to_the_other_and_back(pair: tuple[Schema, Schema]) -> None:
    holds_in_memory(Changes.between(*pair))


@given(strategies.schemas())
def test_a_schema_does_not_differ_from_itself(schema: Schema) -> None:
    assert diff(schema, schema) == ()


@given(strategies.schemas())
def test_owners_volumes_and_column_order_are_no_difference(schema: Schema) -> None:
    turned = tuple(
        replace(table, columns=table.columns[::-1], service="other") for table in schema.tables
    )
    assert diff(schema, replace(schema, tables=turned, volumes=())) == ()


@given(strategies.pairs, st.randoms(use_true_random=False))
def test_the_order_of_a_diff_does_not_depend_on_that_of_its_input(
    pair: tuple[Schema, Schema], shuffle: random.Random
) -> None:
    shuffled = tuple(_shuffled(schema, shuffle) for schema in pair)
    assert diff(shuffled[0], shuffled[1]) == diff(*pair)


def _shuffled(schema: Schema, shuffle: random.Random) -> Schema:
    def mixed(items: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(shuffle.sample(items, len(items)))

    fields = ("tables", "enums", "sequences", "views", "namespaces")
    return replace(schema, **{field: mixed(getattr(schema, field)) for field in fields})


@given(st.data())
@settings(max_examples=200)
def test_the_inverse_of_an_operation_undoes_it(data: st.DataObject) -> None:
    schema = data.draw(strategies.schemas())
    operation: Operation = data.draw(strategies.operations(schema))
    undone = operation.inverse().apply(operation.apply(schema))
    assert undone.canonical() == schema.canonical()
    assert operation.inverse().inverse() == operation


@given(strategies.pairs)
def test_every_operation_says_what_it_does(pair: tuple[Schema, Schema]) -> None:
    for operation in diff(*pair):
        assert operation.describe()
        assert operation.describe() == operation.describe().strip()
