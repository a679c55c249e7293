"""A change of type by way of a new column: expand, fill, switch, contract.

In place PostgreSQL would write the whole table anew while nobody can use it, and CockroachDB
refuses it where anything hangs on the column. Here the change is cut into parts; which steps a part
takes is decided in `careful`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from designkit.changes import (
    AddColumn,
    AlterColumn,
    Create,
    CreateNamespace,
    Operation,
    RenameColumn,
    RenameTable,
    RenameValue,
    diff,
)
from designkit.changes.creation import removals
from designkit.changes.operation import with_table
from designkit.migrate.staging.copying import (
    Copies,
    copied,
    copies_of,
    shadowed,
    with_indexes_of,
    with_originals,
)
from designkit.migrate.staging.filling import copying, copying_back
from designkit.migrate.staging.form import Form, Ground
from designkit.migrate.staging.labels import label
from designkit.migrate.staging.moving import Moved, moved_columns
from designkit.migrate.staging.reading import views_grouping
from designkit.migrate.staging.rekeying import Rekeying, rekeying
from designkit.migrate.staging.step import RERUNNABLE
from designkit.migrate.staging.switching import switch
from designkit.model import Carried, Column, Enum, Schema, Value, replace

_TYPES = frozenset({"extension", "domain", "composite type", "range type", "collation"})

_CAUGHT_UP = (
    "Rows that were written under the old name alone since then would seem empty after the switch.",
    "Where this finds any, the application does not write both yet: look before you go on.",
)
_REKEYED = (
    "The primary key moves to the new column, and takes along the foreign keys that point there.",
    "From the file that drops one to the file that adds it again nothing holds new rows to it.",
    "What breaks it meanwhile is found when it is validated.",
)
_TOGETHER = "The names change in one file: between two of them nobody would find the column."


class Part(Value, frozen=True, kw_only=True):
    """A part of a change: operations, or rows that are filled.

    Attributes:
        label: what it does, as part of a file's name; "" for what its operations say.
        why: what the team has to do or to know before it runs.
    """

    operations: tuple[Operation, ...] = ()
    label: str = ""
    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


def parts(
    operations: Sequence[Operation], before: Schema, after: Schema, form: Form, ground: Ground
) -> Iterator[Part]:
    """Yield the parts of a change: a single one where no column has to move."""
    goal = after.structure()
    first = tuple(takewhile(_comes_first, operations))
    start = _applied(first, before.structure())
    moved = moved_columns(start, goal, form, ground)
    if not moved:
        yield Part(operations=tuple(operations))
        return
    types = tuple(item for item in operations if item not in first and _makes_type(item))
    yield Part(operations=(*first, *types))
    yield from _moves(_applied(types, start), goal, moved, form, ground)


def _comes_first(operation: Operation) -> bool:
    return isinstance(operation, RenameTable | RenameColumn | RenameValue)


def _makes_type(operation: Operation) -> bool:
    match operation:
        case CreateNamespace() | Create(object=Enum()):
            return True
        case Create(object=Carried(kind=kind)):
            return kind in _TYPES
        case _:
            return False


def _moves(
    start: Schema, goal: Schema, moved: tuple[Moved, ...], form: Form, ground: Ground
) -> Iterator[Part]:
    shadow = shadowed(start, moved)
    keys = rekeying(start, goal, shadow)
    copies = copies_of(start, goal, shadow, keys)
    opened = tuple(operation for item in moved for operation in _opened(item, start))
    schema = _applied(opened, start)
    yield Part(operations=opened)
    yield from map(_fill, moved)
    kept = tuple(keys.kept(ground))
    closed = (*_required(moved, schema), *copied(copies), *kept)
    schema = _applied(closed, schema)
    # What is prepared for a key goes where the key comes.
    prepared = tuple(keys.prepared(form, ground))
    if closed or prepared:
        yield Part(operations=(*closed, *prepared))
    grouping = removals(views_grouping(schema, keys.tables))
    rekeyed = (*grouping, *keys.operations(schema, moved))
    schema = _applied(rekeyed, schema)
    if rekeyed:
        yield Part(operations=rekeyed, why=_REKEYED if form.cockroachdb else _REKEYED[:1])
    yield _caught_up(moved, keys)
    switched = switch(schema, goal, moved, copies, grouping)
    schema = _applied(switched, schema)
    yield Part(
        operations=switched,
        label=label("switch", moved[0].name),
        why=(*map(_said_of_switch, moved), _TOGETHER),
    )
    left = with_indexes_of(_with_leftovers(goal, schema, moved, copies), schema, kept)
    yield Part(operations=diff(schema, left))
    yield Part(operations=diff(left, goal), why=tuple(map(_said_of_end, moved)))


# ── expand, and fill ─────────────────────────────────────────────────────────


def _opened(moved: Moved, start: Schema) -> Iterator[Operation]:
    """A new column with its default; the old one takes NULL, since one day nobody writes it.

    In a primary key it cannot, before that is made anew.
    """
    if not moved.before.nullable and moved.name not in start.table(moved.table).key_columns:
        loose = replace(moved.before, nullable=True)
        yield AlterColumn(table=moved.table, before=moved.before, after=loose)
    bare = Column(name=moved.fresh, type=moved.after.type, collation=moved.after.collation)
    yield AddColumn(table=moved.table, column=bare)
    if moved.after.default is not None and not moved.is_numbered_late:
        # Apart from the column, so that no row that stands has it before its own value comes.
        filled = replace(bare, default=moved.after.default)
        yield AlterColumn(table=moved.table, before=bare, after=filled)


def _fill(moved: Moved) -> Part:
    return Part(
        label=label("fill", moved.fresh),
        up=(copying(moved),),
        down=(copying_back(moved),),
        why=(
            f"{moved.table}.{moved.name} becomes {moved.after.type} by way of {moved.fresh}.",
            f"Run this once the application writes both {moved.name} and {moved.fresh}.",
            *_said_of_default(moved),
            *RERUNNABLE,
        ),
    )


def _said_of_default(moved: Moved) -> Iterator[str]:
    if moved.is_numbered_late:
        yield f"{moved.fresh} has no default before the switch: both hold one and the same value."


def _caught_up(moved: Sequence[Moved], keys: Rekeying) -> Part:
    """Once more, for what was written under the old name alone since the columns were filled.

    What others point to comes first. On the way back a primary key needs its values before the
    part that makes it anew.
    """
    pointed_first = tuple(reversed(moved))
    return Part(
        label=label("catch_up", moved[0].fresh),
        up=tuple(map(copying, pointed_first)),
        down=tuple(map(copying_back, pointed_first)) if keys else (),
        why=_CAUGHT_UP,
    )


def _required(moved: Iterable[Moved], schema: Schema) -> Iterator[Operation]:
    for item in moved:
        if not item.after.nullable:
            present = schema.table(item.table).column(item.fresh)
            filled = replace(present, nullable=False)
            yield AlterColumn(table=item.table, before=present, after=filled)


# ── switch, and contract ──────────────────────────────────────────────────────


def _with_leftovers(
    goal: Schema, switched: Schema, moved: Iterable[Moved], copies: Copies
) -> Schema:
    """The goal, with the old columns still beside it, their types, and what hangs on them."""
    goal = _with_types(goal, switched)
    for item in moved:
        table = goal.table(item.table)
        old = switched.table(item.table).column(item.aside)
        goal = with_table(goal, replace(table, columns=(*table.columns, old)))
    return with_originals(goal, switched, copies)


def _with_types(goal: Schema, switched: Schema) -> Schema:
    enums = {item.qualified for item in goal.enums}
    carried = {(item.kind, item.identity) for item in goal.carried}
    return replace(
        goal,
        namespaces=tuple({*goal.namespaces, *switched.namespaces}),
        enums=(*goal.enums, *(it for it in switched.enums if it.qualified not in enums)),
        carried=(
            *goal.carried,
            *(
                item
                for item in switched.carried
                if item.kind in _TYPES and (item.kind, item.identity) not in carried
            ),
        ),
    )


def _said_of_switch(moved: Moved) -> str:
    return (
        f"From here on {moved.table}.{moved.name} is {moved.after.type}, and the application "
        f"writes it alone; {moved.aside} keeps what it was."
    )


def _said_of_end(moved: Moved) -> str:
    return f"Run this once nobody reads {moved.table}.{moved.aside}."


def _applied(operations: Iterable[Operation], schema: Schema) -> Schema:
    for operation in operations:
        schema = operation.apply(schema)
    return schema
