"""Acts as edits: pure functions from a schema and an act to operations, or to SQL.

What people write as SQL (the keys of an index, a check) goes to PostgreSQL as they wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from designkit.changes import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    Drop,
    DropColumn,
    DropConstraint,
    DropIndex,
    Operation,
    RenameConstraint,
    RenameIndex,
    SetComment,
    Target,
)
from designkit.errors import ModelError
from designkit.model import (
    Column,
    Constraint,
    Index,
    PrimaryKey,
    QualifiedName,
    Schema,
    Table,
    replace,
)
from designkit.model.conventional import id_key, index_name, key_column
from designkit.rules.fixes import reference_column, rename_column, rename_table
from designkit.sql.statements import split
from designkit.sql.text import SQL, Text, identifier, verbatim
from designkit.workbook.editor import acts
from designkit.workbook.renaming import with_dependents

Edit = tuple[Operation, ...] | Text

# What a column is until somebody says otherwise.
_USUAL_TYPE = "text"


def edit_of(schema: Schema, act: acts.AnyAct) -> Edit | None:
    """What an act does to a schema; None for an act that edits in no such way.

    Raises:
        ModelError: the schema has no such object, or the act asks for what cannot be.
    """
    make = _EDITS.get(type(act))
    if make is None or not isinstance(act, acts.TableAct):
        return None
    return make(schema, schema.table(act.table), act)


# ── tables ───────────────────────────────────────────────────────────────────


def _dropped_table(_schema: Schema, table: Table, _act: acts.DropTable) -> Edit:
    return (Drop(object=table),)


def _renamed_table(schema: Schema, table: Table, act: acts.RenameTable) -> Edit:
    return with_dependents(schema, rename_table(table, act.value.strip()))


def _commented_table(_schema: Schema, table: Table, act: acts.SetTableComment) -> Edit:
    return _comment(Target(kind="table", name=table.qualified), table.comment, act.value)


def _comment(target: Target, before: str | None, text: str) -> tuple[Operation, ...]:
    after = text.strip() or None
    return (SetComment(target=target, before=before, after=after),) if after != before else ()


# ── columns ──────────────────────────────────────────────────────────────────


def _added_column(_schema: Schema, table: Table, act: acts.AddColumn) -> Edit:
    column = Column(
        name=act.name.strip(), type=act.type.strip() or _USUAL_TYPE, nullable=act.nullable
    )
    return (AddColumn(table=table.qualified, column=column),)


def _dropped_column(_schema: Schema, table: Table, act: acts.DropColumn) -> Edit:
    return (DropColumn(table=table.qualified, column=table.column(act.column)),)


def _set_column(schema: Schema, table: Table, act: acts.SetColumn) -> Edit:
    return tuple(_column_set(schema, table, act))


def _column_set(schema: Schema, table: Table, act: acts.SetColumn) -> Iterator[Operation]:
    column, text = table.column(act.column), str(act.value).strip()
    match act.field:
        case "name":
            if text != column.name:
                yield from with_dependents(schema, rename_column(table, column.name, text))
        case "type":
            yield from _altered(table, column, replace(column, type=text or column.type))
        case "nullable":
            yield from _altered(table, column, replace(column, nullable=bool(act.value)))
        case "default":
            yield from _altered(table, column, replace(column, default=text or None))
        case "comment":
            name = QualifiedName(name=column.name)
            target = Target(kind="column", table=table.qualified, name=name)
            yield from _comment(target, column.comment, text)
        case "primary_key":
            yield from _rekeyed(table, column, within=bool(act.value))
        case "references":
            yield from _repointed(schema, table, column, text)


def _altered(table: Table, before: Column, after: Column) -> Iterator[AlterColumn]:
    if after != before:
        yield AlterColumn(table=table.qualified, before=before, after=after)


def _rekeyed(table: Table, column: Column, *, within: bool) -> Iterator[Operation]:
    """The primary key with the column behind the others, or without it."""
    key = table.primary_key
    others = tuple(name for name in key.columns if name != column.name) if key else ()
    columns = (*others, column.name) if within else others
    if key is not None:
        yield DropConstraint(table=table.qualified, constraint=key)
    if within:
        yield from _altered(table, column, replace(column, nullable=False))
    if columns:
        name = key.name if key is not None else id_key(table.name).name
        yield AddConstraint(
            table=table.qualified, constraint=PrimaryKey(name=name, columns=columns)
        )


def _repointed(schema: Schema, table: Table, column: Column, parent: str) -> Iterator[Operation]:
    """The column with a foreign key to another table, or with none; it takes the key's type."""
    for key in table.foreign_keys:
        if key.columns == (column.name,):
            yield DropConstraint(table=table.qualified, constraint=key)
    if not parent:
        return
    other = schema.table(parent)
    pointing = reference_column(table, column.name, other)
    # A default of another type would stand in the way of the change.
    wanted = key_column(other).type
    default = column.default if column.type == wanted else None
    yield from _altered(table, column, replace(column, type=wanted, default=default))
    yield from pointing


