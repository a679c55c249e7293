"""What speaks of a name that changes, and goes before renames since it cannot follow them."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from designkit.changes.enum_values import RenameValue
from designkit.changes.expressions import calls_in, names_in
from designkit.changes.mentions import bare_name, texts_of
from designkit.changes.needs import ROUTINES, TYPES
from designkit.changes.objects import Whole, held_text
from designkit.changes.renames import Rename, RenameColumn, RenameTable
from designkit.changes.standing import ATTACHED, attached_to, views_over
from designkit.errors import DiffIncomplete
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
    stale = [
        item
        for item in start.carried
        if _is_stale(item, goal, tables, columns, values) or _speaks(item, tables, columns)
    ]
    found += (item for item in stale if item not in found)
    found += (item for item in _calling(start, stale) if item not in found)
    gone = {view.qualified for view in found if isinstance(view, View)}
    found += (item for item in start.carried if item.table in gone and item not in found)
    return tuple(found)


def _speaks(
    item: Carried,
    tables: AbstractSet[QualifiedName],
    columns: AbstractSet[tuple[QualifiedName, str]],
) -> bool:
    """Whether what hangs on a table names another one that is renamed, or a column of it."""
    if item.kind not in ATTACHED:
        return False
    words = names_in(item.definition)
    return any(table != item.table and table.name in words for table in tables) or any(
        table != item.table and table.name in words and column in words for table, column in columns
    )


def _calling(start: Schema, routines: Iterable[Carried]) -> tuple[Whole, ...]:
    """What PostgreSQL knows to call those routines, and would not let them go.

    Raises:
        DiffIncomplete: a table does, by a default, a check, an index or a generated column.
    """
    called = {bare_name(item) for item in routines if item.kind in ROUTINES}
    found: list[Whole] = []
    while True:
        more: list[Whole] = [
            view for view in start.views if not called.isdisjoint(calls_in(view.definition))
        ]
        views = {item.qualified for item in more if isinstance(item, View)}
        more += (view for view in views_over(start, views) if view not in more)
        more += (
            item
            for item in start.carried
            if not called.isdisjoint(calls_in(held_text(item)) - {bare_name(item)})
        )
        more = [item for item in more if item not in found]
        if not more:
            break
        found += more
        called |= {
            bare_name(item) for item in more if isinstance(item, Carried) and item.kind in ROUTINES
        }
    for table in start.tables:
        for text in texts_of(table):
            if not called.isdisjoint(calls_in(text)):
                raise DiffIncomplete(
                    f"table {table.qualified} calls {', '.join(sorted(called & calls_in(text)))} "
                    f"({text}), which names what is renamed and cannot stay meanwhile: rename in a "
                    "migration by hand"
                )
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
    if item.kind not in ROUTINES | TYPES or item in goal.carried:
        return False
    if any(table.name in names_in(held_text(item)) - {bare_name(item)} for table in tables):
        return True
    if "LANGUAGE sql" not in item.definition:
        return False
    body = item.definition.removeprefix(held_text(item))
    if any(value in body for value in values):
        return True
    words = names_in(item.definition)
    return any(table.name in words for table in tables) or any(
        table.name in words and column in words for table, column in columns
    )
