"""The rule `query-casts-indexed-column`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.rules.finding import Finding
from designkit.rules.mentioned import Mention
from designkit.rules.query_rule import LargeTableRule, WorkloadContext
from designkit.workload.plans import describe


class QueryCastsIndexedColumn(LargeTableRule, frozen=True, kw_only=True):
    """A condition casts an indexed column, so that the index does not serve it.

    The cast may be written, or be one that PostgreSQL adds because the other side has a wider
    type: by a cast of the parameter, a constant, or the other column of a join.

    Why:
        The index holds the values of the column's own type, so every row is read and cast.
    Bad:
        CREATE TABLE visits (id uuid PRIMARY KEY, seen_at timestamptz NOT NULL);
        CREATE INDEX idx_visits_seen_at ON visits (seen_at);
        -- name: CountVisits :one
        SELECT count(*) FROM visits WHERE seen_at::date = @day;
    Good:
        CREATE TABLE visits (id uuid PRIMARY KEY, seen_at timestamptz NOT NULL);
        CREATE INDEX idx_visits_seen_at ON visits (seen_at);
        -- name: CountVisits :one
        SELECT count(*) FROM visits WHERE seen_at >= @day AND seen_at < @next_day;
    Options:
        large-rows: rows from which a table is large.
    Sources:
        https://www.postgresql.org/docs/18/typeconv-oper.html
        https://www.postgresql.org/docs/18/indexes-expressional.html
    """

    def check_mention(self, mention: Mention, context: WorkloadContext) -> Iterator[Finding]:
        """Yield each condition with a cast that is written, then those that PostgreSQL adds."""
        del context
        for use in mention.obstructed():
            path = mention.leads(use.column)
            if use.wrapper == "cast" and path is not None:
                yield self.at(
                    mention.item,
                    f"{path} does not serve the condition on {use.expression}; cast the other "
                    f"side to the type of {use.column}, or compare a range",
                    offset=use.offset,
                )
        for use, scan in mention.recast():
            column = mention.table.column(use.column)
            yield self.at(
                mention.item,
                f"{mention.leads(use.column)} does not serve the condition on {use.column}, which "
                f"PostgreSQL casts for the comparison; give the other side the type {column.type}",
                offset=use.offset,
                evidence="" if scan is None else describe(scan),
            )
