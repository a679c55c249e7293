"""The rule `index-predicate-redundant`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designkit.model import Index, Table, replace
from designkit.model.conventional import index_name
from designkit.rules.finding import Finding, Severity
from designkit.rules.rebuilding import exchange_index
from designkit.rules.rule import SchemaRule

_TEST = re.compile(r'\(*(?P<quote>"?)(?P<column>\w+)(?P=quote) IS (?P<no>NOT )?NULL\)*')


class IndexPredicateRedundant(SchemaRule, frozen=True, kw_only=True):
    """A partial index asks whether a column is NULL that never is.

    `IS NOT NULL` then leaves nothing out; `IS NULL` leaves out every row.

    Why:
        The planner must prove the condition for each query before it may use the index, and gains
        nothing; the index with `IS NULL` is empty.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_email ON accounts (email) WHERE email IS NOT NULL;
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_accounts_email ON accounts (email);
    Sources:
        https://www.postgresql.org/docs/18/indexes-partial.html
        https://github.com/mfvanek/pg-index-health
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each such test of an index's condition."""
        for index in table.indexes:
            if index.predicate is not None:
                for term in _terms(index.predicate):
                    yield from self._judged(table, index, term)

    def _judged(self, table: Table, index: Index, term: str) -> Iterator[Finding]:
        found = _TEST.fullmatch(term)
        column = table.find_column(found["column"]) if found else None
        if found is None or column is None:
            return
        if column.nullable and column.name not in table.key_columns:
            return
        what = f"index {index.name} of {table.qualified}: {column.name} is NOT NULL, so {term}"
        if found["no"] is None:
            yield self.finding(
                index.name, f"{what} holds for no row; drop the index, or mend its condition"
            )
            return
        alone = term == index.predicate
        fix = exchange_index(table, index, _whole(table, index)) if alone else ()
        yield self.finding(index.name, f"{what} holds for every row; leave it out", fix=fix)


def _terms(predicate: str) -> list[str]:
    """The conditions that must all hold, or none where that is not plain."""
    return [] if " OR " in predicate else predicate.split(" AND ")


def _whole(table: Table, index: Index) -> Index:
    """The index over all rows, which needs no word after the name of its columns."""
    plain = index_name(table.name, index.keys)
    free = all(other.name != plain for other in table.indexes)
    named = index.name.startswith(plain) and free
    return replace(index, predicate=None, name=plain if named else index.name)
