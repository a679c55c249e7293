"""The rule `index-timestamp-not-last`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Index, Table, replace
from designkit.model.conventional import index_name
from designkit.model.types import is_timestamp
from designkit.rules.finding import Finding, Severity
from designkit.rules.rebuilding import exchange_index
from designkit.rules.rule import SchemaRule


class IndexTimestampNotLast(SchemaRule, frozen=True, kw_only=True):
    """A timestamp stands before other columns in an index.

    Unique indexes are left alone, and the columns of the primary key may follow: they order rows of
    the same moment, page after page.

    Why:
        Points in time are compared by range. What stands after a range is not searched but read:
        every entry of the period.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            country text NOT NULL,
            seen_at timestamptz NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_seen_at_country ON accounts (seen_at, country);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            country text NOT NULL,
            seen_at timestamptz NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_country_seen_at ON accounts (country, seen_at);
    Sources:
        https://www.postgresql.org/docs/18/indexes-multicolumn.html
        https://use-the-index-luke.com/sql/where-clause/searching-for-ranges/greater-less-between-tuning-sql-access-filter-predicates
        https://github.com/mfvanek/pg-index-health
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each index in which something else follows a timestamp."""
        moments = {column.name for column in table.columns if is_timestamp(column.type)}
        for index in table.indexes:
            if index.unique or index.method != "btree" or len(index.keys) == 1:
                continue
            places = [number for number, key in enumerate(index.keys) if key.column in moments]
            rest = (
                [key for key in index.keys[places[0] + 1 :] if key.column not in moments]
                if places
                else []
            )
            if not rest or all(key.column in table.key_columns for key in rest):
                continue
            after = _moments_last(table, index, moments)
            first = index.keys[places[0]].column
            yield self.finding(
                index.name,
                f"index {index.name} of {table.qualified}: {first} is compared by range, so what "
                f"follows it is not searched; put it last and name the index {after.name}",
                fix=exchange_index(table, index, after),
            )


def _moments_last(table: Table, index: Index, moments: set[str]) -> Index:
    keys = tuple(sorted(index.keys, key=lambda key: key.column in moments))
    return replace(index, keys=keys, name=index_name(table.name, keys))
