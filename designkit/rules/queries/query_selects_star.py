"""The rule `query-selects-star`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.model import Table
from designkit.model.types import base_type
from designkit.rules.finding import Finding, Severity
from designkit.rules.mentioned import Mention
from designkit.rules.query_rule import QueryRule, WorkloadContext
from designkit.workload.examined import Examined

_LONG_TYPES = frozenset({"bytea", "json", "jsonb", "tsvector", "xml"})


class QuerySelectsStar(QueryRule, frozen=True, kw_only=True):
    """A query takes every column of a wide table by *.

    Wide is a table with many columns, or with one of a type that holds documents.

    Why:
        It reads and sends what nobody asked for, no index alone can answer it, and what the service
        gets changes with the table.
    Bad:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, settings jsonb);
        -- name: GetUser :one
        SELECT * FROM users WHERE id = @id;
    Good:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, settings jsonb);
        -- name: GetUser :one
        SELECT id, email FROM users WHERE id = @id;
    Options:
        columns: columns from which a table is wide.
    Sources:
        https://www.postgresql.org/docs/18/sql-select.html#SQL-SELECT-LIST
        https://www.postgresql.org/docs/18/indexes-index-only-scans.html
    """

    severity: ClassVar[Severity] = Severity.WARNING
    columns: int = 8

    def check_query(self, item: Examined, context: WorkloadContext) -> Iterator[Finding]:
        """Yield each wide table of which the query returns all columns by *."""
        for mention in context.mentions(item):
            why = self._wide(mention.table)
            if why and _takes_all(mention):
                yield self.at(
                    item,
                    f"{item.query.name} takes all columns of {mention.use.table}, which has {why}; "
                    "name the columns",
                    offset=mention.use.offset,
                )

    def _wide(self, table: Table) -> str:
        long = next((it for it in table.columns if base_type(it.type) in _LONG_TYPES), None)
        if long is not None:
            return f"{long.name} of type {long.type}"
        count = len(table.columns)
        return f"{count} columns" if count >= self.columns else ""


def _takes_all(mention: Mention) -> bool:
    references = mention.item.references
    level = references.levels[mention.use.level] if references is not None else None
    return level is not None and level.star and mention.use.whole and not mention.use.through
