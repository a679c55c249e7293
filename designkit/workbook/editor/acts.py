"""What a browser may ask of the editor: one value per act, checked as it comes in.

The names of the acts and of their fields are those that the panels' markup carries in `data-act`
and beside it; the browser only collects them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from designkit.diagram.picture import Detail
from designkit.errors import ModelError
from designkit.model import Value

Tab = Literal["diagram", "changes", "migration", "queries", "history"]
ColumnField = Literal["name", "type", "nullable", "default", "primary_key", "references", "comment"]
ConstraintKind = Literal["unique", "check"]
Work = Literal["rehearse", "plan", "advise"]


class Act(Value, frozen=True, kw_only=True, tag_field="act", forbid_unknown_fields=True):
    """An act; `value` is what the control holds, a text or whether it is ticked."""


# ── looking ──────────────────────────────────────────────────────────────────


class Focus(Act, frozen=True, kw_only=True, tag="focus"):
    """Show a table, or what a finding is about: `table.column` is in the table."""

    about: str


class Show(Act, frozen=True, kw_only=True, tag="show"):
    """Open a tab."""

    tab: Tab


class SetDepth(Act, frozen=True, kw_only=True, tag="depth"):
    """Draw what so many foreign keys join to the table; "all" draws everything."""

    value: Literal["0", "1", "2", "3", "all"]


class SetDetail(Act, frozen=True, kw_only=True, tag="detail"):
    """Draw so much of each table; "" chooses by size."""

    value: Detail | Literal[""]


class SetColours(Act, frozen=True, kw_only=True, tag="colours"):
    """Colour what the draft changes, or not."""

    value: bool


class Refresh(Act, frozen=True, kw_only=True, tag="refresh"):
    """Show all as the draft is now, after news or on a new page."""


class Draw(Act, frozen=True, kw_only=True, tag="draw"):
    """Show what stands under the open tab as the draft is now."""


class Look(Act, frozen=True, kw_only=True, tag="look"):
    """See whether somebody else has written the design file."""


class MoveColumn(Act, frozen=True, kw_only=True, tag="move"):
    """Show a column further up or down; the design does not change."""

    table: str
    column: str
    by: Literal[-1, 1]


class TableAct(Act, frozen=True, kw_only=True):
    """An act on a table or a part of it."""

    table: str


# ── editing ──────────────────────────────────────────────────────────────────


class AddTable(Act, frozen=True, kw_only=True, tag="add-table"):
    """Make a table as a pattern has it."""

    name: str
    pattern: str = "plain"
    parents: str = ""


class DropTable(TableAct, frozen=True, kw_only=True, tag="drop-table"):
    """Drop a table."""


class RenameTable(TableAct, frozen=True, kw_only=True, tag="rename-table"):
    """Give a table another name."""

    value: str


class SetTableComment(TableAct, frozen=True, kw_only=True, tag="comment-table"):
    """Say what a table is; nothing where the text is empty."""

    value: str


class AddColumn(TableAct, frozen=True, kw_only=True, tag="add-column"):
    """Add a column."""

    name: str
    type: str = ""
    nullable: bool = False


class AddReference(TableAct, frozen=True, kw_only=True, tag="add-reference"):
    """Add a foreign key with its column and its index."""

    parent: str
    role: str = ""
    nullable: bool = False


class SetColumn(TableAct, frozen=True, kw_only=True, tag="set-column"):
    """Change one thing about a column."""

    column: str
    field: ColumnField
    value: str | bool


class DropColumn(TableAct, frozen=True, kw_only=True, tag="drop-column"):
    """Drop a column."""

    column: str


class AddIndex(TableAct, frozen=True, kw_only=True, tag="add-index"):
    """Add an index over columns and expressions, named by convention."""

    keys: str
    where: str = ""
    unique: bool = False


class SetIndex(TableAct, frozen=True, kw_only=True, tag="set-index"):
    """Change an index: its name, its definition behind the table's name, whether it is unique."""

    index: str
    field: Literal["name", "definition", "unique"]
    value: str | bool


class DropIndex(TableAct, frozen=True, kw_only=True, tag="drop-index"):
    """Drop an index."""

    index: str


class AddConstraint(TableAct, frozen=True, kw_only=True, tag="add-constraint"):
    """Add a constraint: columns that are unique together, or an expression that must hold."""

    kind: ConstraintKind
    text: str


class SetConstraint(TableAct, frozen=True, kw_only=True, tag="set-constraint"):
    """Change a constraint: its name, or its definition behind the name."""

    constraint: str
    field: Literal["name", "definition"]
    value: str


class DropConstraint(TableAct, frozen=True, kw_only=True, tag="drop-constraint"):
    """Drop a constraint."""

    constraint: str


class Fix(Act, frozen=True, kw_only=True, tag="fix"):
    """Apply the fix of one finding."""

    rule: str
    about: str


class Waive(Act, frozen=True, kw_only=True, tag="waive"):
    """Accept what a rule says of an object."""

    rule: str
    about: str
    value: str


class Answer(Act, frozen=True, kw_only=True, tag="answer"):
    """Say whether what is dropped and what is added are one thing under a new name."""

    before: str
    after: str
    rename: bool


class Undo(Act, frozen=True, kw_only=True, tag="undo"):
    """Take the last edits back."""

    steps: int = 1


class Redo(Act, frozen=True, kw_only=True, tag="redo"):
    """Make edits again that were taken back."""

    steps: int = 1


class Dismiss(Act, frozen=True, kw_only=True, tag="dismiss"):
    """Let go of what was refused, and of what was being typed."""


class Reload(Act, frozen=True, kw_only=True, tag="reload"):
    """Go on from what the design file holds now."""


class Keep(Act, frozen=True, kw_only=True, tag="keep"):
    """Go on from the draft of this editor; what the file holds is put aside."""


# ── long work ────────────────────────────────────────────────────────────────


class Begin(Act, frozen=True, kw_only=True, tag="begin"):
    """Begin what takes a while."""

    work: Work


class Cancel(Act, frozen=True, kw_only=True, tag="cancel"):
    """End what was begun."""


class Take(Act, frozen=True, kw_only=True, tag="take"):
    """Add an index that was advised."""

    index: str


AnyAct = (
    Focus
    | Draw
    | Refresh
    | Show
    | SetDepth
    | SetDetail
    | SetColours
    | Look
    | MoveColumn
    | AddTable
    | DropTable
    | RenameTable
    | SetTableComment
    | AddColumn
    | AddReference
    | SetColumn
    | DropColumn
    | AddIndex
    | SetIndex
    | DropIndex
    | AddConstraint
    | SetConstraint
    | DropConstraint
    | Fix
    | Waive
    | Answer
    | Undo
    | Redo
    | Dismiss
    | Reload
    | Keep
    | Begin
    | Cancel
    | Take
)


class Message(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What comes from a browser.

    Attributes:
        number: of the message, which its answer carries.
        preview: whether to say only what the act would lead to.
    """

    number: int
    act: AnyAct
    preview: bool = False


def read_message(content: object) -> Message:
    """The message.

    Raises:
        ModelError: it is none; that is a fault of ours, or of who sent it by hand.
    """
    try:
        # Markup holds texts only: numbers and truths come as such.
        return msgspec.convert(content, Message, strict=False)
    except msgspec.ValidationError as error:
        raise ModelError("editor", f"this is no act that it knows: {error}") from error
