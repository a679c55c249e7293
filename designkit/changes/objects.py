"""Operations on whole objects: tables, enums, sequences, views, what is carried, namespaces."""

from __future__ import annotations

from designkit.changes.operation import Operation, Reversibility, absent
from designkit.errors import ModelError
from designkit.model import (
    Carried,
    Enum,
    NamespaceSettings,
    QualifiedName,
    Schema,
    Sequence,
    Table,
    View,
    replace,
)

Whole = Table | Enum | Sequence | View | Carried


class Create(Operation, frozen=True, kw_only=True):
    """Create an object with all that belongs to it."""

    object: Whole

    @property
    def table_name(self) -> QualifiedName | None:
        return self.object.qualified if isinstance(self.object, Table) else None

    def apply(self, schema: Schema) -> Schema:
        absent(_place(schema, self.object) is not None, name_of(self.object))
        return _with(schema, added=self.object)

    def inverse(self) -> Drop:
        return Drop(object=self.object)

    def describe(self) -> str:
        return f"create {name_of(self.object)}"


class Drop(Operation, frozen=True, kw_only=True):
    """Drop an object with all that belongs to it; the rows of a table are lost."""

    object: Whole

    @property
    def reversibility(self) -> Reversibility:
        if isinstance(self.object, Table) or (
            isinstance(self.object, Sequence) and self.object.owned_by is None
        ):
            return Reversibility.STRUCTURE_ONLY
        return Reversibility.LOSSLESS

    @property
    def table_name(self) -> QualifiedName | None:
        return self.object.qualified if isinstance(self.object, Table) else None

    def apply(self, schema: Schema) -> Schema:
        present = _place(schema, self.object)
        if present is None:
            raise ModelError(name_of(self.object), "it does not exist")
        return _with(schema, removed=present)

    def inverse(self) -> Create:
        return Create(object=self.object)

    def describe(self) -> str:
        return f"drop {name_of(self.object)}"


class AlterEnum(Operation, frozen=True, kw_only=True):
    """Change the values of an enum."""

    before: Enum
    after: Enum

    @property
    def added(self) -> tuple[str, ...]:
        """The values that are new."""
        return tuple(value for value in self.after.values if value not in self.before.values)

    @property
    def removed(self) -> tuple[str, ...]:
        """The values that go; a row that holds one stops the change."""
        return self.inverse().added

    @property
    def only_adds(self) -> bool:
        """Whether every old value stays, in its order."""
        kept = tuple(value for value in self.after.values if value in self.before.values)
        return kept == self.before.values

    def apply(self, schema: Schema) -> Schema:
        return _with(schema, removed=self.before, added=self.after)

    def inverse(self) -> AlterEnum:
        return AlterEnum(before=self.after, after=self.before)

    def describe(self) -> str:
        return f"change the values of enum {self.after.qualified}"


class AlterSequence(Operation, frozen=True, kw_only=True):
    """Change how a sequence counts, or which column owns it."""

    before: Sequence
    after: Sequence

    def apply(self, schema: Schema) -> Schema:
        return _with(schema, removed=self.before, added=self.after)

    def inverse(self) -> AlterSequence:
        return AlterSequence(before=self.after, after=self.before)

    def describe(self) -> str:
        return f"change sequence {self.after.qualified}"


class ReplaceCarried(Operation, frozen=True, kw_only=True):
    """Give a carried object another definition."""

    before: Carried
    after: Carried

    @property
    def table_name(self) -> QualifiedName | None:
        return self.after.table

    @property
    def in_place(self) -> bool:
        """Whether PostgreSQL replaces it: a routine of which neither arguments nor result change.

        https://www.postgresql.org/docs/18/sql-createfunction.html
        """
        routine = self.after.kind in {"function", "procedure"}
        return routine and head_of(self.before) == head_of(self.after)

    def apply(self, schema: Schema) -> Schema:
        return _with(schema, removed=self.before, added=self.after)

    def inverse(self) -> ReplaceCarried:
        return ReplaceCarried(before=self.after, after=self.before)

    def describe(self) -> str:
        return f"replace {name_of(self.after)}"


