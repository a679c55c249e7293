"""What speaks of a name that changes, and goes before renames since it cannot follow them."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from designkit.changes.enum_values import RenameValue
from designkit.changes.expressions import names_in
from designkit.changes.needs import ROUTINES
from designkit.changes.objects import Whole, held_text
from designkit.changes.renames import Rename, RenameColumn, RenameTable
from designkit.changes.standing import attached_to, views_over
from designkit.model import (
    Carried,
    QualifiedName,
    Schema,
    View,
)


def unable_to_follow(start: Schema, goal: Schema, renames: Iterable[Rename]) -> tuple[Whole, ...]:
    """What speaks of a name that changes, in a text that PostgreSQL rewrites or leaves stale.

    It goes before the renames and comes after them, under the new names: views that read a renamed
    table or column, what hangs on a table and names a renamed column, and routines in SQL.
    """
    tables: set[QualifiedName] = set()
    columns: set[tuple[QualifiedName, str]] = set()
    values: set[str] = set()
    now: dict[QualifiedName, QualifiedName] = {}
    for rename in renames:
        match rename:
            case RenameTable():
                origin = now.pop(rename.before, rename.before)
                now[rename.after] = origin
                tables.add(origin)
            case RenameColumn():
                origin = now.get(rename.table, rename.table)
                columns |= {(origin, rename.before), (origin, rename.after)}
            case RenameValue():
                values.add(rename.before)
            case _:
                continue
    found: list[Whole] = list(_stale_views(start, tables, columns))
    found += attached_to(start, columns)
    found += (item for item in start.carried if _is_stale(item, goal, tables, columns, values))
    gone = {view.qualified for view in found if isinstance(view, View)}
    found += (item for item in start.carried if item.table in gone and item not in found)
    return tuple(found)


def _stale_views(
    start: Schema, tables: AbstractSet[QualifiedName], columns: set[tuple[QualifiedName, str]]
) -> tuple[View, ...]:
    named = {
        view.qualified
        for view in start.views
        if not tables.isdisjoint(view.depends_on)
        or any(
            table in view.depends_on and column in names_in(view.definition)
            for table, column in columns
        )
    }
    direct = tuple(view for view in start.views if view.qualified in named)
    above = views_over(start, named)
    return direct + tuple(view for view in above if view.qualified not in named)


def _is_stale(
    item: Carried,
    goal: Schema,
    tables: AbstractSet[QualifiedName],
    columns: set[tuple[QualifiedName, str]],
    values: AbstractSet[str],
) -> bool:
    """Whether a routine in SQL, read when it is created, names what is renamed and changes so."""
    if item.kind not in ROUTINES or "LANGUAGE sql" not in item.definition or item in goal.carried:
        return False
    body = item.definition.removeprefix(held_text(item))
    if any(value in body for value in values):
        return True
    words = names_in(item.definition)
    return any(table.name in words for table in tables) or any(
        table.name in words and column in words for table, column in columns
    )
