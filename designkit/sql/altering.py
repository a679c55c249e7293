"""The statements that change an object where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from designkit.changes import (
    AlterColumn,
    AlterEnum,
    AlterSequence,
    AlterTable,
    RenameSequence,
    RenameTable,
    RenameValue,
)
from designkit.changes.inheritance import parents_first
from designkit.model import Column, Enum, QualifiedName, Schema, Sequence, fitted
from designkit.model.types import base_type, is_array
from designkit.sql.definitions import (
    counting_options,
    default_text,
    enum_definition,
    identity_definition,
    identity_text,
    sequence_options,
    type_text,
)
from designkit.sql.settings import column_settings, table_settings
from designkit.sql.text import SQL, Text, identifier, join, literal, verbatim


def column(operation: AlterColumn) -> Iterator[Text]:
    """Each aspect in a statement of its own, as CockroachDB wants it; the type first."""
    before, after = operation.before, operation.after
    head = SQL(
        "ALTER TABLE {table} ALTER COLUMN {name}",
        table=identifier(operation.table),
        name=after.name,
    )
    retyped = (before.type, before.collation) != (after.type, after.collation)
    default = before.default
    if before.identity is not None and after.identity is None:
        yield head + SQL(" DROP IDENTITY")
    if retyped:
        # The old default may have no cast to the new type.
        if default is not None:
            yield head + SQL(" DROP DEFAULT")
            default = None
        yield head + _type_clause(before, after)
    if default != after.default:
        if after.default is None:
            yield head + SQL(" DROP DEFAULT")
        else:
            yield head + SQL(" SET DEFAULT {value}", value=default_text(after))
    if before.nullable != after.nullable:
        yield head + (SQL(" DROP NOT NULL") if after.nullable else SQL(" SET NOT NULL"))
    yield from _identity(head, before, after, restarts=operation.restarts)
    # Another type brings its own way of storing values.
    kept = [item for item in before.settings if not (retyped and item.startswith(_OF_TYPE))]
    yield from column_settings(operation.table, after.name, kept, after.settings)


_OF_TYPE = ("storage=", "compression=")


def _identity(head: Text, before: Column, after: Column, *, restarts: bool) -> Iterator[Text]:
    if after.identity is None:
        return
    if before.identity is None:
        yield head + SQL(" ADD {identity}", identity=identity_definition(after))
        return
    if before.identity != after.identity:
        yield head + SQL(" SET GENERATED {how}", how=identity_text(after))
    options = counting_options(after.type, before.counting, after.counting)
    if options:
        # In one statement, since a start must lie between the ends.
        restart = SQL(" RESTART") if restarts else SQL("")
        yield head + SQL(" SET {options}{restart}", options=join(options, " SET "), restart=restart)


def _type_clause(before: Column, after: Column) -> Text:
    text = SQL(" TYPE {type}", type=type_text(after.type))
    if after.collation is not None:
        text += SQL(" COLLATE {name}", name=verbatim(after.collation))
    if _fits_unasked(before, after):
        return text
    return text + SQL(" USING {using}", using=conversion(before, after))


def assigned(source: Column, target: Column) -> Text:
    """What one column is set to so that it holds the value of another: refused, never cut."""
    if _fits_unasked(source, target):
        return SQL("{name}", name=source.name)
    return conversion(source, target)


def _fits_unasked(source: Column, target: Column) -> bool:
    """Whether an assignment converts by itself, and may not be asked to.

    Without being asked to, PostgreSQL refuses what is too long for a string; asked to, it cuts.
    https://www.postgresql.org/docs/18/datatype-character.html
    """
    if is_array(source.type) != is_array(target.type):
        return False
    return base_type(target.type) in {base_type(source.type), *TEXTUAL}


def conversion(source: Column, target: Column) -> Text:
    """The value of one column as one of another's type.

    Only some pairs of types convert without being asked to; all that convert do so when asked.
    """
    kind = type_text(target.type)
    known = {base_type(source.type), base_type(target.type)}
    same = len(known) == 1 and is_array(source.type) == is_array(target.type)
    alike = same or known <= _NUMERIC or known <= _TIMES
    if alike or not {source.type, target.type}.isdisjoint(TEXTUAL):
        return SQL("{name}::{type}", name=source.name, type=kind)
    if "boolean" in known and known <= _COUNTED and not is_array(target.type):
        # Only integer has casts from and to boolean.
        through = SQL("") if "integer" in known else SQL("::integer")
        return SQL("{name}{through}::{type}", name=source.name, through=through, type=kind)
    return SQL("{name}::text::{type}", name=source.name, type=kind)


# The strings: PostgreSQL refuses to assign what is too long, and cuts what is cast.
TEXTUAL = frozenset({"text", "character varying", "character"})
_COUNTED = frozenset({"boolean", "smallint", "integer", "bigint"})
_NUMERIC = frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"})
_TIMES = frozenset({"timestamp with time zone", "timestamp without time zone", "date"})


def added_values(operation: AlterEnum) -> Iterator[Text]:
    """ADD VALUE for each new value, in its place."""
    values = operation.after.values
    present = set(operation.before.values)
    for place, value in enumerate(values):
        if value in present:
            continue
        text = SQL(
            "ALTER TYPE {name} ADD VALUE {value}",
            name=identifier(operation.after.qualified),
            value=literal(value),
        )
        following = next((other for other in values[place + 1 :] if other in present), None)
        if following is not None:
            text += SQL(" BEFORE {other}", other=literal(following))
        yield text


def enum_columns(enum: Enum, schema: Schema) -> tuple[tuple[QualifiedName, Column], ...]:
    """The columns of an enum's type or of arrays of it, each with its table; parents first."""
    spelled = identifier(enum.qualified).text
    return tuple(
        (table.qualified, item)
        for table in parents_first(schema.tables)
        for item in table.columns
        if item.type.removesuffix("[]") == spelled
    )


