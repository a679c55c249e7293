"""The rule `query-wraps-indexed-column`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.rules.finding import Finding
from designkit.rules.mentioned import Mention
from designkit.rules.query_rule import LargeTableRule, WorkloadContext
from designkit.workload.references import is_indexable


class QueryWrapsIndexedColumn(LargeTableRule, frozen=True, kw_only=True):
    """A condition computes with an indexed column, so that the index does not serve it.

    A cast is spoken of by `query-casts-indexed-column`.

    Why:
        The index holds the column and not what is computed from it, so every row is read.
    Bad:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL UNIQUE);
        -- name: GetUserByEmail :one
        SELECT id FROM users WHERE lower(email) = lower(@email);
    Good:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL UNIQUE);
        CREATE INDEX idx_users_lower_email ON users (lower(email));
        -- name: GetUserByEmail :one
        SELECT id FROM users WHERE lower(email) = lower(@email);
    Options:
        large-rows: rows from which a table is large.
    Sources:
        https://www.postgresql.org/docs/18/indexes-expressional.html
        https://www.cockroachlabs.com/docs/v25.2/expression-indexes
    """

    def check_mention(self, mention: Mention, context: WorkloadContext) -> Iterator[Finding]:
        """Yield each such condition."""
        del context
        for use in mention.obstructed():
            path = mention.leads(use.column)
            if use.wrapper in {"function", "expression"} and path is not None:
                possible = is_indexable(use.expression, mention.table)
                yield self.at(
                    mention.item,
                    f"{path} does not serve the condition on {use.expression}; compare "
                    f"{use.column} itself"
                    + (", or create an index on that expression" if possible else ""),
                    offset=use.offset,
                )
