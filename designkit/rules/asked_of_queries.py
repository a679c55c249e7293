"""Rules on statements, asked of queries: a query is a statement, too, at its place in its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designkit.model import replace
from designkit.rules.finding import Finding
from designkit.rules.query_rule import WorkloadContext
from designkit.rules.statement_rule import Panel, ScriptContext, StatementRule
from designkit.sql.statements import Statement
from designkit.sql.tree import Tree, parse
from designkit.workload.query import Query


class _Sent(Tree, frozen=True, kw_only=True):
    """The tree of what the database gets; its places are those of the text as it was written."""

    query: Query

    def place(self, character: int) -> tuple[int, int]:
        """Line and column of a character of the statement, where the query is written."""
        return self.query.line_and_column(character)


def judges_queries(rule: StatementRule) -> bool:
    """Whether what a rule says of statements holds for one that a service sends."""
    return "query" in rule.ways


def of_queries(context: WorkloadContext, rules: Iterable[StatementRule]) -> Iterator[Finding]:
    """Yield what rules on statements see in each query by itself; the object is its name."""
    panel = Panel(filter(judges_queries, rules))
    for item in context.queries:
        query = item.query
        for finding in panel.check(_script(query, context)):
            yield replace(finding, object=query.name)


def _script(query: Query, context: WorkloadContext) -> ScriptContext:
    tree = parse(Statement(text=query.sql, line=1, offset=0))
    sent = _Sent(statement=tree.statement, kind=tree.kind, fields=tree.fields, query=query)
    return ScriptContext(
        trees=(sent,),
        file=query.place.file,
        service=query.service,
        way="query",
        transactional=False,
        targets=context.targets,
    )
