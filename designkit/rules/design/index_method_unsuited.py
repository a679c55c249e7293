"""The rule `index-method-unsuited`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Column, Index, IndexKey, Table, replace
from designkit.model.types import is_array
from designkit.rules.finding import Finding, Severity
from designkit.rules.rebuilding import exchange_index
from designkit.rules.rule import SchemaRule


class IndexMethodUnsuited(SchemaRule, frozen=True, kw_only=True):
    """An index orders whole documents or arrays.

    Why:
        A btree on jsonb or on an array answers only whether the whole value is equal; what is asked
        of such columns, containment, needs an index USING gin, or one on the part that is asked
        for.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            labels text[] NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_labels ON accounts (labels);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            labels text[] NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_labels ON accounts USING gin (labels);
    Sources:
        https://www.postgresql.org/docs/18/datatype-json.html#JSON-INDEXING
        https://www.postgresql.org/docs/18/gin.html
        https://www.cockroachlabs.com/docs/v25.2/inverted-indexes
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each btree with such a column among its keys."""
        whole = {column.name: column for column in table.columns if _is_container(column.type)}
        for index in table.indexes if whole else ():
            found = [whole[key.column] for key in index.keys if key.column in whole]
            if found and index.method == "btree" and not index.unique:
                yield self._said(table, index, found[0])

    def _said(self, table: Table, index: Index, column: Column) -> Finding:
        inverted = replace(index, method="gin", keys=(IndexKey(column=column.name),))
        mechanical = len(index.keys) == 1 and not index.include and not index.parameters
        return self.finding(
            index.name,
            f"index {index.name} of {table.qualified} orders whole values of {column.name}, of "
            f"type {column.type}; index it USING gin",
            fix=exchange_index(table, index, inverted) if mechanical else (),
        )


def _is_container(type_name: str) -> bool:
    return type_name == "jsonb" or is_array(type_name)
