"""Which columns foreign keys hold together, so that their types change together. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designkit.changes.mentions import Place
from designkit.model import Schema


def held_together(places: Sequence[Place], *schemas: Schema) -> Iterator[tuple[Place, ...]]:
    """Yield groups of columns that point to each other, in each first those that point.

    Where they point in a circle, any may be first.
    """
    known = set(places)
    bonds = [(old, new) for old, new in _bonds(schemas) if {old, new} <= known and old != new]
    seen: set[Place] = set()
    for place in places:
        if place not in seen:
            group = _reached(place, bonds)
            seen |= group
            yield tuple(_pointing_first([it for it in places if it in group], bonds))


def _bonds(schemas: Sequence[Schema]) -> Iterator[tuple[Place, Place]]:
    for schema in schemas:
        for table in schema.tables:
            for key in table.foreign_keys:
                pairs = zip(key.columns, key.referenced_columns, strict=True)
                for here, there in pairs:
                    yield (table.qualified, here), (key.referenced_table, there)


def _reached(start: Place, bonds: Sequence[tuple[Place, Place]]) -> set[Place]:
    found, waiting = {start}, [start]
    while waiting:
        place = waiting.pop()
        beside = {side for bond in bonds if place in bond for side in bond} - found
        found |= beside
        waiting += beside
    return found


def _pointing_first(
    places: Sequence[Place], bonds: Sequence[tuple[Place, Place]]
) -> Iterator[Place]:
    left = list(places)
    while left:
        free = (it for it in left if not any(new == it and old in left for old, new in bonds))
        following = next(free, left[0])
        left.remove(following)
        yield following
