"""The statements that change an object where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from designkit.changes import AlterColumn, AlterEnum, AlterSequence, AlterTable, RenameTable
from designkit.changes import ReplaceCarried as ReplaceCarriedOperation
from designkit.model import Column, Enum, QualifiedName, Schema, Sequence
from designkit.model.types import base_type, is_array
from designkit.sql.definitions import enum_definition, identity_text, sequence_options, type_text
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
            yield head + SQL(" SET DEFAULT {value}", value=verbatim(after.default))
    if before.nullable != after.nullable:
        yield head + (SQL(" DROP NOT NULL") if after.nullable else SQL(" SET NOT NULL"))
    if after.identity is not None and before.identity != after.identity:
        if before.identity is None:
            yield head + SQL(" ADD GENERATED {how} AS IDENTITY", how=identity_text(after))
        else:
            yield head + SQL(" SET GENERATED {how}", how=identity_text(after))


def _type_clause(before: Column, after: Column) -> Text:
    text = SQL(" TYPE {type}", type=type_text(after.type))
    if after.collation is not None:
        text += SQL(" COLLATE {name}", name=verbatim(after.collation))
    same = base_type(before.type) == base_type(after.type)
    if same and is_array(before.type) == is_array(after.type):
        return text
    # Only some pairs of types convert without being asked to; all that convert do so when asked.
    using = SQL("{name}::{type}", name=after.name, type=type_text(after.type))
    if {before.type, after.type}.isdisjoint(_TEXTUAL):
        using = SQL("{name}::text::{type}", name=after.name, type=type_text(after.type))
    known = {base_type(before.type), base_type(after.type)}
    if known <= _NUMERIC or known <= _TIMES:
        using = SQL("{name}::{type}", name=after.name, type=type_text(after.type))
    return text + SQL(" USING {using}", using=using)


_TEXTUAL = frozenset({"text", "character varying", "character"})
_NUMERIC = frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"})
_TIMES = frozenset({"timestamp with time zone", "timestamp without time zone", "date"})


def enum(operation: AlterEnum, before: Schema) -> Iterator[Text]:
    """ADD VALUE where values only come, a new type in the place of the old one otherwise."""
    if operation.only_adds:
        yield from _added_values(operation)
    else:
        yield from _rebuilt_enum(operation.before, operation.after, before)


def _added_values(operation: AlterEnum) -> Iterator[Text]:
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


def _rebuilt_enum(old: Enum, new: Enum, schema: Schema) -> Iterator[Text]:
    """PostgreSQL cannot remove or move a value, so every column moves to a new type."""
    aside = QualifiedName(namespace=old.namespace, name=f"{old.name[:58]}__old")
    name = identifier(new.qualified)
    yield SQL("ALTER TYPE {name} RENAME TO {aside}", name=name, aside=aside.name)
    yield enum_definition(new)
    spelled = str(old.qualified)
    for table in schema.tables:
        for item in table.columns:
            if item.type.removesuffix("[]") not in {spelled, name.text}:
                continue
            head = SQL(
                "ALTER TABLE {table} ALTER COLUMN {column}",
                table=identifier(table.qualified),
                column=item.name,
            )
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
    yield SQL("DROP TYPE {aside}", aside=identifier(aside))


def sequence(operation: AlterSequence) -> Iterator[Text]:
    """The options that change, then the owner."""
    options = sequence_options(operation.after, operation.before)
    if options.text:
        name = identifier(operation.after.qualified)
        yield SQL("ALTER SEQUENCE {name}{options}", name=name, options=options)
    if operation.before.owned_by != operation.after.owned_by:
        yield owned_by(operation.after)


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
    if before == "forced":
        yield head + SQL("NO FORCE ROW LEVEL SECURITY")
    if (before is None) != (after is None):
        yield (
            head + (SQL("DISABLE") if after is None else SQL("ENABLE")) + SQL(" ROW LEVEL SECURITY")
        )
    if after == "forced":
        yield head + SQL("FORCE ROW LEVEL SECURITY")


def table_name(operation: RenameTable) -> Iterator[Text]:
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


def carried(operation: ReplaceCarriedOperation) -> Iterator[Text]:
    """Functions and procedures are replaced where they stand, all else is made anew."""
    if operation.after.kind not in {"function", "procedure"}:
        yield verbatim(operation.before.drop)
    yield verbatim(operation.after.definition)
