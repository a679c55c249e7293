"""A map of what is too large to be drawn table by table: one box for many tables.

A service is one box; one that is large itself is divided into groups of tables, each around the
table that the others of the group point to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from designkit.diagram.picture import (
    READABLE_WITH_KEYS,
    WORST_FIRST,
    Box,
    BoxName,
    Change,
    Diagram,
    Relation,
    Row,
)
from designkit.model import QualifiedName, replace

# A map of some twenty boxes and half as many lines again is read at a glance.
_GROUPS = 20
_LINES_PER_BOX = 1.5
_NAMED_TABLES = 5

Parents = Mapping[BoxName, tuple[BoxName, ...]]


def service_map(diagram: Diagram) -> Diagram:
    """The map of a diagram: boxes with their number of tables, lines with the number of keys."""
    parents = _parents(diagram)
    popularity = Counter(parent for found in parents.values() for parent in found)
    heads: dict[BoxName, BoxName] = {}
    for service in diagram.services:
        names = [box.name for box in diagram.boxes if box.name.service == service]
        if service and len(names) <= READABLE_WITH_KEYS:
            whole = BoxName(service=service, table=QualifiedName(name=service))
            heads |= dict.fromkeys(names, whole)
        else:
            heads |= _groups(names, parents, popularity)
    members: dict[BoxName, list[Box]] = {}
    for box in diagram.boxes:
        members.setdefault(heads[box.name], []).append(box)
    boxes = [_box(head, found, popularity) for head, found in sorted(members.items())]
    lines, left_out = _heaviest([*_lines(diagram, heads)], at_most=int(_LINES_PER_BOX * len(boxes)))
    note = f"{left_out} lines of the fewest keys are left out" if left_out else ""
    return replace(
        diagram,
        title=f"{diagram.title}, as a map",
        boxes=tuple(boxes),
        relations=tuple(lines),
        note=". ".join(filter(None, (diagram.note, note))),
    )


def _parents(diagram: Diagram) -> Parents:
    found: dict[BoxName, set[BoxName]] = {}
    for relation in diagram.relations:
        if relation.parent != relation.child:
            found.setdefault(relation.child, set()).add(relation.parent)
    return {child: tuple(sorted(parents)) for child, parents in found.items()}


def _groups(
    names: Sequence[BoxName], parents: Parents, popularity: Mapping[BoxName, int]
) -> Mapping[BoxName, BoxName]:
    """For each table the head of its group.

    Each table stands below one that it points to, the one that is nearest in name, then the one
    that fewest others point to. A branch that has grown large enough is a group; what is left of
    the small ones stands together, below the most popular of them.
    """
    above = _trees(names, parents, popularity)
    depths = {name: len([*_upwards(name, above)]) for name in names}
    enough = max(2, len(names) // _GROUPS)
    weight = Counter(names)
    heads: set[BoxName] = set()
    for name in sorted(names, key=lambda item: (-depths[item], item)):
        if weight[name] >= enough:
            heads.add(name)
        elif name in above:
            weight[above[name]] += weight[name]
    tops = {
        name: next((found for found in (name, *_upwards(name, above)) if found in heads), None)
        for name in names
    }
    loose = [name for name, head in tops.items() if head is None]
    rest = min(loose, key=lambda name: (-popularity.get(name, 0), name), default=None)
    return {name: head or rest or name for name, head in tops.items()}


def _trees(
    names: Sequence[BoxName], parents: Parents, popularity: Mapping[BoxName, int]
) -> Mapping[BoxName, BoxName]:
    above: dict[BoxName, BoxName] = {}
    own = set(names)
    for name in names:
        candidates = sorted(
            (item for item in parents.get(name, ()) if item in own),
            key=lambda item: (-_common_words(name, item), popularity.get(item, 0), item),
        )
        for candidate in candidates:
            if name not in {candidate, *_upwards(candidate, above)}:
                above[name] = candidate
                break
    return above


def _upwards(name: BoxName, above: Mapping[BoxName, BoxName]) -> Iterator[BoxName]:
    while name in above:
        name = above[name]
        yield name


def _common_words(one: BoxName, other: BoxName) -> int:
    pairs = zip(one.table.name.split("_"), other.table.name.split("_"), strict=False)
    number = 0
    for here, there in pairs:
        if here.rstrip("s") != there.rstrip("s"):
            break
        number += 1
    return number


def _box(name: BoxName, members: Sequence[Box], popularity: Mapping[BoxName, int]) -> Box:
    is_service = all(box.name != name for box in members)
    shown = sorted(
        members,
        key=lambda box: (
            box.change == "same",
            box.mark is None,
            -popularity.get(box.name, 0),
            box.name,
        ),
    )[:_NAMED_TABLES]
    found = {box.mark for box in members}
    return Box(
        name=name,
        kind="service" if is_service else "group",
        size=len(members),
        rows=tuple(
            Row(
                name=str(box.name),
                type=_referred(popularity.get(box.name, 0)),
                change=box.change,
                mark=box.mark,
            )
            for box in shown
        ),
        hidden=len(members) - len(shown),
        change=_together({box.change for box in members}),
        mark=next((severity for severity in WORST_FIRST if severity in found), None),
    )


def _together(changes: set[Change]) -> Change:
    return next(iter(changes)) if len(changes) == 1 else "changed"


def _referred(number: int) -> str:
    return f"← {number}" if number else ""


def _lines(diagram: Diagram, heads: Mapping[BoxName, BoxName]) -> Iterator[Relation]:
    found: dict[tuple[BoxName, BoxName], list[Relation]] = {}
    for relation in diagram.relations:
        ends = heads[relation.parent], heads[relation.child]
        if ends[0] != ends[1]:
            found.setdefault(ends, []).append(relation)
    for (parent, child), relations in sorted(found.items()):
        yield Relation(
            kind="several",
            parent=parent,
            child=child,
            label=str(len(relations)),
            note=_examples(relations),
            change=_together({relation.change for relation in relations}),
            crosses=any(item.crosses for item in relations),
        )


def _examples(relations: Sequence[Relation]) -> str:
    shown = [f"{item.child}.{item.label} {item.note}" for item in relations[:_NAMED_TABLES]]
    more = len(relations) - len(shown)
    return "; ".join([*shown, *[f"and {more} more"] * bool(more)])


def _heaviest(lines: list[Relation], *, at_most: int) -> tuple[list[Relation], int]:
    """The lines of the most keys in their order, and how many are left out; changes stay."""
    ranked = sorted(lines, key=lambda line: (line.change == "same", -int(line.label)))
    kept = {id(line) for line in ranked[:at_most]}
    return [line for line in lines if id(line) in kept], max(len(lines) - at_most, 0)
