"""The rule `query-offset-pagination`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.rules.finding import Finding
from designkit.rules.mentioned import Mention
from designkit.rules.query_rule import LargeTableRule, WorkloadContext


class QueryOffsetPagination(LargeTableRule, frozen=True, kw_only=True):
    """A query turns the pages of a large table by OFFSET.

    Why:
        Each page reads all pages before it, and rows that come meanwhile are shown twice or never.
    Bad:
        CREATE TABLE posts (id uuid PRIMARY KEY, posted_at timestamptz NOT NULL);
        CREATE INDEX idx_posts_posted_at ON posts (posted_at);
        -- name: ListPosts :many
        SELECT id FROM posts ORDER BY posted_at LIMIT 20 OFFSET @page;
    Good:
        CREATE TABLE posts (id uuid PRIMARY KEY, posted_at timestamptz NOT NULL);
        CREATE INDEX idx_posts_posted_at ON posts (posted_at);
        -- name: ListPosts :many
        SELECT id FROM posts WHERE posted_at > @last_posted_at ORDER BY posted_at LIMIT 20;
    Options:
        large-rows: rows from which a table is large.
    Sources:
        https://www.postgresql.org/docs/18/queries-limit.html
        https://www.cockroachlabs.com/docs/v25.2/pagination
    """

    def check_mention(self, mention: Mention, context: WorkloadContext) -> Iterator[Finding]:
        """Yield the first large table of each level with an OFFSET."""
        references = mention.item.references
        if references is None or not references.levels[mention.use.level].skip:
            return
        first = next(
            other
            for other in context.mentions(mention.item)
            if other.use.level == mention.use.level
            and context.is_large(other.use.table, self.large_rows)
        )
        if first.use is not mention.use:
            return
        yield self.at(
            mention.item,
            f"{mention.item.query.name} skips rows of {mention.use.table} by OFFSET; begin behind "
            "the last row of the page before: WHERE (sorted columns) > (its values)",
            offset=mention.use.offset,
        )