# ── indexes ──────────────────────────────────────────────────────────────────


def added_index(table: Table, act: acts.AddIndex, name: str = "") -> Text:
    """The statement that adds an index; without a name PostgreSQL gives it one."""
    where = act.where.strip()
    return _alone(
        SQL(
            "CREATE {kind} {name} ON {table} ({keys}){where}",
            kind=SQL("UNIQUE INDEX") if act.unique else SQL("INDEX"),
            name=identifier(name) if name else SQL(""),
            table=identifier(table.qualified),
            keys=verbatim(act.keys),
            where=SQL(" WHERE {condition}", condition=verbatim(where)) if where else SQL(""),
        ),
        f"index of {table.name}",
    )


def named_index(before: Table, after: Table, act: acts.AddIndex) -> Text:
    """The statement that adds an index under the name that convention gives it.

    Args:
        before: the table without it.
        after: the table with it, as PostgreSQL understands what was written.
        act: what was written.
    """
    known = {index.name for index in before.indexes}
    (added,) = (index for index in after.indexes if index.name not in known)
    return added_index(before, act, index_name(before.name, added.keys))


def _dropped_index(_schema: Schema, table: Table, act: acts.DropIndex) -> Edit:
    return (DropIndex(table=table.qualified, index=_index(table, act.index)),)


def _set_index(_schema: Schema, table: Table, act: acts.SetIndex) -> Edit:
    index, text = _index(table, act.index), str(act.value).strip()
    match act.field:
        case "name":
            rename = RenameIndex(table=table.qualified, before=index.name, after=text)
            return (rename,) if text != index.name else ()
        case "unique":
            changed = replace(index, unique=bool(act.value))
            return (
                DropIndex(table=table.qualified, index=index),
                AddIndex(table=table.qualified, index=changed),
            )
        case "definition":
            name = identifier(QualifiedName(namespace=table.namespace, name=index.name))
            statement = SQL(
                "CREATE {kind} {name} ON {table} {definition}",
                kind=SQL("UNIQUE INDEX") if index.unique else SQL("INDEX"),
                name=identifier(index.name),
                table=identifier(table.qualified),
                definition=verbatim(text),
            )
            made = _alone(statement, f"index {index.name}")
            return SQL("DROP INDEX {name}; {made}", name=name, made=made)


def _index(table: Table, name: str) -> Index:
    found = next((item for item in table.indexes if item.name == name), None)
    if found is None:
        raise ModelError(f"index {name}", f"table {table.name} has no such index")
    return found


# ── constraints ──────────────────────────────────────────────────────────────


def _added_constraint(_schema: Schema, table: Table, act: acts.AddConstraint) -> Edit:
    kind = SQL("UNIQUE") if act.kind == "unique" else SQL("CHECK")
    statement = SQL(
        "ALTER TABLE {table} ADD {kind} ({text})",
        table=identifier(table.qualified),
        kind=kind,
        text=verbatim(act.text),
    )
    return _alone(statement, f"constraint of {table.name}")


def _dropped_constraint(_schema: Schema, table: Table, act: acts.DropConstraint) -> Edit:
    dropped = _constraint(table, act.constraint)
    return (DropConstraint(table=table.qualified, constraint=dropped),)


def _set_constraint(_schema: Schema, table: Table, act: acts.SetConstraint) -> Edit:
    constraint, text = _constraint(table, act.constraint), act.value.strip()
    if act.field == "name":
        rename = RenameConstraint(table=table.qualified, before=constraint.name, after=text)
        return (rename,) if text != constraint.name else ()
    statement = SQL(
        "ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} {definition}",
        table=identifier(table.qualified),
        name=identifier(constraint.name),
        definition=verbatim(text),
    )
    return _alone(statement, f"constraint {constraint.name}")


def _constraint(table: Table, name: str) -> Constraint:
    found = next((item for item in table.constraints if item.name == name), None)
    if found is None:
        raise ModelError(f"constraint {name}", f"table {table.name} has no such constraint")
    return found


def _alone(statement: Text, where: str) -> Text:
    """The statement, of which what people wrote has made no second one."""
    if len(split(str(statement))) != 1:
        raise ModelError(where, "this is more than one statement; run those with wb.sql(…)")
    return statement


# Each function takes an act of its key; no type of Python's says so of a mapping.
_EDITS: Mapping[type[acts.Act], Callable[[Schema, Table, Any], Edit]] = {
    acts.DropTable: _dropped_table,
    acts.RenameTable: _renamed_table,
    acts.SetTableComment: _commented_table,
    acts.AddColumn: _added_column,
    acts.SetColumn: _set_column,
    acts.DropColumn: _dropped_column,
    acts.SetIndex: _set_index,
    acts.DropIndex: _dropped_index,
    acts.AddConstraint: _added_constraint,
    acts.SetConstraint: _set_constraint,
    acts.DropConstraint: _dropped_constraint,
}
