"""What leads from one schema to another, as people and servers read it: UP and DOWN."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from designkit.changes import (
    AddColumn,
    AlterColumn,
    AlterEnum,
    Create,
    Drop,
    LookAlike,
    Operation,
    Rename,
    RenameTable,
    Reversibility,
    Told,
    comparable,
    concerned,
    diff,
    look_alikes,
)
from designkit.changes.conversion import keeps_values
from designkit.model import Column, QualifiedName, Schema, Table, Value
from designkit.sql.hazard import Hazard, HazardKind
from designkit.sql.text import Text, literal
from designkit.sql.writing import write_all


class Changes(Value, frozen=True, kw_only=True):
    """The way from one schema to another, and back; falsy where they are equal.

    Attributes:
        operations: in the order in which they run.
        apart: what was said to be no rename.
    """

    before: Schema
    after: Schema
    operations: tuple[Operation, ...]
    apart: tuple[Told, ...] = ()

    @classmethod
    def between(
        cls,
        before: Schema,
        after: Schema,
        renames: Sequence[Rename] = (),
        *,
        apart: Sequence[Told] = (),
    ) -> Changes:
        """The changes from one schema to another; renames are given, never guessed.

        Raises:
            DiffIncomplete: the schemas differ in something that no operation expresses.
        """
        before, after = comparable(before, after)
        operations = diff(before, after, renames)
        return cls(before=before, after=after, operations=operations, apart=tuple(apart))

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
            Hazard(kind=cost[0], operation=operation.describe(), message=cost[1])
            for operation in self.operations
            if (cost := _cost(operation, self.before)) is not None
        )

    @property
    def questions(self) -> tuple[LookAlike, ...]:
        """What is dropped and added and looks alike: renames, perhaps, that nobody told."""
        renames = (item for item in self.operations if isinstance(item, Rename))
        return look_alikes(self.before, self.after, renames, self.apart)

    def __str__(self) -> str:
        if not self:
            return "no changes"
        return "\n".join(operation.describe() for operation in self.operations)


_COSTS: dict[Reversibility, tuple[HazardKind, str]] = {
    Reversibility.STRUCTURE_ONLY: (
        "data-loss",
        "the data in it is lost; DOWN restores the structure only",
    ),
    Reversibility.NONE: ("irreversible", "cannot be taken back"),
}


def _cost(operation: Operation, before: Schema) -> tuple[HazardKind, str] | None:
    match operation:
        case AddColumn(table=table, column=column) if (
            before.find_table(table) is not None
            and not column.nullable
            and (column.default, column.generated, column.identity) == (None, None, None)
        ):
            problem = "fails on a table that has rows: NOT NULL without a default"
            return "not-null-without-default", problem
        case AlterColumn(before=old, after=new) if old.nullable and not new.nullable:
            problem = "fails where a row holds NULL, and reads the whole table to know"
            return "scans-to-validate", problem
        case AlterEnum(removed=(_, *_)):
            return "narrows-type", f"fails where a row holds {_listed(operation.removed)}"
        case AlterColumn(before=old, after=new) if not keeps_values(old.type, new.type):
            problem = f"values lose what {new.type} does not hold; DOWN cannot give that back"
            return "narrows-type", problem
        case AlterColumn(before=old, after=new) if operation.restarts or (
            _counts(new) and not _counts(old)
        ):
            return "breaks-clients", "counts from its start: numbers in the table may come again"
        case _:
            return _COSTS.get(operation.reversibility)


def _texts(changes: Changes, *, back: bool = False) -> tuple[str, ...]:
    found: list[str] = []
    concern, _ = concerned(changes.before, changes.after, _tables_of(changes.operations))
    written = write_all(changes.operations, concern)
    early = _used_at_once(changes.operations, written)
    for operation, statements in zip(changes.operations, written, strict=True):
        texts = [statement.text for statement in statements]
        if back and texts:
            texts[0] = "".join(f"-- {note}\n" for note in _caveats(operation)) + texts[0]
        if texts and operation in early:
            texts[0] = f"-- {_COMMIT_FIRST}\n{texts[0]}"
        if found and isinstance(operation, Create):
            found.append("")
        found += texts
    return tuple(found)


# https://www.postgresql.org/docs/18/sql-altertype.html
_COMMIT_FIRST = "Commit this before the rest: no transaction can use a value that it adds itself."


def _used_at_once(
    operations: Sequence[Operation], written: Sequence[Sequence[Text]]
) -> tuple[AlterEnum, ...]:
    """The enums of which other operations speak, in the same script, by a value that is new."""
    return tuple(
        operation
        for operation in operations
        if isinstance(operation, AlterEnum)
        and operation.only_adds
        and any(
            literal(value).text in statement.text
            for value in operation.added
            for other, statements in zip(operations, written, strict=True)
            if other is not operation
            for statement in statements
        )
    )


def _caveats(operation: Operation) -> Iterator[str]:
    """What an operation of DOWN does not give back, and on what it stops."""
    undone = operation.inverse()
    if undone.reversibility is Reversibility.STRUCTURE_ONLY:
        if isinstance(undone, AlterColumn):
            kept = keeps_values(undone.before.type, undone.after.type)
            what = "where it counts from" if kept else "what UP rounded, cut or rewrote"
            yield f"Does not restore {what}."
        else:
            yield "Restores the structure only: the data went with UP."
    match operation:
        case AlterEnum(removed=(_, *_) as values):
            yield f"Fails where a row holds {_listed(values)}."
        case AlterColumn(before=old, after=new) if old.nullable and not new.nullable:
            yield "Fails where a row holds NULL."
        case _:
            return


def _listed(values: tuple[str, ...]) -> str:
    # On one line: it stands in a comment.
    return ", ".join(repr(value) for value in values)


def _counts(column: Column) -> bool:
    return column.identity is not None or "nextval(" in (column.default or "")


def _tables_of(operations: Iterable[Operation]) -> Iterator[QualifiedName]:
    for operation in operations:
        if isinstance(operation, RenameTable):
            yield operation.before
        if isinstance(operation, Create | Drop) and isinstance(operation.object, Table):
            yield from operation.object.inherits
        if operation.table_name is not None:
            yield operation.table_name


def _script(statements: tuple[str, ...]) -> str:
    return "".join(f"{text};\n" if text else "\n" for text in statements)
