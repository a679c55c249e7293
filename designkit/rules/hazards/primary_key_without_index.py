"""The rule `primary-key-without-index`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, filled_table
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class PrimaryKeyWithoutIndex(HazardRule, frozen=True, kw_only=True):
    """A primary key of a table that stands builds its own index.

    Of PostgreSQL alone: CockroachDB builds the index beside the running service.

    Why:
        PostgreSQL reads the whole table to build the index while nobody can read or write there. An
        index that was built CONCURRENTLY before becomes the constraint in an instant.
    Bad:
        -- earlier:
        CREATE TABLE tags (id uuid NOT NULL UNIQUE);
        -- now:
        ALTER TABLE tags ADD PRIMARY KEY (id);
    Good:
        ALTER TABLE tags ADD PRIMARY KEY USING INDEX tags_pkey;
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"Constraint"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"blocks-reads"})
    advice: ClassVar[str] = (
        "CREATE UNIQUE INDEX CONCURRENTLY in a file of its own, then ADD CONSTRAINT ... PRIMARY "
        "KEY USING INDEX."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the constraints that build an index under a lock."""
        fields = node.fields
        table = filled_table(node, site) if fields["contype"] == "CONSTR_PRIMARY" else None
        if table is not None and "indexname" not in fields:
            said = f"nobody can read or write {table} while the index is built"
            yield self.hazard(site, node, said, fields.get("conname", table))
