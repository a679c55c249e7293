"""The rule `index-column-twice`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Index, IndexKey, Table, replace
from designkit.model.conventional import index_name
from designkit.rules.finding import Finding, Severity
from designkit.rules.rebuilding import exchange_index
from designkit.rules.rule import SchemaRule


class IndexColumnTwice(SchemaRule, frozen=True, kw_only=True):
    """An index holds a column twice.

    Why:
        The second one takes room and orders nothing; mostly another column was meant.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            country text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_country_email ON accounts (country, email) INCLUDE (email);
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            country text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_country_email ON accounts (country, email);
    Sources:
        https://www.postgresql.org/docs/18/sql-createindex.html
        https://www.cockroachlabs.com/docs/v25.2/create-index
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each index with a column that comes again."""
        for index in table.indexes:
            held = [key.column for key in index.keys if key.column]
            again = sorted({name for name in (*held, *index.include) if _count(name, index) > 1})
            if again:
                after = _once(table, index)
                yield self.finding(
                    index.name,
                    f"index {index.name} of {table.qualified} holds {', '.join(again)} twice; "
                    "leave the second one out",
                    fix=exchange_index(table, index, after),
                )


def _count(name: str, index: Index) -> int:
    return sum(key.column == name for key in index.keys) + index.include.count(name)


def _once(table: Table, index: Index) -> Index:
    keys: list[IndexKey] = []
    seen: set[str] = set()
    for key in index.keys:
        if key.column is None or key.column not in seen:
            keys.append(key)
        if key.column is not None:
            seen.add(key.column)
    kept = tuple(name for name in dict.fromkeys(index.include) if name not in seen)
    name = index.name
    if name == index_name(table.name, index.keys):
        name = index_name(table.name, tuple(keys))
    return replace(index, name=name, keys=tuple(keys), include=kept)
