"""The rule `query-leading-wildcard`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.rules.finding import Finding
from designkit.rules.mentioned import Mention
from designkit.rules.query_rule import LargeTableRule, WorkloadContext


class QueryLeadingWildcard(LargeTableRule, frozen=True, kw_only=True):
    """A query looks in a large table for what begins with anything.

    Silent where a trigram index serves the pattern, or another condition finds the rows.

    Why:
        No ordinary index helps: every row is read.
    Bad:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        -- name: CountAtExample :one
        SELECT count(*) FROM users WHERE email LIKE '%example.org';
    Good:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        CREATE INDEX idx_users_email ON users (email text_pattern_ops);
        -- name: CountOfAda :one
        SELECT count(*) FROM users WHERE email LIKE 'ada%';
    Options:
        large-rows: rows from which a table is large.
    Sources:
        https://www.postgresql.org/docs/18/indexes-types.html#INDEXES-TYPES-BTREE
        https://www.postgresql.org/docs/18/pgtrgm.html
    """

    def check_mention(self, mention: Mention, context: WorkloadContext) -> Iterator[Finding]:
        """Yield the patterns that no index serves."""
        del context
        for use in mention.obstructed():
            if use.leading_wildcard:
                yield self.at(
                    mention.item,
                    f"{mention.item.query.name} compares the {use.column or use.expression} of "
                    f"every row of {mention.use.table} with a pattern that begins with anything; "
                    "look by a beginning, or let a trigram index serve it",
                    offset=use.offset,
                )
