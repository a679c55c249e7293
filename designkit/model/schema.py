"""A schema: everything that one database holds, as one immutable value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Literal

import msgspec

from designkit.errors import ModelError
from designkit.model.access import UNASKED, Access
from designkit.model.names import PUBLIC, QualifiedName, checked
from designkit.model.table import Index, Table
from designkit.model.value import Value, replace
from designkit.model.volumes import Volume


class Enum(Value, frozen=True, kw_only=True):
    """An enumerated type; values in their order."""

    namespace: str = PUBLIC
    name: str
    values: tuple[str, ...]
    comment: str | None = None
    access: Access = UNASKED

    def __post_init__(self) -> None:
        checked(self.name, "enum")

    @property
    def qualified(self) -> QualifiedName:
        """The type's identity."""
        return QualifiedName(namespace=self.namespace, name=self.name)


class Sequence(Value, frozen=True, kw_only=True):
    """A sequence that no identity column owns.

    Attributes:
        owned_by: the table and column with which the sequence is dropped, or None.
    """

    namespace: str = PUBLIC
    name: str
    type: str = "bigint"
    start: int = 1
    increment: int = 1
    minimum: int = 1
    maximum: int = 9223372036854775807
    cache: int = 1
    cycle: bool = False
    owned_by: tuple[QualifiedName, str] | None = None
    unlogged: bool = False
    comment: str | None = None
    access: Access = UNASKED

    @property
    def qualified(self) -> QualifiedName:
        """The sequence's identity."""
        return QualifiedName(namespace=self.namespace, name=self.name)


class ViewColumn(Value, frozen=True, kw_only=True):
    """What a column of a view has beside its name and type.

    Attributes:
        collation: where it is not that of the type.
    """

    name: str
    default: str | None = None
    collation: str | None = None
    comment: str | None = None
    access: Access = UNASKED


class View(Value, frozen=True, kw_only=True):
    """A view or a materialized view.

    Attributes:
        definition: the query, without a closing semicolon.
        columns: name and type of each, in order.
        depends_on: tables and views that the query reads, sorted.
        options: `security_invoker=true` and the like.
        column_settings: those columns that have any, sorted by name.
    """

    namespace: str = PUBLIC
    name: str
    definition: str
    materialized: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    depends_on: tuple[QualifiedName, ...] = ()
    indexes: tuple[Index, ...] = ()
    options: tuple[str, ...] = ()
    comment: str | None = None
    column_settings: tuple[ViewColumn, ...] = ()
    access: Access = UNASKED

    def __post_init__(self) -> None:
        for field in ("indexes", "column_settings"):
            ordered = tuple(sorted(getattr(self, field), key=attrgetter("name")))
            msgspec.structs.force_setattr(self, field, ordered)

    def column_setting(self, name: str) -> ViewColumn:
        """What the column of that name has; nothing, where it has nothing."""
        found = (item for item in self.column_settings if item.name == name)
        return next(found, ViewColumn(name=name))

    def with_column_setting(self, column: ViewColumn) -> View:
        """The view with that in the place of what the column had."""
        kept = [item for item in self.column_settings if item.name != column.name]
        if column != ViewColumn(name=column.name):
            kept.append(column)
        return replace(self, column_settings=tuple(kept))

    @property
    def qualified(self) -> QualifiedName:
        """The view's identity."""
        return QualifiedName(namespace=self.namespace, name=self.name)


CarriedKind = Literal[
    "extension",
    "dependency",
    "type",
    "collation",
    "domain",
    "composite type",
    "range type",
    "function",
    "procedure",
    "aggregate",
    "operator",
    "cast",
    "statistics",
    "rule",
    "trigger",
    "policy",
    "event trigger",
    "foreign table",
    "text search",
    "publication",
    "default privileges",
    "setting",
    "foreign data wrapper",
    "server",
    "operator class",
    "operator family",
    "conversion",
    "language",
    "access method",
    "transform",
    "security label",
]


class Carried(Value, frozen=True, kw_only=True):
    """An object that the model does not edit, carried whole by its definition.

    Attributes:
        identity: what PostgreSQL calls it after its kind, for example `touch(text)`.
        definition: the statements that create it; "" where the catalogue cannot print them: then
            the object is shown, and a difference in it is refused rather than guessed.
        drop: the statement that removes it, "" where `definition` is.
        table: the table that it belongs to (triggers, policies, rules, statistics).
        access: for default privileges, what they give.
    """

    kind: CarriedKind
    identity: str
    definition: str
    drop: str
    table: QualifiedName | None = None
    comment: str | None = None
    access: Access = UNASKED


class NamespaceSettings(Value, frozen=True, kw_only=True):
    """What a namespace has beside its name and what it holds."""

    name: str
    comment: str | None = None
    access: Access = UNASKED

    @property
    def is_told(self) -> bool:
        """Whether there is anything."""
        return self.comment is not None or self.access != UNASKED


