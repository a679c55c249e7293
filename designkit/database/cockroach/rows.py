"""What CockroachDB's catalogue answers, row by row, before anything is made of it."""

from __future__ import annotations

from designkit.model import Value


class RelationRow(Value, frozen=True, kw_only=True):
    """A table (`r`), a view (`v`) or a materialized view (`m`)."""

    relation: int
    namespace: str
    name: str
    kind: str
    parameters: list[str] | None = None
    definition: str | None = None
    comment: str | None = None


class ColumnRow(Value, frozen=True, kw_only=True):
    """A column of a relation.

    Attributes:
        hidden: whether CockroachDB made it for itself, `rowid` for one, or it is NOT VISIBLE.
        expression: its default, or that from which it is generated.
    """

    relation: int
    number: int
    name: str
    type: str
    nullable: bool
    expression: str | None = None
    identity: str = ""
    generated: str = ""
    hidden: bool = False
    collation: str | None = None
    comment: str | None = None


class ConstraintRow(Value, frozen=True, kw_only=True):
    """A constraint; `index` is 0 for one that no index serves."""

    relation: int
    name: str
    kind: str
    columns: list[int] | None = None
    index: int = 0
    referenced: int = 0
    referenced_columns: list[int] | None = None
    on_delete: str | None = None
    on_update: str | None = None
    match: str | None = None
    validated: bool = True
    expression: str | None = None
    definition: str = ""
    comment: str | None = None


class IndexRow(Value, frozen=True, kw_only=True):
    """An index, also that of a key.

    Attributes:
        numbers: of its columns as the catalogue spells a vector, `3 4`; 0 is an expression.
        key_count: how many of them are keys; the others are stored.
        options: of each key, as a vector: 1 is descending.
        expressions: as the catalogue spells an array, `{"(a + b)",lower(c)}`.
    """

    index: int
    relation: int
    name: str
    unique: bool
    primary: bool
    method: str
    numbers: str
    key_count: int
    options: str
    valid: bool = True
    expressions: str | None = None
    predicate: str | None = None
    comment: str | None = None


class SequenceRow(Value, frozen=True, kw_only=True):
    """A sequence; `owner` and `owner_column` are of the column that has it, or None."""

    namespace: str
    name: str
    type: str
    start: int
    increment: int
    minimum: int
    maximum: int
    cache: int
    cycle: bool
    owner: int | None = None
    owner_column: int | None = None
    comment: str | None = None


class LabelRow(Value, frozen=True, kw_only=True):
    """One value of an enumerated type, in the order of the values."""

    namespace: str
    name: str
    label: str
    comment: str | None = None


class NamespaceRow(Value, frozen=True, kw_only=True):
    """A namespace that is not the database's own."""

    name: str
    comment: str | None = None


class DependencyRow(Value, frozen=True, kw_only=True):
    """A view, and a relation that it reads."""

    view: int
    relation: int


class RoutineRow(Value, frozen=True, kw_only=True):
    """A function (`f`) or a procedure (`p`) of users."""

    namespace: str
    name: str
    arguments: str
    kind: str
    definition: str
    comment: str | None = None


class TriggerRow(Value, frozen=True, kw_only=True):
    """A trigger, with the statement that makes it."""

    relation: int
    name: str
    definition: str


class CockroachRows(Value, frozen=True, kw_only=True):
    """All that was asked of one database."""

    database: str
    relations: tuple[RelationRow, ...] = ()
    columns: tuple[ColumnRow, ...] = ()
    constraints: tuple[ConstraintRow, ...] = ()
    indexes: tuple[IndexRow, ...] = ()
    sequences: tuple[SequenceRow, ...] = ()
    labels: tuple[LabelRow, ...] = ()
    namespaces: tuple[NamespaceRow, ...] = ()
    dependencies: tuple[DependencyRow, ...] = ()
    routines: tuple[RoutineRow, ...] = ()
    triggers: tuple[TriggerRow, ...] = ()
