"""The rule `foreign-key-to-itself`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import DropConstraint
from designkit.model import Table
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class ForeignKeyToItself(SchemaRule, frozen=True, kw_only=True):
    """A foreign key lets each row point to itself.

    Why:
        Its columns are those to which it points, so it always holds: it says nothing, and was meant
        to say something else.
    Bad:
        CREATE TABLE categories (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT categories_parent_fkey FOREIGN KEY (id) REFERENCES categories (id)
        );
    Good:
        CREATE TABLE categories (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            parent_category_id uuid REFERENCES categories (id),
            name text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_categories_parent_category_id ON categories (parent_category_id);
    Sources:
        https://www.schemacrawler.com/lint.html
        https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-FK
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each key whose columns are its own target."""
        for key in table.foreign_keys:
            if key.referenced_table == table.qualified and key.columns == key.referenced_columns:
                yield self.finding(
                    f"{table.qualified}.{key.name}",
                    f"foreign key {key.name} of {table.qualified} points from "
                    f"({', '.join(key.columns)}) to itself, which always holds; drop it, or give "
                    "it the column that was meant",
                    fix=(DropConstraint(table=table.qualified, constraint=key),),
                )
