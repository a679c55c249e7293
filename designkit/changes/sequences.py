"""What changes in a sequence that stays, beside the table whose column owns it."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes.objects import AlterSequence
from designkit.errors import DiffIncomplete
from designkit.model import Schema, Sequence, replace


def sequence_changes(
    old: Sequence, new: Sequence, start: Schema, goal: Schema
) -> Iterator[AlterSequence]:
    """Operations that make one sequence the other; comments and rights change by themselves.

    Raises:
        DiffIncomplete: its table changes whether it is logged, and the sequence goes another way.
    """
    new = replace(new, comment=old.comment, access=old.access)
    if old.owned_by is not None and new.owned_by is not None and old.owned_by != new.owned_by:
        # A sequence goes with the column that owns it, so it leaves the old one in time.
        free = replace(old, owned_by=None)
        yield AlterSequence(before=old, after=free)
        old = free
    if old.owned_by is not None and old.owned_by == new.owned_by:
        here, there = start.find_table(old.owned_by[0]), goal.find_table(old.owned_by[0])
        if here is not None and there is not None and here.unlogged != there.unlogged:
            if (old.unlogged, new.unlogged) != (here.unlogged, there.unlogged):
                raise DiffIncomplete(
                    f"sequence {new.qualified} is logged, or not, unlike table {there.qualified} "
                    "that owns it and changes in that: make both alike in a migration before"
                )
            old = replace(old, unlogged=new.unlogged)
    if old != new:
        yield AlterSequence(before=old, after=new)
