"""Which whole objects must be dropped and made again, since PostgreSQL cannot change them in place.

Those that change themselves, and those that stand on what moves: found together, since a view may
stand on a function that returns the rows of another view.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from designkit.changes.columns import rebuilt_enums, remade_columns, type_changes
from designkit.changes.expressions import calls_in, cast_to, names_in
from designkit.changes.keys import lost_constraints, unkeyed_tables
from designkit.changes.mentions import Place, type_names
from designkit.changes.needs import ROUTINES, TYPES
from designkit.changes.objects import ReplaceCarried, ReplaceView, held_text, name_of
from designkit.changes.standing import ATTACHED, attached_to, views_over
from designkit.model import UNASKED, Carried, QualifiedName, Schema, View, ViewColumn, replace


class Moves(NamedTuple):
    """What goes, for good or to be made again.

    Attributes:
        routines: bare names, by which texts call them.
        enums: bare names of those that become new types.
        types: bare names of types that go, these enums among them.
        relations: views, and tables of which only the name may come again.
        carried: names, as `name_of` gives them, of what is on both sides.
    """

    routines: frozenset[str]
    enums: frozenset[str]
    types: frozenset[str]
    relations: frozenset[QualifiedName]
    carried: frozenset[str]

    @property
    def uses(self) -> frozenset[str]:
        """What goes, as `uses_in` finds it; columns that cast to an enum change with it."""
        return self.routines.union(map(cast_to, self.types - self.enums))

    @property
    def names(self) -> set[str]:
        """The bare names of types and relations; a relation is a type as well."""
        return {*self.types, *(name.name for name in self.relations)}


def moves(start: Schema, goal: Schema) -> Moves:
    """All that goes on the way from one schema to the other, and makes other things go."""
    kept = {table.qualified for table in goal.tables}
    enums = frozenset(rebuilt_enums(start, goal))
    found = Moves(
        routines=frozenset(),
        enums=enums,
        types=enums,
        relations=frozenset(item.qualified for item in start.tables if item.qualified not in kept),
        carried=frozenset(),
    )
    retyped = type_changes(start, goal)
    unkeyed = unkeyed_tables(start, goal)
    keys = lost_constraints(start, goal)
    while True:
        columns = retyped | remade_columns(start, goal, found.uses)
        carried = frozenset(
            (*_carried(start, goal, found, columns), *_by_keys(start, unkeyed, keys))
        )
        more = found._replace(
            routines=frozenset(_gone(start, goal, ROUTINES, carried)),
            types=found.types | _gone(start, goal, TYPES, carried),
            relations=found.relations | _views(start, goal, found, columns, unkeyed),
            carried=carried,
        )
        if more == found:
            return found
        found = more


def remade(start: Schema, goal: Schema, moved: Moves) -> set[str]:
    """Names of what is on both sides, and must be dropped and made again."""
    after = {*map(name_of, goal.views), *map(name_of, goal.carried)}
    views = {name_of(view) for view in start.views if view.qualified in moved.relations}
    attached = {name_of(item) for item in start.carried if item.table in moved.relations}
    return (views | attached | moved.carried) & after


def _views(
    start: Schema,
    goal: Schema,
    moved: Moves,
    columns: AbstractSet[Place],
    unkeyed: AbstractSet[QualifiedName],
) -> set[QualifiedName]:
    """Views that cannot be replaced, or stand on such a view, a column or a routine that moves.

    By what it groups, a view may rest on a primary key.
    """
    after = {view.qualified: view for view in goal.views}
    relations = {*moved.relations, *(table for table, _ in columns)}
    return {
        view.qualified
        for view in start.views
        if (other := after.get(view.qualified)) is None
        or not (body(view) == body(other) or _replaceable(view, other, goal))
        or not relations.isdisjoint(view.depends_on)
        or ("GROUP BY" in view.definition and not unkeyed.isdisjoint(view.depends_on))
        or not moved.routines.isdisjoint(calls_in(view.definition))
        or not moved.types.isdisjoint(names_in(view.definition))
    }


def body(view: View) -> View:
    """What a view is made of: comments and rights change in place, its indexes by themselves."""
    own = tuple(
        ViewColumn(name=item.name, default=item.default, collation=item.collation)
        for item in view.column_settings
        if item.default is not None or item.collation is not None
    )
    return replace(view, indexes=(), comment=None, access=UNASKED, column_settings=own)


def _replaceable(view: View, other: View, goal: Schema) -> bool:
    """Whether a view is replaced by one way, and by the other with no more than views over it."""
    replaced = ReplaceView(before=view, after=other)
    if not replaced.in_place or replaced.inverse().in_place:
        return replaced.in_place
    above = {name.name for name in (other.qualified, *_over(goal, other))}
    return not any(
        not above.isdisjoint(names_in(text))
        for text in (
            *(held_text(item) for item in goal.carried if item.kind != "trigger"),
            *(column.type for table in goal.tables for column in table.columns),
        )
    )


def _over(schema: Schema, view: View) -> Iterator[QualifiedName]:
    return (item.qualified for item in views_over(schema, {view.qualified}))


# What is made again with what it names.
_STANDING = ROUTINES | TYPES | ATTACHED | {"dependency"}


def _carried(
    start: Schema, goal: Schema, moved: Moves, columns: AbstractSet[Place]
) -> Iterator[str]:
    """What is carried and changes otherwise than in place, or stands on what moves."""
    after = {name_of(item): item for item in goal.carried}
    standing = {name_of(item) for item in attached_to(start, set(columns))}
    extensions = _gone(start, goal, frozenset({"extension"}), moved.carried)
    for item in start.carried:
        name = name_of(item)
        other = after.get(name)
        if other is None:
            continue
        changed = (item.definition, item.drop) != (other.definition, other.drop)
        if (
            name in standing
            or (changed and not ReplaceCarried(before=item, after=other).in_place)
            or (item.kind in _STANDING and _stands(item, other, moved, columns))
            or (item.kind == "dependency" and not extensions.isdisjoint(names_in(item.definition)))
        ):
            yield name


def _by_keys(
    start: Schema, unkeyed: AbstractSet[QualifiedName], keys: AbstractSet[Place]
) -> Iterator[str]:
    """What PostgreSQL has read and knows to rest on a key that goes: by ON CONFLICT, or GROUP BY.

    https://www.postgresql.org/docs/18/sql-insert.html#SQL-ON-CONFLICT
    """
    for item in start.carried:
        text = held_text(item)
        if (
            "ON CONFLICT ON CONSTRAINT" in text
            and any(table.name in names_in(text) and key in names_in(text) for table, key in keys)
        ) or ("GROUP BY" in text and any(table.name in names_in(text) for table in unkeyed)):
            yield name_of(item)


def _stands(item: Carried, other: Carried, moved: Moves, columns: AbstractSet[Place]) -> bool:
    """Whether both forms of an object hold the name of something that moves.

    One that only the old form names is let go in place, before it moves.
    """
    here, there = held_text(item), held_text(other)
    if item != other and "\n LANGUAGE sql\n" in item.definition:
        # The server reads a quoted body in SQL too while it is replaced.
        here, there = item.definition, other.definition
    # What hangs on a table may have the name of what it reads.
    own = frozenset[str]() if item.kind in ATTACHED else type_names(item)
    words = (names_in(here) & names_in(there)) - own
    # A range type names the function of its differences without calling it.
    called = names_in if item.kind == "range type" else calls_in
    calls = (called(here) & called(there)) - own
    return (
        not moved.routines.isdisjoint(calls)
        or not moved.names.isdisjoint(words)
        or any(table.name in words and column in words for table, column in columns)
    )


def _gone(
    start: Schema, goal: Schema, kinds: AbstractSet[str], again: AbstractSet[str]
) -> set[str]:
    """The bare names of what is carried, of such kinds, of which one goes or is made again."""
    after = {name_of(item) for item in goal.carried}
    return {
        bare
        for item in start.carried
        if item.kind in kinds and ((name := name_of(item)) not in after or name in again)
        for bare in type_names(item)
    }
