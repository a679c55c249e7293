"""Which whole objects must be dropped and made again, since PostgreSQL cannot change them in place.

Those that change themselves, and those that stand on what changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from designkit.changes.expressions import calls_in, names_in
from designkit.changes.mentions import bare_name
from designkit.changes.needs import ROUTINES
from designkit.changes.objects import ReplaceCarried, Whole, name_of
from designkit.changes.renames import Rename, RenameColumn, RenameTable
from designkit.changes.standing import ATTACHED, attached_to, views_over
from designkit.changes.table_changes import (
    moved_routines,
    rebuilt_enums,
    remade_columns,
    signed_with,
    type_changes,
)
from designkit.model import (
    UNASKED,
    Carried,
    QualifiedName,
    Schema,
    View,
    ViewColumn,
    replace,
)


def remade(start: Schema, goal: Schema) -> set[str]:
    """Names of what is on both sides, and must be dropped and made again."""
    routines = moved_routines(start, goal)
    found = _views(start, goal, routines) | _carried(start, goal, routines)
    return found | {name_of(item) for item in _made_with(start, goal, found)}


def _views(start: Schema, goal: Schema, routines: AbstractSet[str]) -> set[str]:
    """Views whose query or columns change, that stand on such a view or on a column that moves."""
    after = {view.qualified: view for view in goal.views}
    columns = type_changes(start, goal) | remade_columns(start, goal)
    moved: set[QualifiedName] = {table for table, _ in columns}
    waiting = list(start.views)
    found: set[str] = set()
    while True:
        hit = [
            view
            for view in waiting
            if _moves(view, after.get(view.qualified), moved)
            or not routines.isdisjoint(calls_in(view.definition))
        ]
        if not hit:
            return found
        for view in hit:
            waiting.remove(view)
            moved.add(view.qualified)
            if view.qualified in after:
                found.add(name_of(view))


def _moves(view: View, other: View | None, moved: AbstractSet[QualifiedName]) -> bool:
    return other is None or _body(view) != _body(other) or not moved.isdisjoint(view.depends_on)


def _body(view: View) -> View:
    # Of what columns have beside it, comments and rights change in place.
    defaults = tuple(
        ViewColumn(name=item.name, default=item.default)
        for item in view.column_settings
        if item.default is not None
    )
    return replace(view, indexes=(), comment=None, access=UNASKED, column_settings=defaults)


def _carried(start: Schema, goal: Schema, routines: AbstractSet[str]) -> set[str]:
    """What is carried and changes otherwise than in place, or stands on what moves."""
    after = {name_of(item): item for item in goal.carried}
    columns = type_changes(start, goal) | remade_columns(start, goal)
    standing = {name_of(item) for item in attached_to(start, columns)}
    enums = rebuilt_enums(start, goal).keys()
    found: set[str] = set()
    for item in start.carried:
        name = name_of(item)
        other = after.get(name)
        if other is None:
            continue
        changed = (item.definition, item.drop) != (other.definition, other.drop)
        called = not routines.isdisjoint(calls_in(item.definition) - {bare_name(item)})
        if (
            name in standing
            or (changed and not ReplaceCarried(before=item, after=other).in_place)
            or (called and item.kind in ATTACHED)
            or signed_with(item, enums)
        ):
            found.add(name)
    return found


def _made_with(start: Schema, goal: Schema, names: AbstractSet[str]) -> Iterator[Carried]:
    """Triggers and rules of views that are made again: they go with the view."""
    after = {name_of(item) for item in goal.carried}
    views = {view.qualified for view in start.views if name_of(view) in names}
    for item in start.carried:
        if item.table in views and name_of(item) in after:
            yield item


def unable_to_follow(start: Schema, goal: Schema, renames: Iterable[Rename]) -> tuple[Whole, ...]:
    """What speaks of a name that changes, in a text that PostgreSQL rewrites or leaves stale.

    It goes before the renames and comes after them, under the new names: views that read a renamed
    table or column, what hangs on a table and names a renamed column, and routines in SQL.
    """
    tables: set[QualifiedName] = set()
    columns: set[tuple[QualifiedName, str]] = set()
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
            case _:
                continue
    found: list[Whole] = list(_stale_views(start, tables, columns))
    found += attached_to(start, columns)
    found += (item for item in start.carried if _is_stale(item, goal, tables, columns))
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
) -> bool:
    """Whether a routine in SQL, read when it is created, names what is renamed and changes so."""
    if item.kind not in ROUTINES or "LANGUAGE sql" not in item.definition or item in goal.carried:
        return False
    words = names_in(item.definition)
    return any(table.name in words for table in tables) or any(
        table.name in words and column in words for table, column in columns
    )
