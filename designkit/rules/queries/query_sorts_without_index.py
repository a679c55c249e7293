"""The rule `query-sorts-without-index`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding, Severity
from designkit.rules.query_rule import Known, QueryRule, WorkloadContext
from designkit.workload.examined import Examined
from designkit.workload.plans import Node, counted, describe

_MIB = 1024 * 1024
# What no index holds, since it is computed of many rows.
_COMPUTED = frozenset(
    {"Aggregate", "GroupAggregate", "HashAggregate", "MixedAggregate", "WindowAgg", "SetOp"}
)


class QuerySortsWithoutIndex(QueryRule, frozen=True, kw_only=True):
    """A query sorts many rows, which no index gives in order.

    By its plan at production's scale, and only where `query-not-indexed` does not say the same. Of
    tables whose size nobody told it says nothing.

    Why:
        The first row comes after the last was read, even for LIMIT 10; what does not fit into the
        memory of a sort goes to disk.
    Bad:
        -- designkit: rows=10M distinct(user_id)=100
        CREATE TABLE posts (id uuid PRIMARY KEY, user_id uuid NOT NULL, posted_at timestamptz);
        CREATE INDEX idx_posts_user_id ON posts (user_id);
        -- name: ListPosts :many
        SELECT id FROM posts WHERE user_id = @user_id ORDER BY posted_at DESC LIMIT 20;
    Good:
        -- designkit: rows=10M distinct(user_id)=100
        CREATE TABLE posts (id uuid PRIMARY KEY, user_id uuid NOT NULL, posted_at timestamptz);
        CREATE INDEX idx_posts_user_id_posted_at ON posts (user_id, posted_at);
        -- name: ListPosts :many
        SELECT id FROM posts WHERE user_id = @user_id ORDER BY posted_at DESC LIMIT 20;
    Options:
        rows: rows from which a sort is large.
        memory-mib: memory of a sort, beyond which it goes to disk; PostgreSQL's `work_mem`.
    Sources:
        https://www.postgresql.org/docs/18/indexes-ordering.html
        https://www.postgresql.org/docs/18/runtime-config-resource.html#GUC-WORK-MEM
    """

    severity: ClassVar[Severity] = Severity.WARNING
    needs: ClassVar[Known] = "plan"
    rows: int = 10_000
    memory_mib: float = 4.0

    def check_query(self, item: Examined, context: WorkloadContext) -> Iterator[Finding]:
        """Yield the largest sort of a query, if it is large."""
        if item.plan is None or item.references is None:
            return
        sorts = list(_sorts(item.plan))
        mentions = context.mentions(item)
        known = any(context.rows_of(mention.use.table) for mention in mentions)
        if not sorts or not known or any(mention.wanted for mention in mentions):
            return
        rows, node = max(sorts, key=lambda sort: sort[0])
        mebibytes = rows * node.width_bytes / _MIB
        # With a LIMIT only its rows are kept.
        spills = mebibytes > self.memory_mib and not item.references.top.limit
        if rows < self.rows and not spills:
            return
        order = [use for mention in mentions for use in mention.use.used("order")]
        disk = f" ({mebibytes:.0f} MiB, more than {self.memory_mib:g}: on disk)" if spills else ""
        keys = ", ".join(node.keys)
        yield self.at(
            item,
            f"{item.query.name} sorts {counted(rows)}{disk} by {keys}; let an index hold them "
            "behind the columns of its conditions",
            offset=order[0].offset if order else 0,
            evidence=describe(node),
        )


def _sorts(node: Node, above: Node | None = None) -> Iterator[tuple[float, Node]]:
    """Each sort of rows as tables hold them, with how many; those of all workers together."""
    if node.kind == "Sort" and not any(below.kind in _COMPUTED for below in node.walk()):
        together = above if above is not None and above.kind == "Gather Merge" else node
        yield together.rows, node
    for child in node.children:
        yield from _sorts(child, node)
