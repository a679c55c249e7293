"""What leads from one schema to another, as people and servers read it: UP and DOWN."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designkit.changes import AddColumn, AlterColumn, Create, Operation, Rename, Reversibility, diff
from designkit.model import Schema, Value
from designkit.sql.writing import write_all


class Hazard(Value, frozen=True, kw_only=True):
    """What an operation may cost.

    Attributes:
        operation: the operation, in words.
        message: what may be lost, and whether DOWN gives it back.
    """

    operation: str
    message: str

    def __str__(self) -> str:
        return f"{self.operation}: {self.message}"


class Changes(Value, frozen=True, kw_only=True):
    """The way from one schema to another, and back; falsy where they are equal.

    Attributes:
        operations: in the order in which they run.
    """

    before: Schema
    after: Schema
    operations: tuple[Operation, ...]

    @classmethod
    def between(cls, before: Schema, after: Schema, renames: Sequence[Rename] = ()) -> Changes:
        """The changes from one schema to another; renames are given, never guessed.

        Raises:
            DiffIncomplete: the schemas differ in something that no operation expresses.
        """
        return cls(before=before, after=after, operations=diff(before, after, renames))

    def __bool__(self) -> bool:
        return bool(self.operations)

    def __len__(self) -> int:
        return len(self.operations)

    def __iter__(self) -> Iterator[Operation]:
        return iter(self.operations)

    def inverse(self) -> Changes:
        """The way back."""
        back = tuple(operation.inverse() for operation in reversed(self.operations))
        return Changes(before=self.after, after=self.before, operations=back)

    @property
    def up_statements(self) -> tuple[str, ...]:
        """The SQL that leads from `before` to `after`, a statement each, without semicolons.

        An empty text stands between groups that a reader wants apart.
        """
        return _texts(self)

    @property
    def down_statements(self) -> tuple[str, ...]:
        """The SQL that leads back; above what restores no rows a comment says so."""
        return _texts(self.inverse(), back=True)

    @property
    def up(self) -> str:
        """The SQL that leads from `before` to `after`."""
        return _script(self.up_statements)

    @property
    def down(self) -> str:
        """The SQL that leads back."""
        return _script(self.down_statements)

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """Operations that lose what DOWN cannot give back, or that fail where there are rows."""
        return tuple(
            Hazard(operation=operation.describe(), message=cost)
            for operation in self.operations
            if (cost := _cost(operation, self.before)) is not None
        )

    def __str__(self) -> str:
        if not self:
            return "no changes"
        return "\n".join(operation.describe() for operation in self.operations)


_COSTS = {
    Reversibility.STRUCTURE_ONLY: "the data in it is lost; DOWN restores the structure only",
    Reversibility.NONE: "cannot be taken back",
}


def _cost(operation: Operation, before: Schema) -> str | None:
    match operation:
        case AddColumn(table=table, column=column) if (
            before.find_table(table) is not None
            and not column.nullable
            and (column.default, column.generated, column.identity) == (None, None, None)
        ):
            return "fails on a table that has rows: NOT NULL without a default"
        case AlterColumn(before=old, after=new) if old.nullable and not new.nullable:
            return "fails where a row holds NULL, and reads the whole table to know"
        case _:
            return _COSTS.get(operation.reversibility)


def _texts(changes: Changes, *, back: bool = False) -> tuple[str, ...]:
    found: list[str] = []
    written = write_all(changes.operations, changes.before)
    for operation, statements in zip(changes.operations, written, strict=True):
        texts = [statement.text for statement in statements]
        undone = operation.inverse().reversibility
        if back and texts and undone is Reversibility.STRUCTURE_ONLY:
            texts[0] = f"-- Restores the structure only: the data went with UP.\n{texts[0]}"
        if found and isinstance(operation, Create):
            found.append("")
        found += texts
    return tuple(found)


def _script(statements: tuple[str, ...]) -> str:
    return "".join(f"{text};\n" if text else "\n" for text in statements)
