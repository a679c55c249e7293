"""Every object of a schema with its definition: what two schemas are compared by, for people.

The definitions are those that create the objects, so two objects with one definition are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from designkit.changes import accesses_of, comments_of, constraint_kind, differing, kind_of, name_of
from designkit.changes.objects import Whole, parts
from designkit.errors import DiffIncomplete
from designkit.model import (
    UNASKED,
    Access,
    Carried,
    Enum,
    Schema,
    Sequence,
    Table,
    Value,
    View,
    replace,
)
from designkit.sql.definitions import (
    column_definition,
    constraint_definition,
    enum_definition,
    index_definition,
    sequence_definition,
    table_definition,
    view_definition,
)


class Difference(Value, frozen=True, kw_only=True, order=True):
    """One object in which two schemas differ.

    Attributes:
        change: `missing` if only the first has it, `left behind` if only the second has it.
        kind: what people call such an object: `column`, `foreign key`, `comment`, …
        before: its definition in the first schema, or None.
        after: its definition in the second schema, or None.
    """

    kind: str
    object: str
    change: Literal["missing", "left behind", "changed"]
    before: str | None
    after: str | None

    def __str__(self) -> str:
        match self.change:
            case "missing":
                return f"missing: {self.kind} {self.object}, which was: {self.before}"
            case "left behind":
                return f"left behind: {self.kind} {self.object}: {self.after}"
            case "changed":
                return f"changed: {self.kind} {self.object}: from {self.before} to {self.after}"


def differences(before: Schema, after: Schema) -> tuple[Difference, ...]:
    """The objects in which two schemas differ, sorted by kind and name; column order counts not."""
    here, there = differing(before, after)
    if not (parts(here) or parts(there)) and _namespaces(here) == _namespaces(there):
        return ()
    old, new = inventory(here), inventory(there)
    # Alone on its side, a table is told whole.
    old |= {key: text for key, text in _whole_tables(here) if key not in new}
    new |= {key: text for key, text in _whole_tables(there) if key not in old}
    found = [
        Difference(
            kind=key[0],
            object=key[1],
            change="changed" if key in old and key in new else _one_sided(in_old=key in old),
            before=old.get(key),
            after=new.get(key),
        )
        for key in sorted(old.keys() | new.keys())
        if old.get(key) != new.get(key)
    ]
    if not found:
        unseen = ", ".join(sorted(name_of(item) for item in parts(here))) or "the schemas' names"
        raise DiffIncomplete(f"{unseen}: a difference that no definition shows")
    return tuple(found)


def _whole_tables(schema: Schema) -> Iterator[tuple[tuple[str, str], str]]:
    for table in schema.tables:
        lines = table_definition(table).text.splitlines()
        # On one line, since a finding that holds it is one.
        yield ("table", str(table.qualified)), " ".join(map(str.strip, lines))


def _namespaces(schema: Schema) -> tuple[object, ...]:
    return schema.namespaces, schema.namespace_settings


def _one_sided(*, in_old: bool) -> Literal["missing", "left behind"]:
    return "missing" if in_old else "left behind"


def inventory(schema: Schema) -> dict[tuple[str, str], str]:
    """The definition of every object by kind and name; what a table holds stands apart from it."""
    return dict(_objects(schema))


def _objects(schema: Schema) -> Iterator[tuple[tuple[str, str], str]]:
    yield from ((("schema", name), name) for name in schema.namespaces)
    for item in parts(schema):
        yield from _whole(item)
    for target, comment in comments_of(schema).items():
        if comment is not None:
            yield ("comment", str(target)), comment
    for target, access in accesses_of(schema).items():
        if access != UNASKED:
            yield ("privileges", str(target)), "; ".join(_told(access))


def _whole(item: Whole) -> Iterator[tuple[tuple[str, str], str]]:
    match item:
        case Table():
            yield from _table(item)
        case View():
            yield from _view(item)
        case Enum():
            yield ("enum", str(item.qualified)), enum_definition(item).text
        case Sequence():
            owner = f", owned by {item.owned_by}" if item.owned_by else ""
            yield ("sequence", str(item.qualified)), sequence_definition(item).text + owner
        case Carried():
            place = f"{item.table}.{item.identity}" if item.table else item.identity
            yield (item.kind, place), item.definition


def _view(view: View) -> Iterator[tuple[tuple[str, str], str]]:
    name = view.qualified
    yield (kind_of(view), str(name)), view_definition(view).text
    for index in view.indexes:
        yield ("index", f"{name}.{index.name}"), index_definition(name, index).text
    for column in view.column_settings:
        if column.default is not None:
            yield ("default", f"{name}.{column.name}"), column.default


def _told(access: Access) -> Iterator[str]:
    if access.owner is not None:
        yield f"owned by {access.owner}"
    for verb, preposition, grants in (
        ("GRANT", "TO", access.grants),
        ("REVOKE", "FROM", access.revoked),
    ):
        for grant in grants:
            option = " WITH GRANT OPTION" if grant.grantable else ""
            grantor = f" GRANTED BY {grant.grantor}" if grant.grantor else ""
            rights = ", ".join(grant.rights)
            yield f"{verb} {rights} {preposition} {grant.grantee}{option}{grantor}"


def _table(table: Table) -> Iterator[tuple[tuple[str, str], str]]:
    name = table.qualified
    bare = replace(
        table,
        columns=(),
        primary_key=None,
        uniques=(),
        checks=(),
        foreign_keys=(),
        other_constraints=(),
    )
    security = f", row security {table.row_security}" if table.row_security else ""
    settings = _listed(table.settings)
    yield ("table", str(name)), table_definition(bare).text + security + settings
    for column in table.columns:
        text = column_definition(column).text + _listed(column.settings)
        text += ", inherited" if column.inherited else ""
        yield ("column", f"{name}.{column.name}"), text
    for constraint in table.constraints:
        place = f"{name}.{constraint.name}"
        yield (constraint_kind(constraint), place), constraint_definition(constraint).text
    for index in table.indexes:
        text = index_definition(name, index).text
        invalid = "" if index.valid else " (invalid)"
        yield ("index", f"{name}.{index.name}"), text + invalid


def _listed(settings: tuple[str, ...]) -> str:
    return "".join(f", {setting}" for setting in settings)
