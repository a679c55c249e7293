"""The rule `query-pattern-from-parameter`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.rules.access_paths import AccessPath
from designkit.rules.finding import Finding
from designkit.rules.mentioned import Mention
from designkit.rules.query_rule import LargeTableRule, WorkloadContext


class QueryPatternFromParameter(LargeTableRule, frozen=True, kw_only=True):
    """A query looks in a large table by a pattern that begins with a parameter.

    Silent where another condition finds the rows.

    Why:
        An index serves a pattern by the range of its beginning, which PostgreSQL knows only in a
        plan that is made for the value. A plan for any value, as a prepared statement may get
        after five runs, reads every row; so does one for a value that begins with % or _.
    Bad:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        CREATE INDEX idx_users_email ON users (email text_pattern_ops);
        -- name: CountByEmail :one
        SELECT count(*) FROM users WHERE email LIKE @beginning || '%';
    Good:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        CREATE INDEX idx_users_email ON users (email);
        -- name: CountByEmail :one
        SELECT count(*) FROM users WHERE email >= @beginning AND email < @end;
    Options:
        large-rows: rows from which a table is large.
    Sources:
        https://www.postgresql.org/docs/18/indexes-types.html#INDEXES-TYPES-BTREE
        https://www.postgresql.org/docs/18/sql-prepare.html
    """

    def check_mention(self, mention: Mention, context: WorkloadContext) -> Iterator[Finding]:
        """Yield the patterns of which nobody knows the beginning."""
        del context
        for use in mention.given_patterns():
            yield self.at(
                mention.item,
                f"the pattern for the {use.column} of {mention.use.table} begins with a "
                f"parameter: {_served(mention.leads(use.column), use.column)}",
                offset=use.offset,
            )


def _served(path: AccessPath | None, column: str) -> str:
    if path is None:
        return (
            f"no index serves it; create one on ({column} text_pattern_ops), and compare a range "
            "of its beginning"
        )
    return (
        f"{path.name} serves it only in a plan made for the value, and a plan for any value reads "
        "every row; compare a range of its beginning, or set plan_cache_mode to force_custom_plan"
    )
