"""The rule `query-unbounded`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.rules.finding import Finding
from designkit.rules.mentioned import Mention
from designkit.rules.query_rule import LargeTableRule, WorkloadContext
from designkit.workload.plans import counted


class QueryUnbounded(LargeTableRule, frozen=True, kw_only=True):
    """A query for many rows of a large table says nowhere how many at most.

    It speaks of `:many` without LIMIT. Silent where the plan at production's scale returns few
    rows, or, where the rows of the table are unknown, a column is compared for equality.

    Why:
        The result grows with the table until it does not fit into the service's memory.
    Bad:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        -- name: ListUsers :many
        SELECT id, email FROM users;
    Good:
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        -- name: ListUsers :many
        SELECT id, email FROM users WHERE id > @last_id ORDER BY id LIMIT 100;
    Options:
        large-rows: rows from which a table is large.
        rows: rows from which a result is too many, as the plan estimates it.
    Sources:
        https://www.postgresql.org/docs/18/queries-limit.html
        https://docs.sqlc.dev/en/latest/reference/query-annotations.html
    """

    rows: int = 1_000

    def check_mention(self, mention: Mention, context: WorkloadContext) -> Iterator[Finding]:
        """Yield a query for many rows, at the first large table of it."""
        item, references = mention.item, mention.item.references
        if item.query.cardinality != "many" or references is None:
            return
        top = references.top
        if top.limit or top.grouped or mention.use.level or not self._is_first(mention, context):
            return
        if item.plan is None or context.rows_of(mention.use.table) is None:
            if any(map(_is_narrow, context.mentions(item))):
                return
            many = f"every row of {mention.use.table} that there is"
        elif item.plan.rows < self.rows:
            return
        else:
            many = counted(item.plan.rows)
        yield self.at(
            item,
            f"{item.query.name} returns {many}; add a LIMIT, and begin the next page behind the "
            "last row",
            offset=mention.use.offset,
        )

    def _is_first(self, mention: Mention, context: WorkloadContext) -> bool:
        large = (
            other
            for other in context.mentions(mention.item)
            if not other.use.level and context.is_large(other.use.table, self.large_rows)
        )
        return next(large).use is mention.use


def _is_narrow(mention: Mention) -> bool:
    """Whether a column other than of two values is compared for equality."""
    return any(
        use.role == "equality"
        and use.operator in {"=", "in", "any"}
        and mention.distinct(use.column) != 2  # noqa: PLR2004  (a boolean's)
        for use in mention.conditions
    )
