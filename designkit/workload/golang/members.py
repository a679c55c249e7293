"""Texts that are part of something: constants of packages, fields of structs, items of lists."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from designkit.model import replace
from designkit.workload.golang.context import Reading
from designkit.workload.golang.packages import Named, Package, expressions
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import (
    Folded,
    Spot,
    as_items,
    constant,
    either,
    items,
    unknown,
)
from designkit.workload.golang.types import (
    Scope,
    Type,
    declared,
    fields,
    is_plain,
    named_type,
    type_of,
)

# Types whose empty literal is an empty text.
EMPTY: Final = {Type("strings", "Builder"), Type("bytes", "Buffer"), Type("", "string")}
_LISTS: Final = {"slice_type", "array_type", "map_type", "implicit_length_array_type"}


def unknown_text(reading: Reading, node: Syntax) -> Folded:
    """What is left to say of an expression that could be anything of its type."""
    plain = is_plain(type_of(node, reading.scope), reading.scope)
    return unknown("number" if plain else "value", node.text)


def called(folded: Folded, name: str) -> Folded:
    """The same text under a name, if it is one text."""
    if len(folded.alternatives) != 1:
        return folded
    (only,) = folded.alternatives
    return replace(folded, alternatives=(replace(only, name=name),))


def named_text(reading: Reading, named: Named) -> Folded:
    """The text of a constant or variable of a package."""
    texts = reading.texts
    if named not in texts.named:
        if named in texts.running:
            return unknown("value", named.name)
        texts.running.add(named)
        try:
            texts.named[named] = _named_text(reading, named)
        finally:
            texts.running.discard(named)
    return texts.named[named]


def _named_text(reading: Reading, named: Named) -> Folded:
    package = reading.texts.project.of(named.file)
    outside = Scope(reading.scope.project, package, named.file)
    if named.embedded:
        return embedded_text(reading, named.file.directory, named.embedded, named.name)
    if is_plain(named_type(named.type, named.file, outside), outside):
        return unknown("number", named.name)
    if named.value is None or (not named.is_constant and package.is_assigned(named.name)):
        return unknown("value", named.name)
    return called(reading.texts.fold(named.value, outside, {}), named.name)


def embedded_text(reading: Reading, directory: str, name: str, constant_name: str = "") -> Folded:
    """The text of a file that the code embeds."""
    path = str(PurePosixPath(directory) / name)
    text = reading.texts.project.embedded(path)
    if text is None:
        return unknown("value", name)
    spot = Spot(file=path, line=1, column=1, function="", evidence=name)
    return constant(text, spot, constant_name)


def composite_text(reading: Reading, node: Syntax) -> Folded | None:
    """The items of a list or map as one text; nothing of an empty builder."""
    type_ = node.child("type")
    if named_type(type_, reading.scope.file, reading.scope) in EMPTY:
        return constant("")
    if type_ is None or type_.kind not in _LISTS:
        return None
    return as_items(*(reading.fold(value) for value in _values(node)))


def any_item(reading: Reading, node: Syntax) -> Folded:
    """Any item of a list or map."""
    values = _values(node) if node.kind == "composite_literal" else []
    if values:
        # Each item keeps the place where it is written.
        return either(*(reading.fold(value) for value in values))
    return items(reading.fold(node))


def any_key(reading: Reading, node: Syntax) -> Folded:
    """Any key of a map; of a list, a number."""
    literal = _literal(node, reading.scope)
    if literal is None:
        return unknown("value", node.text)
    keys = [element.child("key") for element in _elements(literal)]
    written = [reading.fold(key) for key in keys if key is not None]
    return either(*written) if written else unknown("number", node.text)


def selector_text(reading: Reading, node: Syntax) -> Folded | None:
    """The text of `package.Name` or `value.field`."""
    operand, field = node.child("operand"), node.child("field")
    if operand is None or field is None:
        return None
    package = reading.texts.project.at(reading.scope.imported(operand))
    named = package.names.get(field.text) if package is not None else None
    if named is not None:
        return named_text(reading, named)
    structs = _structs(operand, reading.scope)
    values = [_member(struct, field.text, reading.scope) for struct in structs]
    if values and all(value is not None for value in values):
        made = either(*(reading.fold(value) for value in values if value is not None))
        return called(made, field.text)
    return _field_text(reading, type_of(operand, reading.scope), field.text)


def _structs(node: Syntax, scope: Scope) -> list[Syntax]:
    """The literals of structs that an expression can be."""
    if node.kind == "index_expression":
        listed = node.child("operand")
        literal = _literal(listed, scope) if listed is not None else None
        return _values(literal) if literal is not None else []
    local = scope.local(node) if node.kind == "identifier" else None
    if local is not None and local.value is not None:
        if local.kind == "item":
            literal = _literal(local.value, scope)
            return _values(literal) if literal is not None else []
        if local.value.kind == "index_expression" and not local.result:
            return _structs(local.value, scope)
    literal = _literal(node, scope)
    return [literal] if literal is not None else []


def _member(struct: Syntax, name: str, scope: Scope) -> Syntax | None:
    elements = _elements(struct)
    for element in elements:
        key = element.child("key")
        if key is not None and key.text == name:
            return element.child("value")
    names = _field_names(struct, scope)
    by_place = name in names and len(names) == len(elements)
    return elements[names.index(name)] if by_place else None


def _field_names(struct: Syntax, scope: Scope) -> list[str]:
    """The fields of a struct's literal in order; of one in a list, as the list's type says."""
    for above in (struct, *struct.ancestors()):
        type_ = above.child("type") if above.kind == "composite_literal" else None
        if type_ is None:
            continue
        if above is not struct:
            type_ = type_.child("element") or type_.child("value")
        known = declared(named_type(type_, scope.file, scope), scope)
        written = known[1] if known is not None else type_
        if written is None:
            return []
        return [name.text for field in fields(written) for name in field.parts("name")]
    return []


def _literal(node: Syntax, scope: Scope) -> Syntax | None:
    """The composite literal that an expression is, or that a name begins with."""
    if node.kind == "composite_literal":
        return node
    local = scope.local(node) if node.kind == "identifier" else None
    if local is not None:
        value = local.value if local.kind == "value" else None
    else:
        named = scope.package.names.get(node.text)
        value = named.value if named is not None else None
    return value if value is not None and value.kind == "composite_literal" else None


def _elements(literal: Syntax) -> list[Syntax]:
    body = literal.child("body") or next(
        (part for part in literal.children if part.kind == "literal_value"), literal
    )
    return list(body.children)


def _values(literal: Syntax) -> list[Syntax]:
    return [element.child("value") or element for element in _elements(literal)]


def _field_text(reading: Reading, type_: Type | None, name: str) -> Folded | None:
    """What the code of its package gives a field, if that is constant everywhere."""
    texts = reading.texts
    package = texts.project.at(type_.package) if type_ is not None else None
    key = (type_, name, "field")
    if package is None or type_ is None or key in texts.running:
        return None
    texts.running.add(key)
    try:
        given = _given(reading, package, type_, name)
    finally:
        texts.running.discard(key)
    return either(*given) if given and all(one.is_constant for one in given) else None


def _given(reading: Reading, package: Package, type_: Type, name: str) -> list[Folded]:
    given: list[Folded] = []
    for function, mention in package.mentions(name):
        above = mention.parent
        inside = Reading(reading.texts, reading.texts.scope_of(function), {})
        if above is None or above.parent is None:
            continue
        if above.field == "key":
            literal = next((one for one in above.ancestors() if one.child("type")), None)
            value = above.parent.child("value")
            if value is not None and type_of(literal, inside.scope) == type_:
                given.append(inside.fold(value))
        elif above.kind == "selector_expression" and above.parent.field == "left":
            given.append(_assigned(inside, above, name))
    return given


def _assigned(reading: Reading, target: Syntax, name: str) -> Folded:
    """What an assignment gives the field that it names."""
    listed = target.parent
    statement = listed.parent if listed is not None else None
    values = expressions(statement.child("right")) if statement is not None else []
    operator = statement.child("operator") if statement is not None else None
    plain = operator is None or operator.text == "="
    if listed is None or not plain or len(values) != len(listed.children):
        return unknown("value", name)
    return reading.fold(values[listed.children.index(target)])
