"""The rule `query-not-indexed`."""

from __future__ import annotations

from collections.abc import Iterator
from operator import add
from typing import NamedTuple

from designkit.changes import AddIndex
from designkit.model import Index, IndexKey, QualifiedName, Schema, spelled
from designkit.model.conventional import DELETED_AT, index_name
from designkit.rules.access_paths import access_paths
from designkit.rules.finding import Finding
from designkit.rules.mentioned import Mention, Wanted
from designkit.rules.query_rule import QueryRule, WorkloadContext
from designkit.workload.plans import describe
from designkit.workload.references import as_key

_MOST_NAMED = 3


class QueryNotIndexed(QueryRule, frozen=True, kw_only=True):
    """A column that queries filter, join or order by has no index that serves them.

    It speaks of large tables, and of those of which nobody said how large they are; not where
    another condition finds the rows by an index, or a plan shows that one is used. A column with
    fewer than ten different values gains nothing by an index of its own. What a document or an
    array contains is found by an inverted index.

    Why:
        Each run of the query reads the whole table, and takes longer with each row that comes.
    Bad:
        -- designkit: rows=10M
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        -- name: GetUserByEmail :one
        SELECT id FROM users WHERE email = @email;
    Good:
        -- designkit: rows=10M
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        CREATE INDEX idx_users_email ON users (email);
        -- name: GetUserByEmail :one
        SELECT id FROM users WHERE email = @email;
    Options:
        large-rows: rows from which a table is large.
        often: weight that the queries have together which use a column, from which they do so
            often; a query has 1 unless it says another.
    Sources:
        https://www.postgresql.org/docs/18/indexes-intro.html
        https://www.cockroachlabs.com/docs/v25.2/indexes
    """

    large_rows: int = 10_000
    often: float = 1.0

    def check(self, context: WorkloadContext) -> Iterator[Finding]:
        """Yield each column without an index, with the queries that want one."""
        wishes: dict[tuple[QualifiedName, str, str], list[_Wish]] = {}
        for item in context.queries:
            if item.is_refused:
                continue
            for mention in context.mentions(item):
                if not context.is_large(mention.use.table, self.large_rows):
                    continue
                wanted = mention.wanted
                if wanted is not None:
                    leading = wanted.leading.expression or wanted.leading.column
                    key = (mention.use.table, leading, wanted.method)
                    wishes.setdefault(key, []).append(_Wish(mention, wanted))
        for (_, leading, _), wished in wishes.items():
            weights = {wish.mention.item.query.name: wish.weight for wish in wished}
            if sum(weights.values()) >= self.often:
                yield self._told(leading, wished, weights, context)

    def _told(
        self,
        leading: str,
        wished: list[_Wish],
        weights: dict[str, float],
        context: WorkloadContext,
    ) -> Finding:
        heaviest = max(wished, key=lambda wish: wish.weight)
        table, wanted = heaviest.mention.table, heaviest.wanted
        index = _index(table.name, wished, heaviest)
        name = QualifiedName(namespace=table.namespace, name=index.name)
        is_free = name not in set(_relations(context.schema))
        taken = next((it for it in table.indexes if it.name == index.name), None)
        does = {"equality": "filter", "range": "filter"}.get(
            wanted.leading.role, wanted.leading.role
        )
        return self.at(
            heaviest.mention.item,
            f"no index of {table.qualified} serves the {does} by {leading} of {_listed(weights)}; "
            f"{_advice(index, taken) if wanted.possible else _instead(wanted)}",
            offset=wanted.leading.offset,
            subject=f"{table.qualified}.{wanted.leading.column or index.name}",
            evidence=_evidence(heaviest.mention, weights),
            fix=(AddIndex(table=table.qualified, index=index),) if wanted.keys and is_free else (),
        )


class _Wish(NamedTuple):
    mention: Mention
    wanted: Wanted

    @property
    def weight(self) -> float:
        return self.mention.item.query.weight


def _index(table: str, wished: list[_Wish], heaviest: _Wish) -> Index:
    """The index that the heaviest query wants, over as many rows as all of them look for."""
    wanted = heaviest.wanted
    keys = wanted.keys or (IndexKey(expression=as_key(wanted.leading.expression)),)
    among_live = all(wish.wanted.among_live for wish in wished)
    return Index(
        name=index_name(table, keys),
        keys=keys,
        method=wanted.method,
        predicate=f"{DELETED_AT} IS NULL" if among_live else None,
    )


def _advice(index: Index, taken: Index | None) -> str:
    """What to do; of an index of the same name it is known that it does not serve."""
    if taken is not None and taken.predicate:
        return (
            f"{taken.name} holds only rows with {taken.predicate}: say so in the query, or let it "
            "hold all rows"
        )
    names = (it.expression or spelled(it.column or "") for it in index.keys)
    orders = (" DESC" * it.descending for it in index.keys)
    keys = ", ".join(map(add, names, orders))
    partial = f" WHERE {index.predicate}" if index.predicate else ""
    using = "" if index.method == "btree" else f"using {index.method} "
    return f"create {index.name} on {using}({keys}){partial}"


def _instead(wanted: Wanted) -> str:
    """What to do where no index can hold the expression."""
    return (
        f"compare {wanted.leading.column} itself, and create an index on it: none can hold what "
        "may depend on more than the row"
    )


def _listed(weights: dict[str, float]) -> str:
    names = sorted(weights, key=lambda name: -weights[name])
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _evidence(mention: Mention, weights: dict[str, float]) -> str:
    steps = [describe(step) for step in mention.steps[:1]]
    weighed = [f"{name} (weight {weight:g})" for name, weight in weights.items() if weight != 1]
    return "; ".join([*steps, *weighed])


def _relations(schema: Schema) -> Iterator[QualifiedName]:
    """The names that an index cannot have, since something else has them."""
    for table in schema.tables:
        yield table.qualified
        names = {path.name for path in access_paths(table)} | {it.name for it in table.indexes}
        yield from (QualifiedName(namespace=table.namespace, name=name) for name in names)
    for view in schema.views:
        yield view.qualified
        names = {index.name for index in view.indexes}
        yield from (QualifiedName(namespace=view.namespace, name=name) for name in names)
    yield from (sequence.qualified for sequence in schema.sequences)
