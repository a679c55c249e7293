"""Routines that PostgreSQL has read and that stand in a circle: one of them needs a forerunner.

A body in BEGIN ATOMIC or RETURN wants all there that it names, whatever `check_function_bodies`
says. So of a routine in such a circle first comes one with the same head and no body to speak of,
which the others can call; it is replaced when they are there. The way back is the same, backwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from designkit.changes.expressions import calls_in, names_in
from designkit.changes.mentions import bare_name, texts_of
from designkit.changes.objects import Whole, head_of, held_text, name_of
from designkit.model import Carried, replace


def forerunner(routine: Carried) -> Carried:
    """A routine with the same head, comment and rights that does nothing."""
    quote = f"${routine.kind}$"
    body = f"\n LANGUAGE plpgsql\nAS {quote}BEGIN END{quote}"
    return replace(routine, definition=head_of(routine) + body)


def is_forerunner(item: Whole) -> bool:
    """Whether an object is what `forerunner` makes."""
    return (
        isinstance(item, Carried)
        and item.kind in {"function", "procedure"}
        and item == forerunner(item)
    )


def in_circles(items: Iterable[Whole]) -> frozenset[str]:
    """Names of those routines among objects that come together which need a forerunner."""
    found = tuple(items)
    bound = sorted((item for item in found if _is_bound(item)), key=name_of)
    if not bound:
        return frozenset()
    places: dict[str, set[int]] = {}
    for place, item in enumerate(found):
        name = bare_name(item) if isinstance(item, Carried) else item.name
        places.setdefault(name, set()).add(place)
    edges = {place: _named(item, places, found) for place, item in enumerate(found)}
    chosen: set[str] = set()
    for item in bound:
        place = found.index(item)
        if _reaches_itself(place, edges):
            chosen.add(name_of(item))
            edges[place] = set()
    return frozenset(chosen)


def _is_bound(item: Whole) -> bool:
    return (
        isinstance(item, Carried)
        and item.kind in {"function", "procedure"}
        and "\n LANGUAGE sql\n" in item.definition
        and held_text(item) == item.definition
    )


def _named(item: Whole, places: Mapping[str, set[int]], found: tuple[Whole, ...]) -> set[int]:
    """The places of what an object names, in a text that PostgreSQL reads while it is created."""
    texts: tuple[str, ...]
    if not isinstance(item, Carried):
        texts = tuple(texts_of(item))
    else:
        # Its own name stands in the head.
        text = held_text(item)
        texts = (text.removeprefix(head_of(item)) if _is_bound(item) else text,)
    words = frozenset[str]().union(*map(names_in, texts)) & places.keys()
    called = frozenset[str]().union(*map(calls_in, texts))
    return {
        place
        for word in words
        for place in places[word]
        if word in called or not _is_bound(found[place])
    }


def _reaches_itself(start: int, edges: Mapping[int, AbstractSet[int]]) -> bool:
    seen: set[int] = set()
    waiting = list(edges[start])
    while waiting:
        place = waiting.pop()
        if place == start:
            return True
        if place not in seen:
            seen.add(place)
            waiting.extend(edges[place])
    return False