class Schema(Value, frozen=True, kw_only=True, dict=True):
    """Everything that a database holds; each part sorted by name, so equal means equal.

    Attributes:
        namespaces: PostgreSQL's schemas besides `public`, sorted.
        namespace_settings: those namespaces that have any, `public` too.
        administered: whether it is that of a live database, where administrators give owners and
            rights beside the migrations.
        volumes: what was declared or measured about the rows; not part of the structure.
    """

    namespaces: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    enums: tuple[Enum, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    views: tuple[View, ...] = ()
    carried: tuple[Carried, ...] = ()
    volumes: tuple[Volume, ...] = ()
    namespace_settings: tuple[NamespaceSettings, ...] = ()
    administered: bool = False

    def __post_init__(self) -> None:
        sort = msgspec.structs.force_setattr
        sort(self, "namespaces", tuple(sorted(self.namespaces)))
        for field in ("tables", "enums", "sequences", "views"):
            sort(self, field, tuple(sorted(getattr(self, field), key=_BY_NAME)))
        sort(
            self,
            "carried",
            tuple(
                sorted(
                    self.carried,
                    key=lambda item: (item.kind, item.table or _NOWHERE, item.identity),
                )
            ),
        )
        sort(self, "volumes", tuple(sorted(self.volumes, key=lambda item: item.table)))
        by_name = attrgetter("name")
        sort(self, "namespace_settings", tuple(sorted(self.namespace_settings, key=by_name)))
        names = [*map(_BY_NAME, self.tables)]
        if len({*names}) < len(names):
            twice = next(name for name, following in pairwise(names) if name == following)
            table = QualifiedName(namespace=twice[0], name=twice[1])
            raise ModelError(f"table {table}", "the table stands twice")

    @cached_property
    def tables_by_name(self) -> Mapping[QualifiedName, Table]:
        """The tables by identity."""
        return {table.qualified: table for table in self.tables}

    @cached_property
    def column_types(self) -> frozenset[str]:
        """The types that columns of tables have, as PostgreSQL spells them."""
        return frozenset(column.type for table in self.tables for column in table.columns)

    @cached_property
    def referencing(self) -> Mapping[QualifiedName, tuple[QualifiedName, ...]]:
        """For each table that is referenced, the other tables whose foreign keys point to it."""
        found: dict[QualifiedName, dict[QualifiedName, None]] = {}
        for table in self.tables:
            own = table.qualified
            for key in table.foreign_keys:
                if key.referenced_table != own:
                    found.setdefault(key.referenced_table, {})[own] = None
        return {name: tuple(tables) for name, tables in found.items()}

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables)

    def find_table(self, name: str | QualifiedName) -> Table | None:
        """The table of that name (`table` or `namespace.table`), or None."""
        if isinstance(name, str):
            return self.find_table(QualifiedName(name=name)) or (
                self.find_table(QualifiedName.of(name)) if "." in name else None
            )
        # Not by `tables_by_name`, which would be built for each of the schemas on a way.
        place = bisect_left(self.tables, (name.namespace, name.name), key=_BY_NAME)
        found = self.tables[place] if place < len(self.tables) else None
        return found if found is not None and found.qualified == name else None

    def table(self, name: str | QualifiedName) -> Table:
        """The table of that name.

        Raises:
            ModelError: there is no such table.
        """
        found = self.find_table(name)
        if found is None:
            known = ", ".join(str(table.qualified) for table in self.tables) or "none"
            raise ModelError(f"table {name}", f"there is no such table; there are: {known}")
        return found

    def volume(self, table: str | QualifiedName) -> Volume | None:
        """What is known about the rows of a table, or None."""
        name = QualifiedName.of(table)
        return next((volume for volume in self.volumes if volume.table == name), None)

    def namespace_setting(self, name: str) -> NamespaceSettings:
        """What a namespace has; nothing, where it has nothing."""
        found = (item for item in self.namespace_settings if item.name == name)
        return next(found, NamespaceSettings(name=name))

    def with_namespace_setting(self, setting: NamespaceSettings) -> Schema:
        """The schema with that in the place of what the namespace had."""
        kept = [item for item in self.namespace_settings if item.name != setting.name]
        if setting.is_told:
            kept.append(setting)
        return replace(self, namespace_settings=tuple(kept))

    def owned_by(self, service: str) -> Schema:
        """The same schema, with every table that nobody owns given to a service."""
        return replace(
            self,
            tables=tuple(
                table if table.service else replace(table, service=service) for table in self.tables
            ),
        )

    def structure(self) -> Schema:
        """The part that migrations make: owners and volumes are left out."""
        tables = tuple(
            replace(table, service="") if table.service else table for table in self.tables
        )
        return replace(self, tables=tables, volumes=(), administered=False)

    def canonical(self) -> Schema:
        """The part that migrations can reach: of the structure, column order does not count."""
        tables = tuple(table.canonical() for table in self.tables)
        return replace(self, tables=tables, volumes=(), administered=False)


_BY_NAME = attrgetter("namespace", "name")
_NOWHERE = QualifiedName(namespace="", name="")
