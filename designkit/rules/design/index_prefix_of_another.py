"""The rule `index-prefix-of-another`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import DropIndex
from designkit.model import Table
from designkit.rules.access_paths import access_paths, begin_alike
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class IndexPrefixOfAnother(SchemaRule, frozen=True, kw_only=True):
    """The keys of an index are those with which another index of the table begins.

    The indexes of the primary key and of unique constraints count as the other one. A unique index
    is never superfluous: its uniqueness is what it is for.

    Why:
        The longer one answers what the shorter one would, and every write pays for both. Keep a
        short one, with a waiver, where it is much smaller and much read.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            country text NOT NULL,
            city text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_country ON accounts (country);
        CREATE INDEX idx_accounts_country_city ON accounts (country, city);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            country text NOT NULL,
            city text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_country_city ON accounts (country, city);
    Sources:
        https://www.postgresql.org/docs/18/indexes-multicolumn.html
        https://www.cockroachlabs.com/docs/v25.2/schema-design-indexes
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each index that a longer one makes superfluous."""
        if not table.indexes or not begin_alike(table):
            return
        paths = access_paths(table)
        for path in paths:
            if path.index is None or path.unique:
                continue
            longer = next((other for other in paths if path.begins(other)), None)
            if longer is not None:
                yield self.finding(
                    path.name,
                    f"{path} of {table.qualified} holds what {longer} begins with; drop it",
                    fix=(DropIndex(table=table.qualified, index=path.index),),
                )
