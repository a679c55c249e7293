"""The rule `index-duplicate`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import DropIndex
from designkit.model import Table
from designkit.rules.access_paths import AccessPath, access_paths, begin_alike
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class IndexDuplicate(SchemaRule, frozen=True, kw_only=True):
    """Two indexes of a table are the same but for their names.

    The indexes of the primary key and of unique constraints count.

    Why:
        Every write pays for both, and no query gains by the second.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL UNIQUE,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_email ON accounts (email);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL UNIQUE,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Sources:
        https://www.postgresql.org/docs/18/indexes-unique.html
        https://supabase.com/docs/guides/database/database-advisors?lint=0009_duplicate_index
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each index that is there already."""
        if not begin_alike(table):
            return
        paths = access_paths(table)
        first: dict[object, AccessPath] = {}
        for path in paths:
            # An index that is unique finds what one that is not would find.
            kept = first.setdefault(path.shape, path)
            if kept is not path and (kept.unique or not path.unique):
                yield self._said(table, kept, path)

    def _said(self, table: Table, kept: AccessPath, again: AccessPath) -> Finding:
        drop = again.index
        return self.finding(
            again.name if drop is not None else f"{table.qualified}.{again.name}",
            f"{again} of {table.qualified} is {kept} again; drop it",
            fix=() if drop is None else (DropIndex(table=table.qualified, index=drop),),
        )