class ReplaceView(Operation, frozen=True, kw_only=True):
    """Give a view another query, other options, or other defaults of its columns."""

    before: View
    after: View

    @property
    def in_place(self) -> bool:
        """Whether PostgreSQL replaces it: its columns stay, and new ones stand behind them.

        https://www.postgresql.org/docs/18/sql-createview.html
        """
        if self.before.materialized or self.after.materialized:
            return False
        kept = _columns(self.before)
        return _columns(self.after)[: len(kept)] == kept

    @property
    def query_stays(self) -> bool:
        """Whether nothing changes but what columns have beside them."""
        old, new = self.before, self.after
        return (old.definition, old.options) == (new.definition, new.options)

    @property
    def gained(self) -> tuple[str, ...]:
        """The columns that are new."""
        present = {name for name, _ in self.before.columns}
        return tuple(name for name, _ in self.after.columns if name not in present)

    def apply(self, schema: Schema) -> Schema:
        return _with(schema, removed=self.before, added=self.after)

    def inverse(self) -> ReplaceView:
        return ReplaceView(before=self.after, after=self.before)

    def describe(self) -> str:
        return f"replace {name_of(self.after)}"


class CreateNamespace(Operation, frozen=True, kw_only=True):
    """Create a namespace: what PostgreSQL calls a schema."""

    name: str
    settings: NamespaceSettings | None = None

    def apply(self, schema: Schema) -> Schema:
        absent(self.name in schema.namespaces, f"schema {self.name}")
        created = replace(schema, namespaces=(*schema.namespaces, self.name))
        return created if self.settings is None else created.with_namespace_setting(self.settings)

    def inverse(self) -> DropNamespace:
        return DropNamespace(name=self.name, settings=self.settings)

    def describe(self) -> str:
        return f"create schema {self.name}"


class DropNamespace(Operation, frozen=True, kw_only=True):
    """Drop an empty namespace, with its comment and the rights on it."""

    name: str
    settings: NamespaceSettings | None = None

    def apply(self, schema: Schema) -> Schema:
        if self.name not in schema.namespaces:
            raise ModelError(f"schema {self.name}", "it does not exist")
        kept = tuple(name for name in schema.namespaces if name != self.name)
        dropped = schema.with_namespace_setting(NamespaceSettings(name=self.name))
        return replace(dropped, namespaces=kept)

    def inverse(self) -> CreateNamespace:
        return CreateNamespace(name=self.name, settings=self.settings)

    def describe(self) -> str:
        return f"drop schema {self.name}"


def kind_of(item: Whole) -> str:
    """What people call that kind of object."""
    match item:
        case Table():
            return "table"
        case Enum():
            return "enum"
        case Sequence():
            return "sequence"
        case View():
            return "materialized view" if item.materialized else "view"
        case Carried():
            return item.kind


def name_of(item: Whole) -> str:
    """The object's kind and name, for people: `trigger touch on users`."""
    if not isinstance(item, Carried):
        return f"{kind_of(item)} {item.qualified}"
    place = f" on {item.table}" if item.table else ""
    return f"{item.kind} {item.identity}{place}"


def parts(schema: Schema) -> tuple[Whole, ...]:
    """Every whole object of a schema."""
    return (*schema.tables, *schema.enums, *schema.sequences, *schema.views, *schema.carried)


def held_text(item: Carried) -> str:
    """The part of a definition whose names PostgreSQL holds: of a routine all but a quoted body.

    It prints such a body between dollars; one in BEGIN ATOMIC or RETURN it has read.
    """
    quoted = item.kind in {"function", "procedure"} and item.definition.endswith("$")
    return head_of(item) if quoted else item.definition


def _columns(view: View) -> tuple[tuple[str, str, str | None], ...]:
    """Name, type and collation of each column, in order."""
    return tuple((name, kind, view.column_setting(name).collation) for name, kind in view.columns)


def head_of(routine: Carried) -> str:
    """Name, arguments and result of a routine, which PostgreSQL prints before the language."""
    return routine.definition.partition("\n LANGUAGE ")[0]


def _place(schema: Schema, item: Whole) -> Whole | None:
    """The object of the same kind and name that the schema holds, or None."""
    wanted = name_of(item)
    return next((part for part in parts(schema) if name_of(part) == wanted), None)


def _with(schema: Schema, *, added: Whole | None = None, removed: Whole | None = None) -> Schema:
    gone = name_of(removed) if removed is not None else None
    kept = [part for part in parts(schema) if gone is None or name_of(part) != gone]
    if gone is not None and len(kept) == len(parts(schema)):
        raise ModelError(gone, "it does not exist")
    if added is not None:
        kept.append(added)
    return replace(
        schema,
        tables=tuple(part for part in kept if isinstance(part, Table)),
        enums=tuple(part for part in kept if isinstance(part, Enum)),
        sequences=tuple(part for part in kept if isinstance(part, Sequence)),
        views=tuple(part for part in kept if isinstance(part, View)),
        carried=tuple(part for part in kept if isinstance(part, Carried)),
    )
