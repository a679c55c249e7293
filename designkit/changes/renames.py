"""Renames: always asked for, never guessed from a drop and an add that look alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import is_
from typing import TypeVar

from designkit.changes.enum_values import RenameValue
from designkit.changes.expressions import with_column_renamed
from designkit.changes.inheritance import heirs
from designkit.changes.operation import Operation, absent, with_table
from designkit.changes.tables import TableOperation, indexes_of, with_indexes
from designkit.errors import ModelError
from designkit.model import (
    Carried,
    Check,
    Column,
    Constraint,
    ForeignKey,
    Index,
    IndexKey,
    OtherConstraint,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    Unique,
    View,
    replace,
)
from designkit.model.names import checked

_Key = TypeVar("_Key", PrimaryKey, Unique)
_Named = TypeVar("_Named", PrimaryKey, Unique, Check, ForeignKey, OtherConstraint)


class RenameTable(Operation, frozen=True, kw_only=True):
    """Rename a table; what refers to it follows."""

    before: QualifiedName
    after: QualifiedName

    @property
    def table_name(self) -> QualifiedName:
        return self.after

    def apply(self, schema: Schema) -> Schema:
        old = schema.table(self.before)
        absent(schema.find_table(self.after) is not None, f"table {self.after}")
        renamed = replace(old, name=self.after.name, namespace=self.after.namespace)
        tables = tuple(
            self._repointed(renamed if table is old else table) for table in schema.tables
        )
        sequences = tuple(
            replace(item, owned_by=(self.after, item.owned_by[1]))
            if item.owned_by is not None and item.owned_by[0] == self.before
            else item
            for item in schema.sequences
        )
        moved = replace(
            schema,
            tables=tables,
            sequences=sequences,
            views=tuple(self._read_by(view) for view in schema.views),
            carried=tuple(self._attached(item) for item in schema.carried),
        )
        return self._with_sequences_moved(moved)

    def _with_sequences_moved(self, schema: Schema) -> Schema:
        """What a column owns lies in the namespace of its table, always."""
        for item in schema.sequences:
            there = QualifiedName(namespace=self.after.namespace, name=item.name)
            owned = item.owned_by is not None and item.owned_by[0] == self.after
            if owned and item.qualified != there:
                schema = RenameSequence(before=item.qualified, after=there).apply(schema)
        return schema

    def _repointed(self, table: Table) -> Table:
        rows = {self.before.printed + suffix for suffix in ("", "[]")}
        if any(column.type in rows for column in table.columns):
            columns = (
                replace(column, type=column.type.replace(self.before.printed, self.after.printed))
                if column.type in rows
                else column
                for column in table.columns
            )
            table = replace(table, columns=tuple(columns))
        if self.before in table.inherits:
            parents = tuple(self._now(parent) for parent in table.inherits)
            table = replace(table, inherits=parents)
        if all(key.referenced_table != self.before for key in table.foreign_keys):
            return table
        keys = tuple(
            replace(key, referenced_table=self._now(key.referenced_table))
            for key in table.foreign_keys
        )
        return replace(table, foreign_keys=keys)

    def _read_by(self, view: View) -> View:
        if self.before not in view.depends_on:
            return view
        return replace(view, depends_on=tuple(sorted(map(self._now, view.depends_on))))

    def _attached(self, item: Carried) -> Carried:
        if item.table != self.before:
            return item
        old, new = self.before.printed, self.after.printed
        return replace(
            item,
            table=self.after,
            definition=_with_table_renamed(item.definition, old, new),
            drop=_with_table_renamed(item.drop, old, new),
        )

    def _now(self, name: QualifiedName) -> QualifiedName:
        return self.after if name == self.before else name

    def inverse(self) -> RenameTable:
        return RenameTable(before=self.after, after=self.before)

    def describe(self) -> str:
        return f"rename table {self.before} to {self.after}"


class RenameColumn(TableOperation, frozen=True, kw_only=True):
    """Rename a column; keys, indexes and expressions that name it follow."""

    before: str
    after: str

    def apply(self, schema: Schema) -> Schema:
        self.refuse(schema.table(self.table))
        known = heirs(schema, self.table)
        tables = tuple(
            self._pointing(self._inside(item) if item.qualified in known else item)
            for item in schema.tables
        )
        sequences = tuple(
            replace(item, owned_by=(self.table, self.after))
            if item.owned_by == (self.table, self.before)
            else item
            for item in schema.sequences
        )
        return replace(schema, tables=tables, sequences=sequences)

    def refuse(self, table: Table) -> None:
        """Say why the table cannot take the new name, if it cannot.

        Raises:
            ModelError: there is no such column, or another one of the new name, or it is none.
        """
        table.column(self.before)
        checked(self.after, "column")
        absent(table.find_column(self.after) is not None, f"column {self.table}.{self.after}")

    def follower(self, part: Constraint | Index) -> Constraint | Index:
        """An index or a constraint of the table afterwards; the very same if it does not name it.

        Raises:
            ModelError: an expression cannot be read.
        """
        match part:
            case Index():
                return self._index(part)
            case PrimaryKey():
                return self._key(part)
            case Unique():
                return self._key(part)
            case ForeignKey():
                return self._foreign_key(part)
            case Check():
                return self._check(part)
            case OtherConstraint():
                return part

    def _named(self, names: tuple[str, ...]) -> tuple[str, ...]:
        if self.before not in names:
            return names
        return tuple(self.after if name == self.before else name for name in names)

    def expression(self, text: str) -> str:
        """An expression of the table afterwards.

        Raises:
            ModelError: it cannot be read.
        """
        return with_column_renamed(text, self.before, self.after)

    def _inside(self, table: Table) -> Table:
        primary = table.primary_key
        return replace(
            table,
            columns=tuple(map(self._column, table.columns)),
            primary_key=None if primary is None else self._key(primary),
            uniques=tuple(map(self._key, table.uniques)),
            checks=tuple(map(self._check, table.checks)),
            foreign_keys=tuple(map(self._foreign_key, table.foreign_keys)),
            indexes=tuple(map(self._index, table.indexes)),
            partition_key=_mapped(self.expression, table.partition_key),
        )

    def _column(self, column: Column) -> Column:
        if column.name == self.before:
            column = replace(column, name=self.after)
        if column.generated is not None:
            column = replace(column, generated=self.expression(column.generated))
        return column

    def _key(self, key: _Key) -> _Key:
        columns, include = self._named(key.columns), self._named(key.include)
        if columns is key.columns and include is key.include:
            return key
        return replace(key, columns=columns, include=include)

    def _check(self, check: Check) -> Check:
        expression = self.expression(check.expression)
        return check if expression == check.expression else replace(check, expression=expression)

    def _foreign_key(self, key: ForeignKey) -> ForeignKey:
        columns, set_columns = self._named(key.columns), self._named(key.set_columns)
        if columns is key.columns and set_columns is key.set_columns:
            return key
        return replace(key, columns=columns, set_columns=set_columns)

    def _index(self, index: Index) -> Index:
        if self.before not in index.include and index.predicate is None:
            columns = [key.column for key in index.keys]
            if None not in columns and self.before not in columns:
                return index  # Nearly all: a table has more indexes than one column is in.
        keys = tuple(map(self._index_key, index.keys))
        include = self._named(index.include)
        predicate = _mapped(self.expression, index.predicate)
        if all(map(is_, keys, index.keys)) and (include, predicate) == (
            index.include,
            index.predicate,
        ):
            return index
        return replace(index, keys=keys, include=include, predicate=predicate)

    def _index_key(self, key: IndexKey) -> IndexKey:
        if key.column is not None:
            return replace(key, column=self.after) if key.column == self.before else key
        expression = _mapped(self.expression, key.expression)
        return key if expression == key.expression else replace(key, expression=expression)

    def _pointing(self, table: Table) -> Table:
        if all(key.referenced_table != self.table for key in table.foreign_keys):
            return table
        keys = tuple(
            replace(key, referenced_columns=self._named(key.referenced_columns))
            if key.referenced_table == self.table
            else key
            for key in table.foreign_keys
        )
        return replace(table, foreign_keys=keys)

    def inverse(self) -> RenameColumn:
        return RenameColumn(table=self.table, before=self.after, after=self.before)

    def describe(self) -> str:
        return f"rename column {self.table}.{self.before} to {self.after}"


class RenameConstraint(TableOperation, frozen=True, kw_only=True):
    """Rename a constraint."""

    before: str
    after: str

    def apply(self, schema: Schema) -> Schema:
        table = schema.table(self.table)
        if all(item.name != self.before for item in table.constraints):
            raise ModelError(f"constraint {self.before} of {self.table}", "it does not exist")
        primary = table.primary_key
        return with_table(
            schema,
            replace(
                table,
                primary_key=None if primary is None else self._named(primary),
                uniques=tuple(self._named(item) for item in table.uniques),
                checks=tuple(self._named(item) for item in table.checks),
                foreign_keys=tuple(self._named(item) for item in table.foreign_keys),
                other_constraints=tuple(self._named(item) for item in table.other_constraints),
                settings=_index_renamed(table.settings, self.before, self.after),
            ),
        )

    def _named(self, item: _Named) -> _Named:
        return replace(item, name=self.after) if item.name == self.before else item

    def inverse(self) -> RenameConstraint:
        return RenameConstraint(table=self.table, before=self.after, after=self.before)

    def describe(self) -> str:
        return f"rename constraint {self.before} of {self.table} to {self.after}"


def _index_renamed(settings: tuple[str, ...], before: str, after: str) -> tuple[str, ...]:
    """The settings of a table, of which some name an index."""
    named = {f"cluster={before}", f"replica_identity=index {before}"}
    return tuple(
        item.removesuffix(before) + after
        if item in named or (item.startswith("index.") and item.endswith(f" {before}"))
        else item
        for item in settings
    )


class RenameIndex(TableOperation, frozen=True, kw_only=True):
    """Rename an index."""

    before: str
    after: str

    def apply(self, schema: Schema) -> Schema:
        present = indexes_of(schema, self.table)
        if all(item.name != self.before for item in present):
            raise ModelError(f"index {self.before} of {self.table}", "it does not exist")
        renamed = tuple(
            replace(item, name=self.after) if item.name == self.before else item for item in present
        )
        table = schema.find_table(self.table)
        if table is not None:
            settings = _index_renamed(table.settings, self.before, self.after)
            schema = with_table(schema, replace(table, settings=settings))
        return with_indexes(schema, self.table, renamed)

    def inverse(self) -> RenameIndex:
        return RenameIndex(table=self.table, before=self.after, after=self.before)

    def describe(self) -> str:
        return f"rename index {self.before} of {self.table} to {self.after}"


class RenameSequence(Operation, frozen=True, kw_only=True):
    """Rename a sequence; defaults that count with it follow."""

    before: QualifiedName
    after: QualifiedName

    def apply(self, schema: Schema) -> Schema:
        known = {item.qualified for item in schema.sequences}
        if self.before not in known:
            raise ModelError(f"sequence {self.before}", "it does not exist")
        absent(self.after in known, f"sequence {self.after}")
        sequences = tuple(
            replace(item, namespace=self.after.namespace, name=self.after.name)
            if item.qualified == self.before
            else item
            for item in schema.sequences
        )
        tables = tuple(self._counted(table) for table in schema.tables)
        return replace(schema, sequences=sequences, tables=tables)

    def _counted(self, table: Table) -> Table:
        old, new = (f"'{name.printed}'::regclass" for name in (self.before, self.after))
        if all(old not in (column.default or "") for column in table.columns):
            return table
        columns = tuple(
            replace(column, default=column.default and column.default.replace(old, new))
            for column in table.columns
        )
        return replace(table, columns=columns)

    def inverse(self) -> RenameSequence:
        return RenameSequence(before=self.after, after=self.before)

    def describe(self) -> str:
        return f"rename sequence {self.before} to {self.after}"


# Those of which people speak; the others follow them.
Told = RenameTable | RenameColumn | RenameValue
Rename = Told | RenameConstraint | RenameIndex | RenameSequence


def _mapped(function: Callable[[str], str], text: str | None) -> str | None:
    return None if text is None else function(text)


def _with_table_renamed(definition: str, old: str, new: str) -> str:
    """The definition of what hangs on a table, every `ON` and `FROM` it renamed."""
    place = re.compile(rf"(\b(?:ON|FROM) ){re.escape(old)}(?![\w$.\"])")
    return place.sub(lambda found: found[1] + new, definition)
