"""The SQL that gives an object to an owner, grants rights on it, and revokes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from designkit.changes import (
    AddColumn,
    Create,
    CreateNamespace,
    SetAccess,
    SetComment,
    Target,
    accesses_of,
    target_of,
)
from designkit.changes.targets import inside
from designkit.errors import DiffIncomplete
from designkit.model import (
    PUBLIC,
    UNASKED,
    Access,
    Carried,
    Enum,
    Grant,
    NamespaceSettings,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    View,
)
from designkit.sql.commenting import comment_statement, place_of
from designkit.sql.text import SQL, Text, identifier, join, verbatim


class _Right(NamedTuple):
    """One right of one role; `unasked` where PostgreSQL gives it, and it was revoked.

    Attributes:
        grantor: who gave it, where that is not the owner; "" where it is.
    """

    grantee: str
    grantable: bool
    unasked: bool
    name: str
    grantor: str


def access_statements(operation: SetAccess, before: Schema) -> Iterator[Text]:
    """REVOKE, OWNER TO and GRANT, in that order, on a database that holds `before`.

    Raises:
        DiffIncomplete: a right was granted by somebody else than the owner.
    """
    target = operation.target
    old, new = _rights(operation.before), _rights(operation.after)
    _demand_own(target, old ^ new)
    lost = {right for right in old - new if not right.unasked}
    yield from _revoked(target, lost | {right for right in new - old if right.unasked})
    if operation.before.owner != operation.after.owner:
        yield _owner(target, operation.after.owner)
    yield from _granted(target, {right for right in new - old if not right.unasked})
    yield from _granted(target, {right for right in old - new if right.unasked})
    yield from _columns_again(target, lost, before)


def creation_statements(operation: Create, before: Schema) -> Iterator[Text]:
    """What gives an object that was just created, and its columns, the access that they shall have.

    It has what the default privileges in `before` gave to it already.
    """
    item = operation.object
    for target, access in accesses_of(operation.apply(Schema())).items():
        whole = target == target_of(item)
        given = _given_unasked(item, before) if whole else UNASKED
        if target.kind != "schema" and access != given:
            change = SetAccess(target=target, before=given, after=access)
            yield from access_statements(change, Schema())


def namespace_statements(operation: CreateNamespace, before: Schema) -> Iterator[Text]:
    """The comment on a namespace that was just created, and who may do what there."""
    settings = operation.settings or NamespaceSettings(name=operation.name)
    yield from settings_statements(settings, _given("schema", None, before))


def settings_statements(settings: NamespaceSettings, given: Access = UNASKED) -> Iterator[Text]:
    """What gives a namespace its comment, and an access instead of the one that it has."""
    target = Target(kind="schema", name=QualifiedName(name=settings.name))
    if settings.comment is not None:
        yield comment_statement(SetComment(target=target, before=None, after=settings.comment))
    change = SetAccess(target=target, before=given, after=settings.access)
    yield from access_statements(change, Schema())


def column_access(operation: AddColumn) -> Iterator[Text]:
    """The rights on a column that was just added."""
    target = inside("column", operation.table, operation.column.name)
    change = SetAccess(target=target, before=UNASKED, after=operation.column.access)
    yield from access_statements(change, Schema())


def _given_unasked(item: Table | Enum | Sequence | View | Carried, before: Schema) -> Access:
    """What default privileges give to a new object."""
    if isinstance(item, Carried):
        namespace, dot, _ = item.identity.partition("(")[0].rpartition(".")
        return _given(item.kind, namespace.strip('"') if dot else PUBLIC, before)
    return _given(target_of(item).kind, item.namespace, before)


def _given(kind: str, namespace: str | None, before: Schema) -> Access:
    """What default privileges give to a new object of a kind, in a namespace if it is in one."""
    objects = _OBJECTS.get(kind)
    places = {f"on {objects}", f"on {objects} IN SCHEMA {namespace}"}
    found = [
        ruling.access
        for ruling in before.carried
        if ruling.kind == "default privileges" and ruling.identity.replace('"', "") in places
    ]
    # Both give the same right at times; it is one all the same.
    return Access(
        grants=tuple(sorted({grant for access in found for grant in access.grants})),
        revoked=tuple(sorted({grant for access in found for grant in access.revoked})),
    )


def _demand_own(target: Target, rights: set[_Right]) -> None:
    for right in sorted(rights):
        if right.grantor:
            raise DiffIncomplete(
                f"{target}: {right.name} was granted to {right.grantee} by {right.grantor}, who "
                "does not own it: write that into a migration by hand"
            )


def _rights(access: Access) -> set[_Right]:
    kinds: Mapping[bool, tuple[Grant, ...]] = {False: access.grants, True: access.revoked}
    return {
        _Right(grant.grantee, grant.grantable, unasked, name, grant.grantor or "")
        for unasked, grants in kinds.items()
        for grant in grants
        for name in grant.rights
    }


def _revoked(target: Target, rights: set[_Right]) -> Iterator[Text]:
    for (grantee, _), listed in _by_role(target, rights).items():
        yield SQL(
            "REVOKE {rights} ON {object} FROM {role}",
            rights=listed,
            object=_object(target),
            role=verbatim(grantee),
        )


def _granted(target: Target, rights: set[_Right]) -> Iterator[Text]:
    for (grantee, grantable), listed in _by_role(target, rights).items():
        yield SQL(
            "GRANT {rights} ON {object} TO {role}{option}",
            rights=listed,
            object=_object(target),
            role=verbatim(grantee),
            option=SQL(" WITH GRANT OPTION") if grantable else SQL(""),
        )


def _by_role(target: Target, rights: set[_Right]) -> Mapping[tuple[str, bool], Text]:
    """The rights of each role as one list, each with its column where they are on one."""
    column = SQL("")
    if target.kind == "column":
        column = SQL(" ({name})", name=target.name.name)
    names: dict[tuple[str, bool], list[str]] = {}
    for right in sorted(rights):
        names.setdefault((right.grantee, right.grantable), []).append(right.name)
    return {role: join(verbatim(name) + column for name in found) for role, found in names.items()}


def _columns_again(target: Target, lost: set[_Right], before: Schema) -> Iterator[Text]:
    """The rights on columns that went along when those on the whole table were revoked.

    https://www.postgresql.org/docs/18/sql-revoke.html
    """
    gone = {(right.grantee, right.name) for right in lost}
    if not gone or target.kind not in _RELATIONS:
        return
    for part, access in accesses_of(before).items():
        if part.kind == "column" and part.table == target.name:
            found = {right for right in _rights(access) if (right.grantee, right.name) in gone}
            yield from _granted(part, found)


def _owner(target: Target, owner: str | None) -> Text:
    return SQL(
        "ALTER {kind} {name} OWNER TO {role}",
        kind=verbatim(_WORDS.get(target.kind, target.kind.upper())),
        name=place_of(target),
        role=verbatim(owner or "CURRENT_USER"),
    )


def _object(target: Target) -> Text:
    """What rights are on: for a column its table, or view."""
    if target.kind == "column":
        return SQL("TABLE {name}", name=identifier(target.table or QualifiedName(name="")))
    kind = "TABLE" if target.kind in _RELATIONS else target.kind.upper()
    kind = _GRANTED_AS.get(target.kind, kind)
    return SQL("{kind} {name}", kind=verbatim(kind), name=place_of(target))


_RELATIONS = frozenset({"table", "view", "materialized view"})
_WORDS = {"enum": "TYPE", "composite type": "TYPE", "range type": "TYPE"}
_GRANTED_AS = _WORDS | {"aggregate": "FUNCTION"}
_OBJECTS = {
    **dict.fromkeys(_RELATIONS, "TABLES"),
    "sequence": "SEQUENCES",
    **dict.fromkeys(("function", "procedure", "aggregate"), "FUNCTIONS"),
    **dict.fromkeys(("enum", "domain", "composite type", "range type"), "TYPES"),
    "schema": "SCHEMAS",
}
