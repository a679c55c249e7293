"""The part of two schemas that their difference concerns: what differs, and what stands on it.

All else is equal on both sides, so nothing needs to look at it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import takewhile
from typing import TypeVar

from designkit.changes.expressions import names_in
from designkit.changes.mentions import bare_name, texts_of, type_names
from designkit.changes.objects import Whole, held_text
from designkit.model import Carried, Enum, QualifiedName, Schema, Sequence, View, replace

_Item = TypeVar("_Item", Enum, Sequence, View, Carried)


def concerned(
    before: Schema, after: Schema, also: Iterable[QualifiedName] = ()
) -> tuple[Schema, Schema]:
    """Both schemas without what is equal and rests on nothing that differs.

    Args:
        before: the schema that is there.
        after: the schema that is wanted.
        also: tables that stay, equal or not.
    """
    tables = set(also) | _differing_tables(before, after)
    here = _with_defaults(_only(before, after, set()), before)
    there = _with_defaults(_only(after, before, set()), after)
    views = {item.qualified for side in (here, there) for item in side.views}
    words = {item.name for item in here.enums}.union(*map(type_names, here.carried))
    relations = _standing(before, tables | views, words)
    while more := _naming(before, relations, words):
        words |= more
        relations = _standing(before, tables | views, words)
    return _with_standing(here, before, relations, words), _with_standing(
        there, after, relations, words
    )


def _with_defaults(part: Schema, whole: Schema) -> Schema:
    """The part with all default privileges: what is created under them has them."""
    known = set(part.carried)
    more = tuple(
        item for item in whole.carried if item.kind == "default privileges" and item not in known
    )
    return replace(part, carried=(*part.carried, *more)) if more else part


def differing(before: Schema, after: Schema) -> tuple[Schema, Schema]:
    """What each of two schemas holds and the other does not hold just so."""
    tables = _differing_tables(before, after)
    return _only(before, after, tables), _only(after, before, tables)


def _only(schema: Schema, other: Schema, tables: AbstractSet[QualifiedName]) -> Schema:
    return replace(
        schema,
        tables=tuple(item for name in tables if (item := schema.find_table(name)) is not None),
        views=_differing(schema.views, other.views)[0],
        enums=_differing(schema.enums, other.enums)[0],
        sequences=_differing(schema.sequences, other.sequences)[0],
        carried=_differing(schema.carried, other.carried)[0],
        volumes=(),
    )


def _differing_tables(before: Schema, after: Schema) -> set[QualifiedName]:
    if len(before.tables) == len(after.tables):
        pairs = [
            pair for pair in zip(before.tables, after.tables, strict=True) if pair[0] != pair[1]
        ]
        if all(old.qualified == new.qualified for old, new in pairs):
            return {old.qualified for old, new in pairs if not old.same_as(new)}
    old, new = before.tables_by_name, after.tables_by_name
    return {
        name
        for name in old.keys() | new.keys()
        if (here := old.get(name)) is not (there := new.get(name))
        and (here is None or there is None or not here.same_as(there))
    }


def _differing(
    old: tuple[_Item, ...], new: tuple[_Item, ...]
) -> tuple[tuple[_Item, ...], tuple[_Item, ...]]:
    """What stands in one of two sorted tuples and not in the other."""
    if old == new:
        return (), ()
    head = sum(1 for _ in takewhile(_alike, zip(old, new, strict=False)))
    old, new = old[head:], new[head:]
    tail = sum(1 for _ in takewhile(_alike, zip(reversed(old), reversed(new), strict=False)))
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    here, there = set(old), set(new)
    return (
        tuple(item for item in old if item not in there),
        tuple(item for item in new if item not in here),
    )


def _alike(pair: tuple[_Item, _Item]) -> bool:
    return pair[0] == pair[1]


def _standing(
    schema: Schema, moved: AbstractSet[QualifiedName], words: AbstractSet[str]
) -> set[QualifiedName]:
    """What moves, the tables and views that rest on it, and the tables that point to those."""
    found = set(moved)
    if not found and not words:
        return found
    if words:
        found |= {item.qualified for item in schema.tables if _names(item, words)}
        found |= {item.qualified for item in schema.views if _names(item, words)}
    while True:
        more = {table.qualified for table in schema.tables if not found.isdisjoint(table.inherits)}
        more |= {view.qualified for view in schema.views if not found.isdisjoint(view.depends_on)}
        if not schema.column_types.isdisjoint(rows := _rows_of(found)):
            more |= {
                table.qualified
                for table in schema.tables
                if any(column.type in rows for column in table.columns)
            }
        if more <= found:
            break
        found |= more
    found |= _parents(schema, found)
    return found | {
        table.qualified
        for table in schema.tables
        for key in table.foreign_keys
        if key.referenced_table in found
    }


def _rows_of(relations: AbstractSet[QualifiedName]) -> set[str]:
    """The types of their rows, and of arrays of these, as columns have them."""
    return {name.printed + suffix for name in relations for suffix in ("", "[]")}


def _parents(schema: Schema, tables: AbstractSet[QualifiedName]) -> set[QualifiedName]:
    """What those tables inherit from, at any distance."""
    found: set[QualifiedName] = set()
    waiting = list(tables)
    while waiting:
        table = schema.find_table(waiting.pop())
        more = set(table.inherits) - found if table is not None else set[QualifiedName]()
        found |= more
        waiting.extend(more)
    return found


def _naming(
    schema: Schema, relations: AbstractSet[QualifiedName], words: AbstractSet[str]
) -> set[str]:
    """The bare names, but for those among the words, of what PostgreSQL knows to name them."""
    if not relations and not words:
        return set()
    known = words | {relation.name for relation in relations}
    return {
        also
        for item in schema.carried
        if item.table is None
        and (name := bare_name(item)) not in words
        and not known.isdisjoint(names_in(held_text(item)) - {name})
        for also in type_names(item)
    }


def _names(item: Whole, words: AbstractSet[str]) -> bool:
    return any(not words.isdisjoint(names_in(text)) for text in texts_of(item))


def _with_standing(
    different: Schema,
    whole: Schema,
    relations: AbstractSet[QualifiedName],
    words: AbstractSet[str],
) -> Schema:
    """What differs of a schema, and of the rest what stands on relations or names a word."""
    if not relations and not words:
        return different
    sequences, carried = set(different.sequences), set(different.carried)
    known = words | {relation.name for relation in relations}
    return replace(
        different,
        tables=tuple(item for name in relations if (item := whole.find_table(name)) is not None),
        views=tuple(item for item in whole.views if item.qualified in relations),
        sequences=tuple(
            item
            for item in whole.sequences
            if (item.owned_by is not None and item.owned_by[0] in relations) or item in sequences
        ),
        carried=tuple(
            item
            for item in whole.carried
            if item.table in relations
            or item in carried
            or (words and _names(item, words))
            or not known.isdisjoint(names_in(held_text(item)))
        ),
    )
