"""Which views read a column, so that they must make way while another one takes its name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from designkit.changes.creation import views_in_order
from designkit.changes.expressions import names_in
from designkit.changes.mentions import Place
from designkit.changes.standing import views_over
from designkit.model import QualifiedName, Schema, View, spelled

# PostgreSQL writes every column that a view reads by its name, but for those of a whole row.
_WHOLE_ROW = re.compile(r"\.\*")
_GROUPS = re.compile(r"\bGROUP BY\b")


def views_reading(schema: Schema, places: Iterable[Place]) -> tuple[View, ...]:
    """The views that read one of those columns, and the views that read such a view, in order."""
    known = set(places)
    return _with_readers(
        schema,
        {
            view.qualified
            for view in schema.views
            if any(table in view.depends_on and _reads(view, name) for table, name in known)
        },
    )


def views_grouping(schema: Schema, tables: Iterable[QualifiedName]) -> tuple[View, ...]:
    """The views that may rest on a primary key, since they group by it, and their readers.

    https://www.postgresql.org/docs/18/sql-select.html#SQL-GROUPBY
    """
    known = set(tables)
    return _with_readers(
        schema,
        {
            view.qualified
            for view in schema.views
            if not known.isdisjoint(view.depends_on) and _GROUPS.search(view.definition)
        },
    )


def is_called_otherwise(schema: Schema, table: QualifiedName) -> bool:
    """Whether a view has names of its own for the columns of a table, `users u(a, b)`.

    It lists all of them, so that its text changes with each that comes.
    """
    listed = re.compile(rf"{re.escape(spelled(table.name))} [\w\"$]+\(")
    return any(table in view.depends_on and listed.search(view.definition) for view in schema.views)


def _with_readers(schema: Schema, names: set[QualifiedName]) -> tuple[View, ...]:
    found = names | {view.qualified for view in views_over(schema, names)}
    return tuple(view for view in views_in_order(schema.views) if view.qualified in found)


def _reads(view: View, column: str) -> bool:
    return column in names_in(view.definition) or bool(_WHOLE_ROW.search(view.definition))
