"""How changes look: the operations, what they may cost, and UP beside DOWN."""

from __future__ import annotations

from markupsafe import Markup

from designkit.changes import (
    AddColumn,
    AddConstraint,
    AddIndex,
    Create,
    CreateNamespace,
    Drop,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropNamespace,
    Operation,
)
from designkit.diagram.palette import SHADES
from designkit.diagram.picture import Change
from designkit.model import Value
from designkit.rules import Findings
from designkit.sql.script import Changes
from designkit.workbook.views.findings import findings_table
from designkit.workbook.views.page import page
from designkit.workbook.views.sql_text import coloured


class Edit(Value, frozen=True, kw_only=True):
    """What an edit did to the draft, and what the rules say of the draft since."""

    changes: Changes
    findings: Findings

    def __str__(self) -> str:
        return f"{self.changes}\n{self.findings}"


class ChangesParts(Value, frozen=True, kw_only=True):
    """Changes as a page shows them.

    Attributes:
        operations: kind of change, sign, and words of each.
        hazards: the operation and what it may cost.
        questions: what looks alike and may be a rename.
    """

    operations: tuple[tuple[str, str, str], ...]
    hazards: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    up: Markup
    down: Markup


def changes_html(changes: Changes) -> str:
    """The changes as HTML."""
    return page("changes", changes=changes_parts(changes))


def edit_html(edit: Edit) -> str:
    """An edit as HTML: what it changed, and the findings."""
    return page("edit", changes=changes_parts(edit.changes), findings=findings_table(edit.findings))


def changes_parts(changes: Changes) -> ChangesParts:
    """The parts of the changes that a page shows."""
    return ChangesParts(
        operations=tuple(_operation(operation) for operation in changes),
        hazards=tuple((hazard.operation, hazard.message) for hazard in changes.hazards),
        questions=tuple(map(str, changes.questions)),
        up=coloured(changes.up),
        down=coloured(changes.down),
    )


def _operation(operation: Operation) -> tuple[str, str, str]:
    kind = _kind(operation)
    return kind, SHADES[kind].sign.strip(), operation.describe()


def _kind(operation: Operation) -> Change:
    match operation:
        case Create() | CreateNamespace() | AddColumn() | AddConstraint() | AddIndex():
            return "added"
        case Drop() | DropNamespace() | DropColumn() | DropConstraint() | DropIndex():
            return "removed"
        case _:
            return "changed"
