"""The rule `primary-key-not-uuid`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designkit.changes import AlterColumn, Operation
from designkit.model import Column, PrimaryKey, Table, replace
from designkit.model.conventional import id_column
from designkit.model.types import is_uuid
from designkit.rules.finding import Finding
from designkit.rules.rule import SchemaRule

_CALL = re.compile(r'(?:"?\w+"?\.)?"?(\w+)"?\(\)(?:::uuid)?', re.IGNORECASE)


class PrimaryKeyNotUuid(SchemaRule, frozen=True, kw_only=True):
    """The primary key is not one column `id` of type uuid that the server fills.

    A table without one is left to `primary-key-missing`.

    Why:
        CockroachDB keeps rows in the order of their key. Keys that count up all land in the last
        range, on one node; random ones spread. A key that the server makes is one that no caller
        forgets.
    Bad:
        CREATE TABLE accounts (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Options:
        functions: the functions that may be its default. One that counts up by time, as uuidv7
            does, is a hotspot again.
    Sources:
        https://www.cockroachlabs.com/docs/v25.2/performance-best-practices-overview#unique-id-best-practices
        https://www.postgresql.org/docs/18/functions-uuid.html
    """

    functions: tuple[str, ...] = ("gen_random_uuid", "uuid_generate_v4", "uuidv4")

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield what keeps the table's key from being that column."""
        problem = self._problem(table, table.primary_key) if table.primary_key else ""
        if problem:
            yield self.finding(
                str(table.qualified),
                f"table {table.qualified}: {problem}; the primary key is one column id of type "
                f"uuid with DEFAULT {id_column().default}",
                fix=self._fix(table),
            )

    def _problem(self, table: Table, key: PrimaryKey) -> str:
        names = key.columns
        # PostgreSQL wants the columns of a partition key in every key of a partitioned table:
        # https://www.postgresql.org/docs/18/ddl-partitioning.html
        partitioned_by = set(re.findall(r"\w+", table.partition_key or ""))
        own = tuple(name for name in names if name == "id" or name not in partitioned_by)
        if len(own) != 1:
            return f"the key is ({', '.join(names)})"
        column = table.column(own[0])
        counting = _counting(column)
        if counting:
            return f"{column.name} is {column.type} and counts up by {counting}"
        if not is_uuid(column.type):
            return f"{column.name} is of type {column.type}"
        if column.name.lower() != "id":
            return f"the key is called {column.name}"
        return self._default_problem(column)

    def _default_problem(self, column: Column) -> str:
        if column.default is None:
            return f"{column.name} has no default"
        call = _CALL.fullmatch(column.default)
        if call is None or call[1] not in self.functions:
            return f"{column.name} has the default {column.default}"
        return ""

    def _fix(self, table: Table) -> tuple[Operation, ...]:
        """What needs no new values, in rows or in what points to them: a default."""
        column, key = table.find_column("id"), table.primary_key
        if column is None or not is_uuid(column.type) or column.generated is not None:
            return ()
        if key is None or (key.columns != ("id",) and table.partition_key is None):
            return ()
        if not self._default_problem(column):
            return ()
        filled = replace(column, default=id_column().default)
        return (AlterColumn(table=table.qualified, before=column, after=filled),)


def _counting(column: Column) -> str:
    if column.identity is not None:
        return "identity"
    default = column.default or ""
    if default.startswith("nextval("):
        return "a sequence"
    return "unique_rowid()" if default.startswith("unique_rowid(") else ""
