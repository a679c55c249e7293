"""The rule `cross-database-name`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.tree import Node


class CrossDatabaseName(HazardRule, frozen=True, kw_only=True):
    """A table is named with its database.

    Why:
        PostgreSQL reaches no other database and refuses the name, unless it is the current one's;
        then the file runs in no database of another name. On CockroachDB it reaches into another
        service.
    Bad:
        INSERT INTO billing.public.invoices (id) SELECT gen_random_uuid();
    Good:
        INSERT INTO public.invoices (id) SELECT gen_random_uuid();
    Sources:
        https://www.postgresql.org/docs/18/ddl-schemas.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"RangeVar"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    advice: ClassVar[str] = "Leave the database out."

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the names of three parts."""
        database = node.fields.get("catalogname")
        if database:
            name = name_of(node.fields)
            yield self.hazard(site, node, f"{name} is looked for in database {database}", name)
