"""Renames that people ask for, and their answers where the changes ask whether something is one."""

from __future__ import annotations

from designkit.changes import LookAlike
from designkit.errors import ModelError
from designkit.sql.script import Changes
from designkit.workbook.renaming import renaming
from designkit.workbook.saved_draft import SavedDraft


def rename(draft: SavedDraft, changes: Changes, name: str, to: str) -> Changes:
    """Rename, or say that what was dropped and what was added are one and the same.

    Args:
        draft: what is edited.
        changes: from its base, which ask.
        name: a table, a column as `table.column`, or a value as `enum.value`.
        to: its new name.
    """
    question = _question(changes, name, to)
    if question is None:
        return draft.apply(renaming(draft.schema, name, to))
    return draft.annotate(renames=(*draft.state.renames, question.rename))


def distinguish(draft: SavedDraft, changes: Changes, name: str, other: str) -> None:
    """Say that what was dropped and what was added are two things.

    Raises:
        ModelError: nobody asks.
    """
    question = _question(changes, name, other)
    if question is None:
        known = "; ".join(f"{item.before}, {item.after}" for item in changes.questions)
        problem = f"that is no open question; there are: {known or 'none'}"
        raise ModelError(f"{name}, {other}", problem)
    draft.annotate(apart=(*draft.state.apart, question.rename))


def _question(changes: Changes, before: str, after: str) -> LookAlike | None:
    return next(
        (item for item in changes.questions if (item.before, item.after) == (before, after)), None
    )
