"""The rule `foreign-key-type-differs`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import Operation
from designkit.model import Column, ForeignKey, Table, replace
from designkit.model.types import base_type
from designkit.rules.finding import Finding
from designkit.rules.rebuilding import retype
from designkit.rules.rule import Related, SchemaRule

# Types of one family, each holding all values of those before it.
_WIDER = (
    ("smallint", "integer", "bigint"),
    ("character varying", "text"),
    ("real", "double precision"),
)


class ForeignKeyTypeDiffers(SchemaRule, frozen=True, kw_only=True):
    """A foreign key column has another type than the column that it points to.

    Why:
        The narrower of the two runs out of values first, each join converts one of them, and
        CockroachDB refuses keys between types that PostgreSQL compares.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            number bigint NOT NULL UNIQUE,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_number integer NOT NULL REFERENCES accounts (number),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_number ON invoices (account_number);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            number bigint NOT NULL UNIQUE,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_number bigint NOT NULL REFERENCES accounts (number),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_invoices_account_number ON invoices (account_number);
    Sources:
        https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES
        https://www.cockroachlabs.com/docs/v25.2/foreign-key
    """

    def check_related(self, table: Table, related: Related) -> Iterator[Finding]:
        """Yield each column of a foreign key whose partner is of another type."""
        for key in table.foreign_keys:
            target = related.table(key.referenced_table)
            if target is not None:
                yield from self._compared(table, key, target)

    def _compared(self, table: Table, key: ForeignKey, target: Table) -> Iterator[Finding]:
        for name, other in zip(key.columns, key.referenced_columns, strict=True):
            column, partner = table.find_column(name), target.find_column(other)
            if column is None or partner is None or _alike(column.type, partner.type):
                continue
            subject = f"{table.qualified}.{name}"
            yield self.finding(
                subject,
                f"foreign key column {subject} is of type {column.type}, and "
                f"{target.qualified}.{other}, to which it points, of type {partner.type}; "
                "give both the same type",
                fix=_fix(table, column, partner),
            )


def _alike(here: str, there: str) -> bool:
    return here == there or (base_type(here) == base_type(there) and "numeric" not in here)


def _fix(table: Table, column: Column, partner: Column) -> tuple[Operation, ...]:
    """The type of the partner, where that holds every value that is there."""
    here, there = base_type(column.type), base_type(partner.type)
    for family in _WIDER:
        if here in family and there in family and family.index(here) < family.index(there):
            pointing = sum(column.name in key.columns for key in table.foreign_keys)
            keys = replace(table, foreign_keys=())
            return retype(keys, column, partner.type) if pointing == 1 else ()
    return ()