def rebuilt_enum(
    operation: AlterEnum,
    columns: Iterable[tuple[QualifiedName, Column]],
    heirs: Iterable[tuple[QualifiedName, Column]],
) -> Iterator[Text]:
    """PostgreSQL cannot remove or move a value, so every column moves to a new type.

    Heirs have their type from a parent, and move with it; a default may be their own.
    """
    heirs = tuple(heirs)
    old, new = operation.before, operation.after
    aside = QualifiedName(namespace=old.namespace, name=fitted(f"{old.name}__old"))
    name = identifier(new.qualified)
    yield SQL("ALTER TYPE {name} RENAME TO {aside}", name=name, aside=aside.name)
    yield enum_definition(new)
    for table, item in heirs:
        if item.default is not None:
            yield _column_head(table, item) + SQL(" DROP DEFAULT")
    for table, item in columns:
        head = _column_head(table, item)
        if item.default is not None:
            yield head + SQL(" DROP DEFAULT")
        suffix = SQL("[]") if is_array(item.type) else SQL("")
        yield head + SQL(
            " TYPE {name}{suffix} USING {column}::text{suffix}::{name}{suffix}",
            name=name,
            suffix=suffix,
            column=item.name,
        )
        if item.default is not None:
            yield head + SQL(" SET DEFAULT {value}", value=verbatim(item.default))
    for table, item in heirs:
        default = SQL(" DROP DEFAULT")
        if item.default is not None:
            default = SQL(" SET DEFAULT {value}", value=verbatim(item.default))
        yield _column_head(table, item) + default
    yield SQL("DROP TYPE {aside}", aside=identifier(aside))
    if old.comment is not None:
        yield SQL("COMMENT ON TYPE {name} IS {text}", name=name, text=literal(old.comment))


def _column_head(table: QualifiedName, item: Column) -> Text:
    return SQL(
        "ALTER TABLE {table} ALTER COLUMN {column}", table=identifier(table), column=item.name
    )


def sequence(operation: AlterSequence) -> Iterator[Text]:
    """Whether it is logged, the options that change, then the owner."""
    before, after = operation.before, operation.after
    if before.unlogged != after.unlogged:
        how = SQL("UNLOGGED") if after.unlogged else SQL("LOGGED")
        yield SQL("ALTER SEQUENCE {name} SET {how}", name=identifier(after.qualified), how=how)
    options = sequence_options(after, before)
    if options.text:
        name = identifier(after.qualified)
        if _is_apart(before, after):
            options += SQL(" RESTART")
        else:
            yield from _moved_inside(before, after)
        yield SQL("ALTER SEQUENCE {name}{options}", name=name, options=options)
    if before.owned_by != after.owned_by:
        yield owned_by(after)


def _is_apart(before: Sequence, after: Sequence) -> bool:
    """Whether no number of the old range lies in the new one."""
    return before.maximum < after.minimum or after.maximum < before.minimum


