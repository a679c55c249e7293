"""The rule `foreign-key-not-indexed`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import AddIndex
from designkit.model import Table
from designkit.model.conventional import column_index
from designkit.rules.finding import Finding
from designkit.rules.rule import SchemaRule


class ForeignKeyNotIndexed(SchemaRule, frozen=True, kw_only=True):
    """No index begins with the columns of a foreign key.

    The primary key and unique constraints count as indexes.

    Why:
        Each deletion of a referenced row, and each join from it, reads the whole referencing table.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_id ON invoices (account_id);
    Options:
        partial-indexes: whether an index over a part of the rows counts.
    Sources:
        https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-FK
        https://www.cockroachlabs.com/docs/v25.2/foreign-key
    """

    partial_indexes: bool = False

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each foreign key without an index that begins with its columns."""
        leading = tuple(self._leading(table))
        # Two keys over the same columns need one index.
        unserved = {
            key.columns: key
            for key in table.foreign_keys
            if not any(set(found[: len(key.columns)]) == set(key.columns) for found in leading)
        }
        for key in unserved.values():
            name = key.columns[0] if len(key.columns) == 1 else key.name
            columns = ", ".join(key.columns)
            index = column_index(table.name, key.columns)
            yield self.finding(
                f"{table.qualified}.{name}",
                f"no index of {table.qualified} begins with ({columns}), which points to "
                f"{key.referenced_table}; create {index.name}",
                fix=(AddIndex(table=table.qualified, index=index),),
            )

    def _leading(self, table: Table) -> Iterator[tuple[str, ...]]:
        """The columns with which each index that finds rows by equality begins."""
        if table.primary_key is not None:
            yield table.primary_key.columns
        for unique in table.uniques:
            yield unique.columns
        for index in table.indexes:
            whole = index.predicate is None or self.partial_indexes
            if whole and index.valid and index.method in {"btree", "hash", "prefix"}:
                yield index.columns
