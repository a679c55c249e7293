"""Operations inside a table: columns, constraints, indexes, settings."""

from __future__ import annotations

from typing import Literal

from designkit.changes.conversion import keeps_values
from designkit.changes.inheritance import (
    with_column_handed_down,
    with_column_passed_on,
    with_column_taken_back,
)
from designkit.changes.operation import Operation, Reversibility, absent, with_table
from designkit.errors import ModelError
from designkit.model import (
    Check,
    Column,
    Constraint,
    Counting,
    ForeignKey,
    Index,
    OtherConstraint,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    Unique,
    replace,
)


class TableOperation(Operation, frozen=True, kw_only=True):
    """An operation inside one table."""

    table: QualifiedName

    @property
    def table_name(self) -> QualifiedName:
        return self.table


class AddColumn(TableOperation, frozen=True, kw_only=True):
    """Add a column at the end of a table, and of those that inherit from it."""

    column: Column

    def apply(self, schema: Schema) -> Schema:
        table = schema.table(self.table)
        absent(
            table.find_column(self.column.name) is not None,
            f"column {self.table}.{self.column.name}",
        )
        added = with_table(schema, replace(table, columns=(*table.columns, self.column)))
        return with_column_handed_down(added, self.table, self.column)

    def inverse(self) -> DropColumn:
        return DropColumn(table=self.table, column=self.column)

    def describe(self) -> str:
        return f"add column {self.table}.{self.column.name}"


class DropColumn(TableOperation, frozen=True, kw_only=True):
    """Drop a column; its values are lost."""

    column: Column

    @property
    def reversibility(self) -> Reversibility:
        computed = self.column.generated is not None
        return Reversibility.LOSSLESS if computed else Reversibility.STRUCTURE_ONLY

    def apply(self, schema: Schema) -> Schema:
        table = schema.table(self.table)
        gone = table.column(self.column.name)
        kept = tuple(item for item in table.columns if item != gone)
        dropped = with_table(schema, replace(table, columns=kept))
        return with_column_taken_back(dropped, self.table, gone.name)

    def inverse(self) -> AddColumn:
        return AddColumn(table=self.table, column=self.column)

    def describe(self) -> str:
        return f"drop column {self.table}.{self.column.name}"


class AlterColumn(TableOperation, frozen=True, kw_only=True):
    """Change a column's type, nullability, default, generation, identity or collation."""

    before: Column
    after: Column

    @property
    def reversibility(self) -> Reversibility:
        kept = keeps_values(self.before.type, self.after.type)
        # The position of an identity column's sequence goes with it.
        counter = self.before.identity is not None and self.after.identity is None
        return Reversibility.STRUCTURE_ONLY if counter or not kept else Reversibility.LOSSLESS

    def apply(self, schema: Schema) -> Schema:
        table = schema.table(self.table)
        present = table.column(self.before.name)
        # What else the column has may have changed with its parent's meanwhile.
        after = replace(present, **{name: getattr(self.after, name) for name in self.aspects})
        columns = tuple(after if item == present else item for item in table.columns)
        altered = with_table(schema, replace(table, columns=columns))
        return with_column_passed_on(altered, self.table, self.before, self.after)

    def inverse(self) -> AlterColumn:
        return AlterColumn(table=self.table, before=self.after, after=self.before)

    @property
    def aspects(self) -> tuple[str, ...]:
        """What changes: a subset of the column's attributes, in their order."""
        names = (
            "type",
            "collation",
            "nullable",
            "default",
            "identity",
            "counting",
            "generated",
            "stored",
            "settings",
        )
        return tuple(
            name for name in names if getattr(self.before, name) != getattr(self.after, name)
        )

    @property
    def restarts(self) -> bool:
        """Whether an identity column began outside of its new range, and so begins anew."""
        old, new = self.before.counting or Counting(), self.after.counting or Counting()
        return (
            self.before.identity is not None
            and self.after.identity is not None
            and not new.minimum <= old.start <= new.maximum
        )

    def describe(self) -> str:
        return f"change {', '.join(self.aspects)} of column {self.table}.{self.after.name}"


class AddConstraint(TableOperation, frozen=True, kw_only=True):
    """Add a constraint."""

    constraint: Constraint

    def apply(self, schema: Schema) -> Schema:
        table = schema.table(self.table)
        absent(
            any(item.name == self.constraint.name for item in table.constraints),
            f"constraint {self.constraint.name} of {self.table}",
        )
        return with_table(schema, with_constraint(table, self.constraint))

    def inverse(self) -> DropConstraint:
        return DropConstraint(table=self.table, constraint=self.constraint)

    def describe(self) -> str:
        return f"add {constraint_kind(self.constraint)} {self.constraint.name} on {self.table}"


