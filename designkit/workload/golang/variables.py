"""The text of a name: of a package's constant, or of a variable at one place of its function."""

from __future__ import annotations

from designkit.model import replace
from designkit.workload.golang.context import Reading
from designkit.workload.golang.flow import Flow
from designkit.workload.golang.guards import Admitted, admitted
from designkit.workload.golang.members import (
    EMPTY,
    any_item,
    any_key,
    called,
    named_text,
    unknown_text,
)
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import HOLE, Folded, constant, either, items, unknown
from designkit.workload.golang.scopes import Local
from designkit.workload.golang.types import is_plain, named_type


def name_text(reading: Reading, node: Syntax) -> Folded:
    """The text of an identifier where it stands."""
    local = reading.scope.local(node)
    if local is None:
        named = reading.scope.package.names.get(node.text)
        return named_text(reading, named) if named is not None else unknown_text(reading, node)
    running, seen = reading.texts.running, reading.texts.seen
    flowing = (local, "flowing")
    # What is known of a parameter is where it begins; of others, what they are just now.
    if local in reading.known and (local.kind != "parameter" or flowing in running):
        return reading.known[local]
    key = (local, node.start)
    if key in running:
        return unknown("value", node.text)
    if not reading.known and key in seen:
        return seen[key]
    added = {key, flowing} - running
    running |= added
    try:
        value = Flow(reading, local, node).value(_initial(reading, local))
    finally:
        running -= added
    if HOLE in value.texts:
        value = _checked(reading, value, local, node)
    if not reading.known:
        seen[key] = value
    return value


def _initial(reading: Reading, local: Local) -> Folded:
    """What a variable begins with."""
    if local in reading.known:
        return reading.known[local]
    type_ = named_type(local.type, reading.scope.file, reading.scope)
    if is_plain(type_, reading.scope):
        return unknown("number", local.name)
    if local.kind == "parameter":
        return unknown("passed", local.name, (local.scope.start, local.name))
    if local.value is not None:
        return _declared(reading, local, local.value)
    if type_ in EMPTY or (local.type is not None and local.type.kind == "slice_type"):
        return constant("")
    return unknown("value", local.name)


def _declared(reading: Reading, local: Local, value: Syntax) -> Folded:
    if local.kind == "item":
        return any_item(reading, value)
    if local.kind == "key":
        return any_key(reading, value)
    folded = reading.fold(value, local.result)
    return called(folded, local.name) if local.node.kind == "const_spec" else folded


def _checked(reading: Reading, value: Folded, local: Local, node: Syntax) -> Folded:
    """What is left of a text, where it was compared with others before."""
    made = [_admitted(reading, one) for one in admitted(local, node, reading.scope)]
    if not made:
        return value
    if not all(one.is_constant for one in made):
        return unknown("checked", node.text)
    others = tuple(one for one in value.alternatives if one.text != HOLE)
    pieces = tuple(piece for piece in value.pieces if piece.site is not None)
    return either(*made, replace(value, alternatives=others, pieces=pieces))


def _admitted(reading: Reading, one: Admitted) -> Folded:
    match one.what:
        case "text":
            return reading.fold(one.node)
        case "keys":
            return any_key(reading, one.node)
        case "items":
            return items(reading.fold(one.node))
