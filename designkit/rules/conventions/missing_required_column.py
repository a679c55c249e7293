"""The rule `missing-required-column`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import AddColumn, AddConstraint, Operation
from designkit.model import Table, snake_case
from designkit.model.conventional import REQUIRED_COLUMNS, audit_column, id_column, id_key
from designkit.rules.finding import Finding
from designkit.rules.rule import SchemaRule


class MissingRequiredColumn(SchemaRule, frozen=True, kw_only=True):
    """A table lacks `id`, `created_at` or `updated_at`.

    Why:
        Every row can then be named, ordered by age, and synchronised by its last change, in every
        table and by the same words.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Options:
        columns: the names that every table has.
    Sources:
        https://guides.rubyonrails.org/v8.0/active_record_basics.html#schema-conventions
    """

    columns: tuple[str, ...] = REQUIRED_COLUMNS

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each required column that the table lacks; `createdAt` counts as `created_at`."""
        present = {snake_case(column.name) for column in table.columns}
        for name in self.columns:
            if name not in present:
                yield self.finding(
                    f"{table.qualified}.{name}",
                    f"table {table.qualified} has no column {name}; add it",
                    fix=_added(table, name),
                )


def _added(table: Table, name: str) -> tuple[Operation, ...]:
    where = table.qualified
    if name == "id":
        column = AddColumn(table=where, column=id_column())
        if table.primary_key is not None or table.partition_key is not None:
            return (column,)
        return column, AddConstraint(table=where, constraint=id_key(table.name))
    if name.endswith("_at"):
        return (AddColumn(table=where, column=audit_column(name)),)
    return ()
