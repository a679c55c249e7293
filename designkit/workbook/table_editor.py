"""Editing one table in Python: each call is an edit, and the conventions come by construction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, Self

from designkit.changes import (
    AddColumn,
    AddConstraint,
    AddIndex,
    Operation,
    SetComment,
    Target,
)
from designkit.errors import ModelError
from designkit.model import (
    Check,
    Column,
    ColumnVolume,
    Index,
    IndexKey,
    QualifiedName,
    Schema,
    Table,
    Unique,
    Volume,
    fitted,
    replace,
)
from designkit.model.conventional import (
    column_index,
    foreign_key_column,
    index_name,
    key_column,
    reference,
)
from designkit.model.table import Action


class Editing(Protocol):
    """What a table editor needs of its workbook."""

    @property
    def schema(self) -> Schema:
        """The draft."""
        ...

    def apply(self, operations: Iterable[Operation]) -> object:
        """Edit by operations."""
        ...

    def declare(self, volume: Volume) -> object:
        """Set what is known about the rows of a table."""
        ...

    def owner(self, table: QualifiedName) -> str:
        """The other service that owns a table, or ""."""
        ...


class TableEditor:
    """One table of a draft; every method edits at once and returns the editor."""

    def __init__(self, workbook: Editing, name: QualifiedName) -> None:
        self._workbook = workbook
        self._name = name

    @property
    def table(self) -> Table:
        """The table as it is now."""
        return self._workbook.schema.table(self._name)

    def column(
        self,
        name: str,
        type: str,  # noqa: A002  (the word of the field)
        *,
        null: bool = False,
        default: str | None = None,
        check: str | None = None,
        comment: str | None = None,
    ) -> Self:
        """Add a column; default and check are SQL expressions."""
        column = Column(name=name, type=type, nullable=null, default=default, comment=comment)
        operations: list[Operation] = [AddColumn(table=self._name, column=column)]
        if check is not None:
            operations.append(self._check(f"{self._name.name}_{name}_check", check))
        return self._edit(*operations)

    def references(
        self,
        target: str,
        *,
        role: str = "",
        null: bool = False,
        on_delete: Action = "no action",
    ) -> Self:
        """Add a foreign key to another table, with its column, its name and its index.

        The column is `{target_singular}_id`, with the role in front where one is given.

        Raises:
            ModelError: there is no such table here, or it belongs to another service.
        """
        other = self._target(target)
        name = foreign_key_column(other.name, role=role)
        column = Column(name=name, type=key_column(other).type, nullable=null)
        foreign = reference(self._name.name, name, other, on_delete=on_delete)
        return self._edit(
            AddColumn(table=self._name, column=column),
            AddConstraint(table=self._name, constraint=foreign),
            AddIndex(table=self._name, index=column_index(self._name.name, (name,))),
        )

    def index(
        self, *columns: str, unique: bool = False, where: str | None = None, name: str = ""
    ) -> Self:
        """Add an index, named by convention unless told otherwise.

        A word that is no column of the table is an expression: `lower(email)`.
        """
        keys = tuple(self._key(column) for column in columns)
        return self._edit(
            AddIndex(
                table=self._name,
                index=self._index(keys, unique=unique, where=where, name=name),
            )
        )

    def unique(self, *columns: str) -> Self:
        """Add a unique constraint."""
        name = fitted("_".join((self._name.name, *columns, "key")))
        constraint = Unique(name=name, columns=columns)
        return self._edit(AddConstraint(table=self._name, constraint=constraint))

    def check(self, expression: str, *, name: str = "") -> Self:
        """Add a check constraint; the expression is SQL."""
        number = len(self.table.checks) + 1
        return self._edit(
            self._check(name or fitted(f"{self._name.name}_check_{number}"), expression)
        )

    def soft_delete(self) -> Self:
        """Add `deleted_at`: a nullable timestamp, and nothing else."""
        return self.column("deleted_at", "timestamp with time zone", null=True)

    def comment(self, text: str, *, column: str | None = None) -> Self:
        """Set the comment of the table, or of one of its columns."""
        table = self.table
        if column is None:
            target, before = Target(kind="table", name=self._name), table.comment
        else:
            target = Target(kind="column", table=self._name, name=QualifiedName(name=column))
            before = table.column(column).comment
        return self._edit(SetComment(target=target, before=before, after=text))

    def expect(
        self, *, rows: int | None = None, distinct: Mapping[str, int | None] | None = None
    ) -> Self:
        """Declare how many rows the table will hold, and how many different values its columns.

        What is declared already, and not named here, stays; `expect_nothing` takes all of it back.

        Args:
            rows: None for what is declared already.
            distinct: by column; None takes back what is declared of a column.

        Raises:
            ModelError: the table has no such column, or the column has more common values.
        """
        known = self._workbook.schema.volume(self._name) or Volume(table=self._name)
        columns = {item.column: item for item in known.columns}
        for name, number in (distinct or {}).items():
            column = columns.get(name) or ColumnVolume(column=self.table.column(name).name)
            columns[name] = replace(column, distinct=number)
        said = (item for item in columns.values() if item != ColumnVolume(column=item.column))
        rows = known.rows if rows is None else rows
        self._workbook.declare(replace(known, rows=rows, columns=tuple(said)))
        return self

    def expect_nothing(self) -> Self:
        """Take back all that the design declares of the table's rows."""
        self._workbook.declare(Volume(table=self._name))
        return self

    def _edit(self, *operations: Operation) -> Self:
        self._workbook.apply(operations)
        return self

    def _target(self, name: str) -> Table:
        found = self._workbook.schema.find_table(name)
        if found is not None:
            return found
        owner = self._workbook.owner(QualifiedName.of(name))
        if owner:
            raise ModelError(
                f"table {self._name}",
                f"{name} belongs to service {owner}, and no foreign key leaves its service: add a "
                f"plain column instead, .column({foreign_key_column(name)!r}, 'uuid')",
            )
        return self._workbook.schema.table(name)

    def _check(self, name: str, expression: str) -> AddConstraint:
        return AddConstraint(
            table=self._name, constraint=Check(name=fitted(name), expression=expression)
        )

    def _key(self, word: str) -> IndexKey:
        if self.table.find_column(word) is not None:
            return IndexKey(column=word)
        # What PostgreSQL wants in parentheses unless it is a bare call of a function.
        return IndexKey(expression=word if word.endswith(")") else f"({word})")

    def _index(
        self,
        keys: tuple[IndexKey, ...],
        *,
        unique: bool = False,
        where: str | None = None,
        name: str = "",
    ) -> Index:
        named = name or index_name(self._name.name, keys)
        return Index(name=named, keys=keys, unique=unique, predicate=where)

    def __repr__(self) -> str:
        columns = ", ".join(column.name for column in self.table.columns)
        return f"<table {self._name}: {columns}>"
