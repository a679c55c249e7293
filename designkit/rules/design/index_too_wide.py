"""The rule `index-too-wide`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Table
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class IndexTooWide(SchemaRule, frozen=True, kw_only=True):
    """An index has many keys.

    Why:
        Each key makes every entry larger and every write slower, and searches rarely use more than
        the first few. What is only read belongs into INCLUDE.
    Bad:
        CREATE TABLE addresses (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            country text NOT NULL,
            region text NOT NULL,
            city text NOT NULL,
            street text NOT NULL,
            house text NOT NULL,
            floor text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_addresses_country_region_city_street_house_floor
            ON addresses (country, region, city, street, house, floor);
    Good:
        CREATE TABLE addresses (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            country text NOT NULL,
            region text NOT NULL,
            city text NOT NULL,
            street text NOT NULL,
            house text NOT NULL,
            floor text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_addresses_country_city_street
            ON addresses (country, city, street) INCLUDE (house, floor);
    Options:
        keys: how many keys an index may have.
    Sources:
        https://www.postgresql.org/docs/18/indexes-multicolumn.html
        https://www.cockroachlabs.com/docs/v25.2/schema-design-indexes
    """

    severity = Severity.WARNING
    keys: int = 5

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each index with more keys."""
        for index in table.indexes:
            if len(index.keys) > self.keys:
                yield self.finding(
                    index.name,
                    f"index {index.name} of {table.qualified} has {len(index.keys)} keys, more "
                    f"than {self.keys}; keep those that are searched, INCLUDE those that are read",
                )
