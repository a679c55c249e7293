"""The SQL for how tables and columns are kept and measured, where that is out of the ordinary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designkit.errors import DiffIncomplete
from designkit.model import Column, QualifiedName
from designkit.sql.text import SQL, Text, identifier, verbatim


def columns_set(table: QualifiedName, columns: Iterable[Column]) -> Iterator[Text]:
    """The statements for columns that were just created."""
    for column in columns:
        yield from column_settings(table, column.name, (), column.settings)


def column_settings(
    table: QualifiedName, name: str, before: Iterable[str], after: Iterable[str]
) -> Iterator[Text]:
    """What leads from some settings of a column to others, each in a statement of its own."""
    head = SQL("ALTER TABLE {table} ALTER COLUMN {name} ", table=identifier(table), name=name)
    old, new = _by_key(before), _by_key(after)
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield head + _column_clause(key, new.get(key))


def _column_clause(key: str, value: str | None) -> Text:
    match key:
        case "storage":
            return SQL("SET STORAGE {value}", value=verbatim((value or "default").upper()))
        case "compression":
            return SQL("SET COMPRESSION {value}", value=verbatim(value or "DEFAULT"))
        case "statistics":
            return SQL("SET STATISTICS {value}", value=verbatim(value or "-1"))
        case _ if value is None:
            return SQL("RESET ({key})", key=verbatim(key))
        case _:
            return SQL("SET ({key} = {value})", key=verbatim(key), value=verbatim(value))


def table_settings(
    table: QualifiedName, before: Iterable[str], after: Iterable[str]
) -> Iterator[Text]:
    """What leads from some settings of a table to others.

    Raises:
        DiffIncomplete: the table lies elsewhere, or is kept otherwise: that writes it anew.
    """
    head = SQL("ALTER TABLE {table} ", table=identifier(table))
    old, new = _by_key(before), _by_key(after)
    for key in sorted(old.keys() | new.keys()):
        value = new.get(key)
        if old.get(key) == value:
            continue
        match key:
            case "replica_identity":
                yield head + SQL("REPLICA IDENTITY ") + _identity(value)
            case "cluster" if value is None:
                yield head + SQL("SET WITHOUT CLUSTER")
            case "cluster" if value is not None:
                yield head + SQL("CLUSTER ON {index}", index=value)
            case _ if key.startswith("index."):
                yield _of_index(table, key, value)
            case _:
                raise DiffIncomplete(
                    f"table {table}: its {key.replace('_', ' ')} is {value or 'the usual one'} "
                    f"instead of {old.get(key, 'the usual one')}, which writes all of it anew: "
                    "write that into a migration by hand"
                )


def _identity(value: str | None) -> Text:
    kind, _, index = (value or "default").partition(" ")
    return SQL("USING INDEX {index}", index=index) if index else verbatim(kind.upper())


def _of_index(table: QualifiedName, key: str, value: str | None) -> Text:
    """A storage parameter of the index of a key: `index.fillfactor users_pkey`."""
    parameter, _, index = key.removeprefix("index.").partition(" ")
    how = SQL("RESET ({parameter})", parameter=verbatim(parameter))
    if value is not None:
        how = SQL(
            "SET ({parameter} = {value})", parameter=verbatim(parameter), value=verbatim(value)
        )
    name = identifier(QualifiedName(namespace=table.namespace, name=index))
    return SQL("ALTER INDEX {name} {how}", name=name, how=how)


def _by_key(settings: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for setting in settings:
        key, _, value = setting.partition("=")
        if key.startswith("index."):
            value, _, index = value.partition(" ")
            key += f" {index}"
        found[key] = value
    return found
