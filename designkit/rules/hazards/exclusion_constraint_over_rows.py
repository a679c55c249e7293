"""The rule `exclusion-constraint-over-rows`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, filled_table
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class ExclusionConstraintOverRows(HazardRule, frozen=True, kw_only=True):
    """An exclusion constraint is added to a table that stands.

    Of PostgreSQL alone; CockroachDB has none.

    Why:
        Its index is built while nobody can read or write the table, and can be built in no other
        way. It fails where two rows exclude each other.
    Bad:
        ALTER TABLE bookings ADD CONSTRAINT bookings_room_excl
            EXCLUDE USING gist (room WITH =, period WITH &&);
    Good:
        CREATE TABLE bookings (
            room text,
            period tstzrange,
            CONSTRAINT bookings_room_excl EXCLUDE USING gist (room WITH =, period WITH &&)
        );
    Sources:
        https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-EXCLUDE
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"Constraint"})
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"blocks-reads"})
    advice: ClassVar[str] = (
        "Add it while nobody needs the table, or to a new table that takes over the rows."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the exclusion constraints of tables that may hold rows."""
        excludes = node.fields["contype"] == "CONSTR_EXCLUSION"
        table = filled_table(node, site) if excludes else None
        if table is not None:
            said = f"nobody can read or write {table} while the index is built"
            yield self.hazard(site, node, said, node.fields.get("conname", table))
