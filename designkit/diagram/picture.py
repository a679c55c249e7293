"""What a diagram shows, as values: boxes, their rows, and the relations between them.

Decided before any syntax; how it looks as DOT or Mermaid is the business of the modules beside.
"""

from __future__ import annotations

from typing import Literal

from designkit.config import SeverityName
from designkit.model import QualifiedName, Value

Change = Literal["same", "added", "removed", "changed"]
Detail = Literal["all", "columns", "keys", "names", "map"]
BoxKind = Literal["table", "view", "materialized view", "missing", "service", "group"]

WORST_FIRST: tuple[SeverityName, ...] = ("error", "warning", "info")


# Up to where a picture of that detail was found readable on a screen; beyond, a map.
READABLE_WITH_COLUMNS = 30
READABLE_WITH_KEYS = 100


class BoxName(Value, frozen=True, kw_only=True, order=True):
    """The identity of a box: two services may each have a table of one name."""

    service: str = ""
    table: QualifiedName

    def __str__(self) -> str:
        return str(self.table)


class Row(Value, frozen=True, kw_only=True):
    """One column of a box.

    Attributes:
        type: as people write it: `timestamptz`.
        nullable: None where nobody knows, as for the columns of a view.
        primary: part of the primary key.
        foreign: part of a foreign key.
        unique: unique by itself, other than as the primary key.
        referenced: a foreign key of some table points here.
        loops_to: for a foreign key into the same table, the column that it points to.
        was: for a changed column, what differs as it was before: `varchar(80), not null`.
        mark: the worst finding on the column, or None.
    """

    name: str
    type: str
    nullable: bool | None = None
    primary: bool = False
    foreign: bool = False
    unique: bool = False
    referenced: bool = False
    loops_to: str = ""
    default: str | None = None
    comment: str | None = None
    change: Change = "same"
    was: str = ""
    mark: SeverityName | None = None

    @property
    def is_key(self) -> bool:
        """Whether a diagram of keys shows the row."""
        return self.primary or self.foreign or self.referenced


class Box(Value, frozen=True, kw_only=True):
    """A table or view, with the rows that are shown.

    Attributes:
        kind: `missing` for a table that a foreign key names and no schema holds; `service` and
            `group` stand for many tables, on a map.
        size: of a service or a group, how many tables and views it stands for.
        folded: audit columns that share one dim line.
        hidden: number of columns that the level of detail leaves out.
        footer: further lines below the columns: indexes.
        change: of the table as a whole; rows of an added or removed table carry `same`.
        mark: the worst finding on the table or on any of its columns, or None.
        focused: whether the diagram was asked to show this table.
    """

    name: BoxName
    kind: BoxKind = "table"
    rows: tuple[Row, ...] = ()
    folded: tuple[str, ...] = ()
    hidden: int = 0
    footer: tuple[str, ...] = ()
    comment: str | None = None
    change: Change = "same"
    mark: SeverityName | None = None
    focused: bool = False
    size: int = 1


class Relation(Value, frozen=True, kw_only=True):
    """A foreign key from child to parent, what a view reads, or on a map several of them.

    Attributes:
        label: the referencing columns, `user_id` or `tenant_id, user_id`; on a map their number.
        columns: the first column on each side, parent then child; None for a view.
        many: whether several rows of the child may point to one row of the parent.
        optional: whether a row of the child may point to none.
        crosses: whether parent and child belong to two services.
        note: what the label does not say: `→ users.id, on delete cascade`.
    """

    kind: Literal["key", "reads", "several"] = "key"
    parent: BoxName
    child: BoxName
    label: str = ""
    columns: tuple[str, str] | None = None
    many: bool = True
    optional: bool = False
    crosses: bool = False
    note: str = ""
    change: Change = "same"


class Diagram(Value, frozen=True, kw_only=True):
    """Everything that is to be drawn; boxes and relations sorted, so equal input gives equal bytes.

    Attributes:
        title: one line for readers who do not see the picture.
        colours_changes: whether the picture compares a proposal with what stood before.
        note: what the picture leaves out, a sentence below it, or "".
    """

    title: str
    boxes: tuple[Box, ...] = ()
    relations: tuple[Relation, ...] = ()
    colours_changes: bool = False
    note: str = ""

    @property
    def services(self) -> tuple[str, ...]:
        """The services that own a box, sorted; "" where nobody owns some."""
        return tuple(sorted({box.name.service for box in self.boxes}))
