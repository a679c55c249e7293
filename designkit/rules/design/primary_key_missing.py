"""The rule `primary-key-missing`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import AddConstraint, AlterColumn, Operation
from designkit.model import Table, replace
from designkit.model.conventional import id_column, id_key
from designkit.model.types import is_uuid
from designkit.rules.finding import Finding
from designkit.rules.rule import SchemaRule


class PrimaryKeyMissing(SchemaRule, frozen=True, kw_only=True):
    """A table has no primary key.

    Why:
        Two rows can then be equal, and none of them can be pointed to, updated or replicated alone.
        CockroachDB adds a hidden column rowid as the key, so the table differs between the two.
    Bad:
        CREATE TABLE accounts (
            id uuid NOT NULL DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Sources:
        https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS
        https://www.cockroachlabs.com/docs/v25.2/primary-key
    """

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield the table if it has no primary key."""
        if table.primary_key is not None:
            return
        yield self.finding(
            str(table.qualified),
            f"table {table.qualified} has no primary key; give it one, best a column id of type "
            "uuid with DEFAULT gen_random_uuid()",
            fix=_fix(table),
        )


def _fix(table: Table) -> tuple[Operation, ...]:
    """A key on the column id, where that can be one; a partitioned table needs more columns."""
    column, default = table.find_column("id"), id_column().default
    if column is None or not is_uuid(column.type) or column.nullable or table.partition_key:
        return ()
    if column.generated is not None or column.default not in {None, default}:
        return ()
    key = AddConstraint(table=table.qualified, constraint=id_key(table.name))
    filled = replace(column, default=default)
    if filled == column:
        return (key,)
    return key, AlterColumn(table=table.qualified, before=column, after=filled)
