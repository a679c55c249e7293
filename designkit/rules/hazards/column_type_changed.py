"""The rule `column-type-changed`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, altered_table, happened, makes
from designkit.rules.hindsight import is_written_alike, known_column
from designkit.rules.statement_rule import Site
from designkit.sql.hazard import HazardKind
from designkit.sql.tree import Node


class ColumnTypeChanged(HazardRule, frozen=True, kw_only=True):
    """The type of a column is changed.

    Silent where the files tell that the old type fits the new one as it is written on disk: a
    longer varchar, or text in place of varchar.

    Why:
        PostgreSQL writes the table and its indexes anew while nobody can read or write it, values
        may not fit, and running clients may not read the new type.
    Bad:
        ALTER TABLE invoices ALTER COLUMN number TYPE bigint;
    Good:
        -- earlier:
        CREATE TABLE invoices (number varchar(20));
        -- now:
        ALTER TABLE invoices ALTER COLUMN number TYPE varchar(40);
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES
        https://www.cockroachlabs.com/docs/v25.2/alter-table#alter-column
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"AlterTableCmd"})
    observed: ClassVar[frozenset[HazardKind]] = frozenset({"rewrites-table", "narrows-type"})
    advice: ClassVar[str] = (
        "Add a column of the new type, keep both in step, fill it in batches, and drop the old "
        "one later."
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the columns that are written anew."""
        if node.fields["subtype"] != "AT_AlterColumnType":
            return
        table, column = altered_table(node, site), node.fields["name"]
        if table is None or makes(site.before, table, column):
            return
        known = known_column(happened(site, table.name), table, column)
        wanted = node.fields["def"]["ColumnDef"]["typeName"]
        if known is None or known.type is None or not is_written_alike(known.type, wanted):
            said = f"{table} may be written anew for {column}, and clients may not know the type"
            yield self.hazard(site, node, said, f"{table}.{column}")
