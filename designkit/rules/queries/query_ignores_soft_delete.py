"""The rule `query-ignores-soft-delete`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.model.conventional import DELETED_AT, is_soft_deleted
from designkit.rules.finding import Finding, Severity
from designkit.rules.mentioned import Mention
from designkit.rules.query_rule import QueryRule, WorkloadContext
from designkit.workload.examined import Examined


class QueryIgnoresSoftDelete(QueryRule, frozen=True, kw_only=True):
    """A query on a table whose deleted rows are kept looks at deleted rows too.

    Silent where it has a condition on `deleted_at`, or reads through a view that has one, where it
    writes `deleted_at`, and for INSERT.

    Why:
        What a user deleted comes back: in a list, in a sum, as an address that is taken.
    Bad:
        CREATE TABLE users (id uuid PRIMARY KEY, name text, deleted_at timestamptz);
        -- name: GetUser :one
        SELECT id, name FROM users WHERE id = @id;
    Good:
        CREATE TABLE users (id uuid PRIMARY KEY, name text, deleted_at timestamptz);
        -- name: GetUser :one
        SELECT id, name FROM users WHERE id = @id AND deleted_at IS NULL;
    Sources:
        https://www.postgresql.org/docs/18/indexes-partial.html
        https://www.cockroachlabs.com/docs/v25.2/partial-indexes
    """

    severity: ClassVar[Severity] = Severity.WARNING

    def check_query(self, item: Examined, context: WorkloadContext) -> Iterator[Finding]:
        """Yield each mention of such a table without a condition on `deleted_at`."""
        if item.is_refused:
            return
        told: set[object] = set()
        for mention in context.mentions(item):
            table = mention.use.table
            if table not in told and _ignores(mention):
                told.add(table)
                yield self.at(item, _message(mention), offset=mention.use.offset)


def _ignores(mention: Mention) -> bool:
    use = mention.use
    if not is_soft_deleted(mention.table) or use.written in {"insert", "merge"}:
        return False  # What a key matches must be matched, deleted or not.
    conditions = use.used("equality", "range", "join", "filter")
    return DELETED_AT not in {*use.assigned, *(condition.column for condition in conditions)}


def _message(mention: Mention) -> str:
    name, use = mention.item.query.name, mention.use
    if use.written == "delete":
        return (
            f"{name} deletes rows of {use.table} for good, although deleted rows are kept there; "
            f"set {DELETED_AT} instead"
        )
    does = "changes" if use.written else "reads"
    alias = f"{use.alias}." if use.alias != use.table.name else ""
    return (
        f"{name} {does} deleted rows of {use.table} too; add the condition "
        f"{alias}{DELETED_AT} IS NULL"
    )
