"""What an operation needs to be there, and what it brings or takes: the edges of their order.

Texts are read for names only, and a name is not told from its like in another namespace: an order
that is needless does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from designkit.changes.counters import MoveCounter
from designkit.changes.expressions import calls_in, names_in
from designkit.changes.forerunners import is_forerunner
from designkit.changes.mentions import (
    bare_name,
    column_texts,
    key_columns,
    part_texts,
    texts_of,
    type_names,
)
from designkit.changes.objects import (
    AlterEnum,
    AlterSequence,
    Create,
    Drop,
    ReplaceCarried,
    ReplaceView,
    Whole,
    held_text,
)
from designkit.changes.operation import Operation
from designkit.changes.renames import RenameConstraint
from designkit.changes.tables import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    DropColumn,
    DropConstraint,
    DropIndex,
)
from designkit.model import (
    Carried,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Index,
    OtherConstraint,
    PrimaryKey,
    QualifiedName,
    Sequence,
    Table,
    View,
)

# What is called by name from expressions and bodies.
ROUTINES = frozenset({"function", "procedure", "aggregate"})
TYPES = frozenset({"domain", "composite type", "range type"})


class Key(NamedTuple):
    """What one operation may need and another bring: a routine, a type, a relation or a column."""

    kind: str
    name: str


class Sides(NamedTuple):
    """What holds before an operation, and what after it."""

    before: frozenset[Key]
    after: frozenset[Key]


_NOTHING: frozenset[Key] = frozenset()
_NO_WORDS: frozenset[str] = frozenset()


def provided(operation: Operation) -> Sides:
    """What an operation takes away, and what it brings; what it changes, it does both to."""
    match operation:
        case Drop() | DropColumn() | DropConstraint() | MoveCounter(to="identity"):
            return Sides(*reversed(provided(operation.inverse())))
        case Create(object=whole) | MoveCounter(sequence=whole):
            return Sides(_NOTHING, _provided(whole))
        case AddColumn() | AlterColumn():
            return _given_column(operation)
        case AddConstraint() | RenameConstraint():
            return _named_constraint(operation)
        case AlterEnum() | ReplaceCarried() | ReplaceView():
            back = operation.inverse()
            return Sides(_changed_to(back), _changed_to(operation))
        case _:
            return Sides(_NOTHING, _NOTHING)


def _given_column(operation: AddColumn | AlterColumn) -> Sides:
    if isinstance(operation, AddColumn):
        return Sides(_NOTHING, _column(operation.table, operation.column.name))
    retyped = {"type", "collation"} & set(operation.aspects)
    column = _column(operation.table, operation.before.name) if retyped else _NOTHING
    return Sides(column, column)


def _named_constraint(operation: AddConstraint | RenameConstraint) -> Sides:
    """A constraint, as ON CONFLICT names it; of a primary key also what it says of its columns."""
    match operation:
        case RenameConstraint():
            names = (operation.before, operation.after)
            return Sides(*(frozenset({Key("constraint", name)}) for name in names))
        case AddConstraint(constraint=PrimaryKey() as key):
            nullable = frozenset(_nullable(operation.table, name) for name in key.columns)
            grouped = Key("primary key", operation.table.name)
            return Sides(nullable, frozenset({Key("constraint", key.name), grouped}))
        case AddConstraint():
            return Sides(_NOTHING, frozenset({Key("constraint", operation.constraint.name)}))


def _changed_to(operation: AlterEnum | ReplaceCarried | ReplaceView) -> frozenset[Key]:
    after = operation.after
    if isinstance(operation, ReplaceCarried) and (
        is_forerunner(operation.before) or is_forerunner(operation.after)
    ):
        # Who calls it could do so all along.
        bodies = frozenset({Key("body", bare_name(operation.after))})
        return _NOTHING if is_forerunner(operation.after) else bodies
    gained = operation.gained if isinstance(operation, ReplaceView) else ()
    columns = (_column(after.qualified, name) for name in gained if isinstance(after, View))
    return _provided(after).union(*columns)


def needed(operation: Operation) -> Sides:
    """What an operation lets go, and what it needs anew."""
    before, after = (frozenset(keys) for keys in _needed(operation))
    let_go, anew = before - after, after - before
    if isinstance(operation, AlterColumn) and "default" in operation.aspects:
        # A default that is alone on its side may be no value while its type changes.
        if operation.after.default is None:
            let_go |= frozenset(_of_text(operation.before.type))
        elif operation.before.default is None:
            anew |= frozenset(_of_text(operation.after.type))
    if isinstance(operation, AlterColumn) and "nullable" in operation.aspects:
        nullable = {_nullable(operation.table, operation.after.name)}
        if operation.after.nullable:
            anew |= nullable
        else:
            let_go |= nullable
    if not isinstance(operation, _DEFINING):
        # What computes wants not only the routine, but its body.
        let_go |= {Key("body", key.name) for key in let_go if key.kind == "routine"}
        anew |= {Key("body", key.name) for key in anew if key.kind == "routine"}
    return Sides(let_go, anew)


# What names routines without running them.
_DEFINING = Create | Drop | ReplaceCarried


def _needed(operation: Operation) -> tuple[Iterable[Key], Iterable[Key]]:
    match operation:
        case Drop() | DropColumn() | DropConstraint() | DropIndex():
            before, after = _needed(operation.inverse())
            return after, before
        case Create():
            return (), _of_object(operation.object)
        case AddColumn():
            return (), _of_column(operation.table, operation.column)
        case AddConstraint():
            return (), _of_part(operation.table, operation.constraint)
        case AddIndex():
            return (), _of_part(operation.table, operation.index)
        case _:
            return _changed(operation)


def _changed(operation: Operation) -> tuple[Iterable[Key], Iterable[Key]]:
    match operation:
        case AlterColumn():
            table = operation.table
            return _of_column(table, operation.before), _of_column(table, operation.after)
        case ReplaceCarried() | ReplaceView():
            return _of_object(operation.before), _of_object(operation.after)
        case AlterSequence():
            return _of_object(operation.before), _of_object(operation.after)
        case _:
            return (), ()


def columns_of(keys: Iterable[Key]) -> dict[str, list[Key]]:
    """Those keys that are columns, by the names of their tables."""
    found: dict[str, list[Key]] = {}
    for key in keys:
        if key.kind == "column":
            found.setdefault(key.name.partition(".")[0], []).append(key)
    return found


def columns_named(words: AbstractSet[str], known: Mapping[str, list[Key]]) -> Iterator[Key]:
    """The columns, by their tables, of which the words hold both the table and the name."""
    for table in known.keys() & words:
        yield from (key for key in known[table] if key.name.partition(".")[2] in words)


def words(operation: Operation) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a routine or view that goes, and of one that comes: columns are among them."""
    match operation:
        case Create(object=View() | Carried() as item) if _reads(item):
            return _NO_WORDS, names_in(item.definition)
        case Drop(object=View() | Carried() as item) if _reads(item):
            return names_in(item.definition), _NO_WORDS
        case (
            ReplaceCarried(before=before, after=after) | ReplaceView(before=before, after=after)
        ) if _reads(after):
            return names_in(before.definition), names_in(after.definition)
        case _:
            return _NO_WORDS, _NO_WORDS