class DropConstraint(TableOperation, frozen=True, kw_only=True):
    """Drop a constraint."""

    constraint: Constraint

    def apply(self, schema: Schema) -> Schema:
        table = schema.table(self.table)
        if all(item.name != self.constraint.name for item in table.constraints):
            raise ModelError(f"constraint {self.constraint.name} of {self.table}", "does not exist")
        return with_table(schema, without_constraint(table, self.constraint.name))

    def inverse(self) -> AddConstraint:
        return AddConstraint(table=self.table, constraint=self.constraint)

    def describe(self) -> str:
        return f"drop {constraint_kind(self.constraint)} {self.constraint.name} of {self.table}"


class AddIndex(TableOperation, frozen=True, kw_only=True):
    """Create an index on a table, or on a materialized view."""

    index: Index

    def apply(self, schema: Schema) -> Schema:
        present = indexes_of(schema, self.table)
        absent(any(item.name == self.index.name for item in present), f"index {self.index.name}")
        return with_indexes(schema, self.table, (*present, self.index))

    def inverse(self) -> DropIndex:
        return DropIndex(table=self.table, index=self.index)

    def describe(self) -> str:
        return f"create index {self.index.name} on {self.table}"


class DropIndex(TableOperation, frozen=True, kw_only=True):
    """Drop an index of a table, or of a materialized view."""

    index: Index

    def apply(self, schema: Schema) -> Schema:
        present = indexes_of(schema, self.table)
        kept = tuple(item for item in present if item.name != self.index.name)
        if len(kept) == len(present):
            raise ModelError(f"index {self.index.name} of {self.table}", "it does not exist")
        return with_indexes(schema, self.table, kept)

    def inverse(self) -> AddIndex:
        return AddIndex(table=self.table, index=self.index)

    def describe(self) -> str:
        return f"drop index {self.index.name} of {self.table}"


class AlterTable(TableOperation, frozen=True, kw_only=True):
    """Change a setting of the table as a whole."""

    setting: Literal["unlogged", "parameters", "row_security", "settings"]
    before: object
    after: object

    def apply(self, schema: Schema) -> Schema:
        table = schema.table(self.table)
        altered = with_table(schema, replace(table, **{self.setting: self.after}))
        if self.setting != "unlogged":
            return altered
        # The sequences that its columns own go with the table.
        sequences = (
            replace(item, unlogged=bool(self.after))
            if item.owned_by is not None and item.owned_by[0] == self.table
            else item
            for item in schema.sequences
        )
        return replace(altered, sequences=tuple(sequences))

    def inverse(self) -> AlterTable:
        return AlterTable(
            table=self.table, setting=self.setting, before=self.after, after=self.before
        )

    def describe(self) -> str:
        return f"change {self.setting.replace('_', ' ')} of table {self.table}"


def constraint_kind(constraint: Constraint) -> str:
    """What people call that kind of constraint."""
    match constraint:
        case PrimaryKey():
            return "primary key"
        case Unique():
            return "unique constraint"
        case Check():
            return "check"
        case ForeignKey():
            return "foreign key"
        case OtherConstraint():
            return "constraint"


def with_constraint(table: Table, constraint: Constraint) -> Table:
    """The table with one constraint more."""
    match constraint:
        case PrimaryKey():
            if table.primary_key is not None:
                raise ModelError(f"table {table.qualified}", "it has a primary key already")
            return replace(table, primary_key=constraint)
        case Unique():
            return replace(table, uniques=(*table.uniques, constraint))
        case Check():
            return replace(table, checks=(*table.checks, constraint))
        case ForeignKey():
            return replace(table, foreign_keys=(*table.foreign_keys, constraint))
        case OtherConstraint():
            return replace(table, other_constraints=(*table.other_constraints, constraint))


def without_constraint(table: Table, name: str) -> Table:
    """The table without the constraint of that name."""
    primary = table.primary_key
    return replace(
        table,
        primary_key=None if primary is not None and primary.name == name else primary,
        uniques=tuple(item for item in table.uniques if item.name != name),
        checks=tuple(item for item in table.checks if item.name != name),
        foreign_keys=tuple(item for item in table.foreign_keys if item.name != name),
        other_constraints=tuple(item for item in table.other_constraints if item.name != name),
    )


def indexes_of(schema: Schema, name: QualifiedName) -> tuple[Index, ...]:
    """The indexes of a table or materialized view.

    Raises:
        ModelError: there is neither.
    """
    for view in schema.views:
        if view.qualified == name:
            return view.indexes
    return schema.table(name).indexes


def with_indexes(schema: Schema, name: QualifiedName, indexes: tuple[Index, ...]) -> Schema:
    """The schema with those indexes on a table or materialized view."""
    if any(view.qualified == name for view in schema.views):
        views = tuple(
            replace(view, indexes=indexes) if view.qualified == name else view
            for view in schema.views
        )
        return replace(schema, views=views)
    return with_table(schema, replace(schema.table(name), indexes=indexes))
