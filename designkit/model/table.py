"""A table and what belongs to it: columns, constraints, indexes.

Expressions and types are text exactly as the engine spells them, so equal text is equal meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from operator import attrgetter
from typing import Literal

import msgspec

from designkit.errors import ModelError
from designkit.model.access import UNASKED, Access
from designkit.model.names import PUBLIC, QualifiedName, checked
from designkit.model.value import Value, replace

Action = Literal["no action", "restrict", "cascade", "set null", "set default"]


class Counting(Value, frozen=True, kw_only=True):
    """How the sequence of an identity column counts."""

    start: int = 1
    increment: int = 1
    minimum: int = 1
    maximum: int = 9223372036854775807
    cache: int = 1
    cycle: bool = False


class Column(Value, frozen=True, kw_only=True):
    """A column of a table.

    Attributes:
        type: the engine's spelling, for example `timestamp with time zone`.
        default: the default expression, or None.
        counting: for an identity column that does not count from 1, one by one, to its type's end.
        generated: the generation expression, or None; `stored` says how it is kept.
        stored: for a generated column, whether its value is stored (or computed when read).
        collation: only where it differs from the type's own.
        settings: how it is kept and measured, where that is not the type's way: `storage=external`,
            `compression=lz4`, `statistics=500`, `n_distinct=5`; sorted.
        inherited: whether its table has it from another one only, and does not declare it itself;
            of a partition, where all columns are so, it goes unsaid.
        access: the rights on this column alone.
    """

    name: str
    type: str
    nullable: bool = True
    default: str | None = None
    identity: Literal["always", "by default"] | None = None
    counting: Counting | None = None
    generated: str | None = None
    stored: bool = True
    collation: str | None = None
    comment: str | None = None
    settings: tuple[str, ...] = ()
    inherited: bool = False
    access: Access = UNASKED

    def __post_init__(self) -> None:
        checked(self.name, "column")
        if not self.type:
            raise ModelError(f"column {self.name}", "a column needs a type")
        if self.default is not None and (self.generated is not None or self.identity is not None):
            raise ModelError(
                f"column {self.name}", "a generated or identity column cannot have a default"
            )


class PrimaryKey(Value, frozen=True, kw_only=True):
    """The primary key; columns in key order."""

    name: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    deferrable: Literal["immediate", "deferred"] | None = None
    comment: str | None = None


class Unique(Value, frozen=True, kw_only=True):
    """A unique constraint; columns in key order."""

    name: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    nulls_not_distinct: bool = False
    deferrable: Literal["immediate", "deferred"] | None = None
    comment: str | None = None


class Check(Value, frozen=True, kw_only=True):
    """A check constraint; the expression without the outer parentheses of CHECK."""

    name: str
    expression: str
    validated: bool = True
    inherited: bool = True
    enforced: bool = True
    comment: str | None = None


class ForeignKey(Value, frozen=True, kw_only=True):
    """A foreign key: `columns` here point to `referenced_columns` there, pair by pair."""

    name: str
    columns: tuple[str, ...]
    referenced_table: QualifiedName
    referenced_columns: tuple[str, ...]
    on_delete: Action = "no action"
    on_update: Action = "no action"
    set_columns: tuple[str, ...] = ()
    match_full: bool = False
    validated: bool = True
    enforced: bool = True
    deferrable: Literal["immediate", "deferred"] | None = None
    comment: str | None = None


class OtherConstraint(Value, frozen=True, kw_only=True):
    """A constraint that the model carries as its definition: EXCLUDE, WITHOUT OVERLAPS, PERIOD."""

    name: str
    definition: str
    comment: str | None = None

    @property
    def points(self) -> bool:
        """Whether it is a temporal foreign key, which points to a table with its key."""
        return self.definition.startswith("FOREIGN KEY")


Constraint = PrimaryKey | Unique | Check | ForeignKey | OtherConstraint


class IndexKey(Value, frozen=True, kw_only=True):
    """One key of an index: a column, or an expression.

    Attributes:
        column: the column's name, or None for an expression.
        expression: the expression as the engine prints it, or None for a column.
        nulls_first: only where it differs from the order's own (last ascending, first descending).
        operator_class: only where it differs from the type's own; with its options.
    """

    column: str | None = None
    expression: str | None = None
    descending: bool = False
    nulls_first: bool | None = None
    collation: str | None = None
    operator_class: str | None = None

    def __post_init__(self) -> None:
        if (self.column is None) == (self.expression is None):
            raise ModelError("index key", "give either a column or an expression")


class Index(Value, frozen=True, kw_only=True):
    """An index that no constraint owns; keys in order."""

    name: str
    keys: tuple[IndexKey, ...]
    unique: bool = False
    method: str = "btree"
    include: tuple[str, ...] = ()
    predicate: str | None = None
    nulls_not_distinct: bool = False
    parameters: tuple[str, ...] = ()
    valid: bool = True
    comment: str | None = None

    def __post_init__(self) -> None:
        checked(self.name, "index")
        if not self.keys:
            raise ModelError(f"index {self.name}", "an index needs a key")

    @property
    def columns(self) -> tuple[str, ...]:
        """The leading keys that are plain columns, up to the first expression."""
        leading: list[str] = []
        for key in self.keys:
            if key.column is None:
                break
            leading.append(key.column)
        return tuple(leading)


class Table(Value, frozen=True, kw_only=True, dict=True):
    """A table; columns in declared order, everything else sorted by name.

    Attributes:
        service: who owns the table; "" where nobody said.
        partition_key: `RANGE (created_at)`, for a partitioned table.
        partition_bound: `FOR VALUES …`, for a partition of the only table in `inherits`.
        parameters: storage parameters, `fillfactor=70`.
        row_security: whether policies apply, and whether they bind the owner too; `forced but off`
            would bind the owner, if policies applied.
        settings: `replica_identity=full` or `replica_identity=index users_pkey`, `cluster=idx_a`,
            and, where they are not the database's own, `tablespace` and `access_method`; sorted.
    """

    namespace: str = PUBLIC
    name: str
    columns: tuple[Column, ...] = ()
    primary_key: PrimaryKey | None = None
    uniques: tuple[Unique, ...] = ()
    checks: tuple[Check, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    other_constraints: tuple[OtherConstraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    comment: str | None = None
    service: str = ""
    unlogged: bool = False
    inherits: tuple[QualifiedName, ...] = ()
    partition_key: str | None = None
    partition_bound: str | None = None
    parameters: tuple[str, ...] = ()
    row_security: Literal["enabled", "forced", "forced but off"] | None = None
    settings: tuple[str, ...] = ()
    access: Access = UNASKED

    def __post_init__(self) -> None:
        checked(self.name, "table")
        for field in ("uniques", "checks", "foreign_keys", "other_constraints", "indexes"):
            named: tuple[Unique | Check | ForeignKey | OtherConstraint | Index, ...]
            named = getattr(self, field)
            if len(named) > 1:
                ordered = tuple(sorted(named, key=_BY_NAME))
                msgspec.structs.force_setattr(self, field, ordered)
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ModelError(f"table {self.name}", f"column {twice} stands twice")

    # Rules ask for these many times of each table, which never changes.
    @cached_property
    def qualified(self) -> QualifiedName:
        """The table's identity."""
        return QualifiedName(namespace=self.namespace, name=self.name)

    @cached_property
    def columns_by_name(self) -> Mapping[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        """Every constraint, foreign keys last, so that each can be added in this order."""
        primary = (self.primary_key,) if self.primary_key else ()
        return (
            *primary,
            *self.uniques,
            *self.checks,
            *self.other_constraints,
            *self.foreign_keys,
        )

    def find_column(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return self.columns_by_name.get(name)

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            ModelError: the table has no such column.
        """
        found = self.find_column(name)
        if found is None:
            known = ", ".join(column.name for column in self.columns)
            raise ModelError(f"table {self.qualified}", f"no column {name}; there are: {known}")
        return found

    @cached_property
    def key_columns(self) -> frozenset[str]:
        """The columns of the primary key."""
        return frozenset(self.primary_key.columns if self.primary_key else ())

    def is_unique(self, columns: frozenset[str]) -> bool:
        """Whether at most one row can hold the same values in these columns."""
        keys = [set(unique.columns) for unique in self.uniques]
        if self.primary_key:
            keys.append(set(self.primary_key.columns))
        keys += [
            set(index.columns)
            for index in self.indexes
            if index.unique and index.predicate is None and len(index.columns) == len(index.keys)
        ]
        return any(key and key <= columns for key in keys)

    def same_as(self, other: Table) -> bool:
        """Whether a migration has nothing to do between them; quicker than two `canonical`."""
        if _STRUCTURE(self) != _STRUCTURE(other):
            return False
        here, there = self.columns, other.columns
        return here == there or sorted(here, key=_BY_NAME) == sorted(there, key=_BY_NAME)

    def canonical(self) -> Table:
        """The table as a migration can reach it: column order and ownership do not count."""
        columns = tuple(sorted(self.columns, key=lambda column: column.name))
        return replace(self, columns=columns, service="")


_BY_NAME = attrgetter("name")
# What counts beside the columns, of which the order does not.
_STRUCTURE = attrgetter(
    *(field for field in Table.__struct_fields__ if field not in {"columns", "service"})
)