def _reads(item: View | Carried) -> bool:
    return isinstance(item, View) or item.kind in ROUTINES


def read_while_created(operation: Operation) -> bool:
    """Whether the server reads a body in quotes, and wants all there that it names."""
    match operation:
        case Create(object=Carried() as item) | ReplaceCarried(after=item):
            quoted = item.kind in ROUTINES and held_text(item) != item.definition
            return quoted and "\n LANGUAGE sql\n" in item.definition
        case _:
            return False


def _provided(item: Whole) -> frozenset[Key]:
    match item:
        case Table() | View() | Sequence():
            # A table is a type as well: that of its rows.
            return frozenset({Key("relation", item.name), Key("type", item.name)})
        case Enum():
            return frozenset({Key("type", item.name)})
        case Carried() if item.kind in ROUTINES:
            return frozenset({Key("routine", bare_name(item))})
        case Carried(kind="extension"):
            return frozenset({Key("extension", item.identity)})
        case Carried() if item.kind in TYPES:
            return frozenset(Key("type", name) for name in type_names(item))
        case _:
            return _NOTHING


def _nullable(table: QualifiedName, name: str) -> Key:
    """That a column may be nullable, as none can be that a primary key holds."""
    return Key("nullable", f"{table.name}.{name}")


def _column(table: QualifiedName, name: str) -> frozenset[Key]:
    return frozenset({Key("column", f"{table.name}.{name}")})


def _of_object(item: Whole) -> Iterator[Key]:
    match item:
        case Table():
            for column in item.columns:
                yield from _of_column(item.qualified, column)
            for part in (*item.constraints, *item.indexes):
                yield from _of_part(item.qualified, part)
            yield from (Key("relation", parent.name) for parent in item.inherits)
            yield from _of_text(item.partition_key or "")
        case View():
            yield from (Key("relation", name.name) for name in item.depends_on)
            for text in texts_of(item):
                yield from _of_text(text)
        case Sequence(owned_by=(table, _)):
            yield Key("relation", table.name)
        case Carried():
            if item.table is not None:
                yield Key("relation", item.table.name)
            yield from _of_text(_without_name(item))
            kinds = [kind for kind, sign in _SIGNS.items() if sign in item.definition]
            for kind in ("relation", *kinds):
                yield from (Key(kind, name) for name in names_in(item.definition))
        case _:
            return


# What a definition may rest on by a name in it, where it holds these words. A range type names
# functions without calling them.
_SIGNS = {
    "primary key": "GROUP BY",
    "constraint": "ON CONFLICT ON CONSTRAINT",
    "routine": " AS RANGE (",
    "extension": " DEPENDS ON EXTENSION ",
}


def _without_name(item: Carried) -> str:
    """The definition from the arguments on: whoever comes beside its like does not call it."""
    return item.definition.partition("(")[2] if item.kind in ROUTINES else item.definition


def _of_column(table: QualifiedName, column: Column) -> Iterator[Key]:
    yield Key("relation", table.name)
    for name in names_in(column.generated or ""):
        yield from _column(table, name)
    for text in column_texts(column):
        yield from _of_text(text)
    if column.default is not None and "nextval(" in column.default:
        yield from (Key("relation", name) for name in names_in(column.default))


def _of_part(table: QualifiedName, part: Constraint | Index) -> Iterator[Key]:
    yield Key("relation", table.name)
    named = set(key_columns(part))
    for text in part_texts(part):
        yield from _of_text(text)
        named |= names_in(text)
    for name in named:
        yield from _column(table, name)
    if isinstance(part, ForeignKey):
        yield Key("relation", part.referenced_table.name)
        for name in part.referenced_columns:
            yield from _column(part.referenced_table, name)
    if isinstance(part, OtherConstraint):
        yield from (Key("relation", name) for name in names_in(part.definition))


def _of_text(text: str) -> Iterator[Key]:
    for name in names_in(text):
        yield Key("type", name)
    yield from (Key("routine", name) for name in calls_in(text))
