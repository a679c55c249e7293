"""What stands on columns and must be taken away while their type changes, then put back."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes.creation import removals, views_in_order
from designkit.changes.mentions import (
    Place,
    carried_mentions,
    expression_mentions,
    mentions,
)
from designkit.changes.operation import Operation
from designkit.changes.order import in_order
from designkit.changes.tables import DropConstraint, DropIndex
from designkit.model import Carried, Check, ForeignKey, OtherConstraint, QualifiedName, Schema, View

# The kinds that hang on a table and are made anew as a whole.
ATTACHED = frozenset({"trigger", "policy", "rule", "statistics"})


def taken_away(schema: Schema, places: set[Place]) -> tuple[Operation, ...]:
    """The operations that take away what PostgreSQL does not carry over to another type, in order.

    Views, triggers, policies, foreign keys, checks, and indexes with an expression or a predicate.
    The inverses, reversed, put it all back.
    """
    return in_order(
        [
            *removals(views_over(schema, {table for table, _ in places})),
            *removals(attached_to(schema, places)),
            *_constraints(schema, places),
            *_indexes(schema, places),
        ]
    )


def views_over(schema: Schema, tables: set[QualifiedName]) -> tuple[View, ...]:
    """The views that read one of those tables, or such a view."""
    moved = set(tables)
    found: list[View] = []
    for view in views_in_order(schema.views):
        if not moved.isdisjoint(view.depends_on):
            found.append(view)
            moved.add(view.qualified)
    return tuple(found)


def standing_on(schema: Schema, view: View) -> tuple[Operation, ...]:
    """The operations that take away the views over a view, and what hangs on any of them.

    The inverses, reversed, put it all back.
    """
    views = views_over(schema, {view.qualified})
    names = {view.qualified, *(item.qualified for item in views)}
    return removals((*views, *(item for item in schema.carried if item.table in names)))


def attached_to(schema: Schema, places: set[Place]) -> tuple[Carried, ...]:
    """The triggers, policies, rules and statistics that name one of those columns."""
    return tuple(
        item for item in schema.carried if item.kind in ATTACHED and carried_mentions(item, places)
    )


def _constraints(schema: Schema, places: set[Place]) -> Iterator[DropConstraint]:
    for table in schema.tables:
        for constraint in table.constraints:
            hangs = isinstance(constraint, Check | ForeignKey | OtherConstraint)
            if hangs and mentions(table, constraint, places):
                yield DropConstraint(table=table.qualified, constraint=constraint)


def _indexes(schema: Schema, places: set[Place]) -> Iterator[DropIndex]:
    for table in schema.tables:
        for index in table.indexes:
            if expression_mentions(table.qualified, index, places):
                yield DropIndex(table=table.qualified, index=index)
