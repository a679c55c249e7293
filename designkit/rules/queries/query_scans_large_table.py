"""The rule `query-scans-large-table`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.mentioned import Mention
from designkit.rules.query_rule import Known, LargeTableRule, WorkloadContext
from designkit.workload.plans import counted, describe


class QueryScansLargeTable(LargeTableRule, frozen=True, kw_only=True):
    """A query reads a large table from its first row to its last.

    By its plan at production's scale, and only where no other rule says why: no condition, one that
    too many rows fulfil, one that no index serves. Of a table whose size nobody told it says
    nothing.

    Why:
        It takes longer with each row that comes, and drives what others read out of memory.
    Bad:
        -- designkit: rows=10M
        CREATE TABLE orders (id uuid PRIMARY KEY, status text NOT NULL, total int NOT NULL);
        -- name: SumOfOrders :one
        SELECT sum(total) FROM orders WHERE status <> 'cancelled';
    Good:
        -- designkit: rows=10M
        CREATE TABLE orders (id uuid PRIMARY KEY, status text NOT NULL, total int NOT NULL);
        CREATE TABLE order_sums (id uuid PRIMARY KEY, total bigint NOT NULL);
        -- name: SumOfOrders :one
        SELECT total FROM order_sums WHERE id = @id;
    Options:
        large-rows: rows from which a table is large.
    Sources:
        https://www.postgresql.org/docs/18/using-explain.html
        https://www.cockroachlabs.com/docs/v25.2/make-queries-fast
    """

    needs: ClassVar[Known] = "plan"

    def check_mention(self, mention: Mention, context: WorkloadContext) -> Iterator[Finding]:
        """Yield the first step that reads all of the table."""
        scans, plan = list(mention.scans), mention.item.plan
        if not scans or plan is None or mention.is_explained:
            return
        table = mention.use.table
        rows = context.rows_of(table)
        if rows is None:
            return
        of_parts = " with its partitions" if len(scans) > 1 and mention.parts else ""
        yield self.at(
            mention.item,
            f"{mention.item.query.name} reads all {counted(rows)} of {table}{of_parts} "
            f"to return {counted(plan.rows)}; give it a condition that an index serves, or keep "
            "what it computes",
            offset=mention.use.offset,
            evidence=describe(scans[0]),
        )
