"""Where a column counts on as it goes from a sequence of its own to an identity, or back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from designkit.changes.objects import Create, Drop
from designkit.changes.operation import with_table
from designkit.changes.tables import TableOperation
from designkit.model import Column, Schema, Sequence, Table, replace


class MoveCounter(TableOperation, frozen=True, kw_only=True):
    """Let a column take its numbers from an identity instead of a sequence, or the other way.

    Attributes:
        before: the column that is there.
        after: the column that is wanted: one of the two has an identity, the other a default.
        sequence: what the column owns while it has the default.
        to: where the numbers come from afterwards; they go on from where they are.
    """

    before: Column
    after: Column
    sequence: Sequence
    to: Literal["identity", "sequence"]

    def apply(self, schema: Schema) -> Schema:
        table = schema.table(self.table)
        present = table.column(self.before.name)
        after = replace(
            present,
            default=self.after.default,
            identity=self.after.identity,
            counting=self.after.counting,
        )
        columns = tuple(after if item == present else item for item in table.columns)
        moved = with_table(schema, replace(table, columns=columns))
        change = Drop if self.to == "identity" else Create
        return change(object=self.sequence).apply(moved)

    def inverse(self) -> MoveCounter:
        back: Literal["identity", "sequence"] = "sequence" if self.to == "identity" else "identity"
        return MoveCounter(
            table=self.table,
            before=self.after,
            after=self.before,
            sequence=self.sequence,
            to=back,
        )

    def describe(self) -> str:
        goal = "an identity" if self.to == "identity" else f"sequence {self.sequence.qualified}"
        return f"count column {self.table}.{self.after.name} by {goal}"


def moved_counters(start: Schema, goal: Schema) -> Iterator[MoveCounter]:
    """The columns of tables on both sides that go from a sequence of their own to an identity.

    And those that go back. Beside how they count, the columns are as in `start`.
    """
    for here, there, to in ((start, goal, "identity"), (goal, start, "sequence")):
        kept = {item.qualified for item in there.sequences}
        for sequence in here.sequences:
            if sequence.owned_by is None or sequence.qualified in kept:
                continue
            name, column = sequence.owned_by
            owner, other = here.find_table(name), there.find_table(name)
            if owner is None or other is None:
                continue
            move = _between(owner, other, column, sequence)
            if move is not None and to == "identity":
                yield move
            elif move is not None:
                yield move.inverse()


def _between(owner: Table, other: Table, name: str, sequence: Sequence) -> MoveCounter | None:
    counted, identified = owner.find_column(name), other.find_column(name)
    if counted is None or identified is None:
        return None
    if "nextval(" not in (counted.default or "") or identified.identity is None:
        return None
    if sequence.unlogged == owner.unlogged:
        # Where the table comes to be logged, or not, the sequence is as the table is by then.
        sequence = replace(sequence, unlogged=other.unlogged)
    return MoveCounter(
        table=owner.qualified, before=counted, after=identified, sequence=sequence, to="identity"
    )
