"""The rule `index-column-order`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import AddIndex, DropIndex, Operation
from designkit.model import Index, Table, Volume, replace
from designkit.model.conventional import index_name
from designkit.model.types import is_timestamp
from designkit.rules.finding import Finding
from designkit.rules.rule import SchemaContext, SchemaRule


class IndexColumnOrder(SchemaRule, frozen=True, kw_only=True):
    """A composite index has a column before one that is more selective.

    Selectivity is the number of distinct values, as declared or measured; without it the rule says
    nothing. Points in time and days are compared by range, so they are never asked to go first.

    Why:
        An index is searched from its first column on: the more values that has, the smaller the
        part that is read, and the better CockroachDB can split its ranges.
    Bad:
        -- distinct: accounts.country 200, accounts.email 4000000
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            country text NOT NULL,
            email text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_country_email ON accounts (country, email);
    Good:
        -- distinct: accounts.country 200, accounts.email 4000000
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            country text NOT NULL,
            email text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_email_country ON accounts (email, country);
    Sources:
        https://www.postgresql.org/docs/18/indexes-multicolumn.html
        https://www.cockroachlabs.com/docs/v25.2/schema-design-indexes
    """

    def informed(self, context: SchemaContext) -> bool:
        """Whether anything is known about volumes."""
        return bool(context.schema.volumes)

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield each index whose first column is known to have fewer values than a later one."""
        volumes = {volume.table: volume for volume in context.schema.volumes}
        for table in context.own_tables():
            volume = volumes.get(table.qualified)
            if volume is not None and self.judges(table):
                for index in table.indexes:
                    yield from self._order(table, index, volume)

    def _order(self, table: Table, index: Index, volume: Volume) -> Iterator[Finding]:
        ranges = _compared_by_range(table)
        known = {
            column: distinct
            for column in index.columns
            if column not in ranges and (distinct := volume.distinct(column)) is not None
        }
        first = next((column for column in index.columns if column not in ranges), None)
        if index.method != "btree" or first not in known:
            return
        best = max(known, key=known.__getitem__)
        if known[first] >= known[best]:
            return
        after = _reordered(table, index, best)
        values = ", ".join(f"{column} {distinct:,}" for column, distinct in known.items())
        yield self.finding(
            index.name,
            f"index {index.name} of {table.qualified} has {first} before {best}, which is more "
            f"selective, as {volume.source}; name it {after.name} and put {best} first",
            evidence=f"distinct values, {volume.source}: {values}",
            fix=_exchange(table, index, after),
        )


def _compared_by_range(table: Table) -> frozenset[str]:
    """The columns that come after those compared by equality: told by their types alone."""
    return frozenset(
        column.name
        for column in table.columns
        if is_timestamp(column.type) or column.type == "date"
    )


def _reordered(table: Table, index: Index, first: str) -> Index:
    keys = tuple(sorted(index.keys, key=lambda key: key.column != first))
    return replace(index, keys=keys, name=index_name(table.name, keys))


def _exchange(table: Table, before: Index, after: Index) -> tuple[Operation, ...]:
    """What puts one index in the place of another, unless a foreign key needs the first."""
    for key in table.foreign_keys:
        if set(before.columns[: len(key.columns)]) == set(key.columns):
            return ()
    where = table.qualified
    return DropIndex(table=where, index=before), AddIndex(table=where, index=after)
