"""What creates many objects at once, each after what it needs; and what drops them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from designkit.changes.forerunners import forerunner, in_circles
from designkit.changes.mentions import Moving
from designkit.changes.objects import AlterSequence, Create, ReplaceCarried, Whole, name_of
from designkit.changes.operation import Operation
from designkit.changes.order import in_order
from designkit.changes.tables import AddConstraint
from designkit.model import Carried, Enum, QualifiedName, Sequence, Table, View, replace

_Name = TypeVar("_Name", QualifiedName, str)
_NOTHING = Moving()


def creations(items: Iterable[Whole], changing: Moving = _NOTHING) -> tuple[Operation, ...]:
    """Operations that create all these objects, each after what it needs.

    A foreign key that closes a cycle is added at the end, and so is one to what is `changing`; a
    sequence gets its owner when there is one; a routine that PostgreSQL reads and that stands in a
    circle has a forerunner. The inverses, reversed, drop the same objects.
    """
    found = tuple(items)
    tables = [item for item in found if isinstance(item, Table)]
    tables, closing = _tables_in_order(tables, changing)
    sequences = [item for item in found if isinstance(item, Sequence)]
    views = views_in_order(item for item in found if isinstance(item, View))
    others = [item for item in found if isinstance(item, Enum)]
    carried = sorted(
        (item for item in found if isinstance(item, Carried)),
        key=lambda item: (item.kind, item.table is None, item.identity),
    )
    unowned = [replace(sequence, owned_by=None) for sequence in sequences]
    whole: list[Whole] = [*others, *carried, *unowned, *tables, *views]
    circles = in_circles(whole)
    early = [item for item in carried if name_of(item) in circles]
    return in_order(
        [
            *(
                Create(
                    object=forerunner(item) if isinstance(item, Carried) and item in early else item
                )
                for item in whole
            ),
            *(ReplaceCarried(before=forerunner(item), after=item) for item in early),
            *(
                AlterSequence(before=free, after=sequence)
                for free, sequence in zip(unowned, sequences, strict=True)
                if sequence.owned_by is not None
            ),
            *closing,
        ]
    )


def removals(items: Iterable[Whole], changing: Moving = _NOTHING) -> tuple[Operation, ...]:
    """Operations that drop all these objects, each before what it needs."""
    return tuple(operation.inverse() for operation in reversed(creations(items, changing)))


def _tables_in_order(
    tables: list[Table], changing: Moving
) -> tuple[list[Table], list[AddConstraint]]:
    by_name = {table.qualified: table for table in sorted(tables, key=lambda item: item.qualified)}
    needed = {name: _needs(table) & by_name.keys() for name, table in by_name.items()}
    order = _depth_first(needed)
    place = {name: number for number, name in enumerate(order)}
    created: list[Table] = []
    closing: list[AddConstraint] = []
    for name in order:
        table = by_name[name]
        late = tuple(
            key
            for key in table.foreign_keys
            if place.get(key.referenced_table, -1) > place[name] or changing.under(key)
        )
        early = tuple(key for key in table.foreign_keys if key not in late)
        temporal = tuple(item for item in table.other_constraints if item.points)
        others = tuple(item for item in table.other_constraints if not item.points)
        created.append(replace(table, foreign_keys=early, other_constraints=others))
        closing += [AddConstraint(table=name, constraint=key) for key in late]
        closing += [AddConstraint(table=name, constraint=key) for key in temporal]
    return created, closing


def _needs(table: Table) -> set[QualifiedName]:
    referenced = {key.referenced_table for key in table.foreign_keys}
    return (referenced | set(table.inherits)) - {table.qualified}


def views_in_order(views: Iterable[View]) -> list[View]:
    """Every view after those that it reads."""
    by_name = {view.qualified: view for view in sorted(views, key=lambda item: item.qualified)}
    needed = {name: set(view.depends_on) & by_name.keys() for name, view in by_name.items()}
    return [by_name[name] for name in _depth_first(needed)]


def _depth_first(needed: Mapping[_Name, set[_Name]]) -> list[_Name]:
    """Every name after those it needs, except where needs go in a circle."""
    order: list[_Name] = []
    seen: set[_Name] = set()
    for start in needed:
        stack = [(start, iter(sorted(needed[start])))]
        if start in seen:
            continue
        seen.add(start)
        while stack:
            name, rest = stack[-1]
            following = next((other for other in rest if other not in seen), None)
            if following is None:
                order.append(name)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(sorted(needed[following]))))
    return order