def _moved_inside(before: Sequence, after: Sequence) -> Iterator[Text]:
    """Move a sequence that has not come so far to where its new range begins.

    PostgreSQL refuses a range that does not hold the sequence's position. At the far end that
    refusal stands: there the numbers would run out.
    """
    ascends = after.increment > 0
    if ascends and after.minimum > before.minimum:
        outside, start = SQL("last_value < {bound}", bound=literal(after.minimum)), after.minimum
    elif not ascends and after.maximum < before.maximum:
        outside, start = SQL("last_value > {bound}", bound=literal(after.maximum)), after.maximum
    else:
        return
    name = identifier(after.qualified)
    yield SQL(
        "SELECT setval({quoted}, {start}, false) FROM {name} WHERE {outside}",
        quoted=literal(name.text),
        start=literal(start),
        name=name,
        outside=outside,
    )


def owned_by(sequence: Sequence) -> Text:
    """Tie a sequence to its column, or to none."""
    owner = SQL("NONE")
    if sequence.owned_by is not None:
        table, name = sequence.owned_by
        owner = SQL("{table}.{column}", table=identifier(table), column=name)
    return SQL(
        "ALTER SEQUENCE {name} OWNED BY {owner}", name=identifier(sequence.qualified), owner=owner
    )


def table(operation: AlterTable) -> Iterator[Text]:
    """A setting of the table as a whole."""
    name = identifier(operation.table)
    match operation.setting:
        case "unlogged":
            how = SQL("UNLOGGED") if operation.after else SQL("LOGGED")
            yield SQL("ALTER TABLE {table} SET {how}", table=name, how=how)
        case "row_security":
            yield from row_security(operation.table, operation.before, operation.after)
        case "settings":
            before = cast("tuple[str, ...]", operation.before)
            after = cast("tuple[str, ...]", operation.after)
            yield from table_settings(operation.table, before, after)
        case "parameters":
            before = cast("tuple[str, ...]", operation.before)
            after = cast("tuple[str, ...]", operation.after)
            kept = {item.partition("=")[0] for item in after}
            gone = [key for item in before if (key := item.partition("=")[0]) not in kept]
            new = [item for item in after if item not in before]
            if gone:
                keys = join(verbatim(key) for key in gone)
                yield SQL("ALTER TABLE {table} RESET ({keys})", table=name, keys=keys)
            if new:
                items = join(verbatim(item) for item in new)
                yield SQL("ALTER TABLE {table} SET ({items})", table=name, items=items)


def row_security(name: QualifiedName, before: object, after: object) -> Iterator[Text]:
    """Switch row security on or off, for the owner too where it is forced."""
    head = SQL("ALTER TABLE {table} ", table=identifier(name))
    forced, applied = ("forced", "forced but off"), ("enabled", "forced")
    if before in forced and after not in forced:
        yield head + SQL("NO FORCE ROW LEVEL SECURITY")
    if (before in applied) != (after in applied):
        how = SQL("ENABLE") if after in applied else SQL("DISABLE")
        yield head + how + SQL(" ROW LEVEL SECURITY")
    if after in forced and before not in forced:
        yield head + SQL("FORCE ROW LEVEL SECURITY")


def name(operation: RenameTable | RenameValue | RenameSequence) -> Iterator[Text]:
    """Give a whole object, or a value of an enum, another name."""
    match operation:
        case RenameTable():
            yield from _table_name(operation)
        case RenameValue():
            yield SQL(
                "ALTER TYPE {enum} RENAME VALUE {before} TO {after}",
                enum=identifier(operation.enum),
                before=literal(operation.before),
                after=literal(operation.after),
            )
        case RenameSequence():
            yield SQL(
                "ALTER SEQUENCE {before} RENAME TO {after}",
                before=identifier(operation.before),
                after=operation.after.name,
            )


def _table_name(operation: RenameTable) -> Iterator[Text]:
    """Rename a table, and move it where its namespace changes."""
    before, after = operation.before, operation.after
    if before.namespace != after.namespace:
        yield SQL(
            "ALTER TABLE {table} SET SCHEMA {namespace}",
            table=identifier(before),
            namespace=after.namespace,
        )
    if before.name != after.name:
        moved = QualifiedName(namespace=after.namespace, name=before.name)
        yield SQL("ALTER TABLE {table} RENAME TO {name}", table=identifier(moved), name=after.name)
