"""Rules on queries: what they may see, and how they speak of a place in a query or in Go code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from designkit.changes import Operation
from designkit.config import Target
from designkit.model import QualifiedName, Schema, Table, Value
from designkit.rules.finding import Finding, Severity
from designkit.rules.mentioned import Mention
from designkit.rules.rule import Rule, SchemaContext
from designkit.workload.answers import Refused
from designkit.workload.examined import Examined

if TYPE_CHECKING:
    # Who judges what was seen in Go code needs no parser of Go.
    from designkit.workload.golang import Fault, GoScan


# What is found out about a query.
Known = Literal["references", "answer", "plan"]


class WorkloadContext(Value, frozen=True, kw_only=True, dict=True):
    """What a query rule may see.

    Attributes:
        schema: on which the queries run, with its volumes.
        service: whose queries they are; "" where nobody said.
        targets: the databases that shall run them.
        owners: the services that own tables besides, by table.
        rows: of tables, where they were measured; what was declared stands in the schema.
        code: what was seen in the service's Go code; None where nobody looked.
    """

    schema: Schema
    service: str = ""
    targets: tuple[Target, ...] = ()
    owners: Mapping[QualifiedName, str] = msgspec.field(default_factory=dict[QualifiedName, str])
    queries: tuple[Examined, ...] = ()
    rows: Mapping[QualifiedName, float] = msgspec.field(default_factory=dict[QualifiedName, float])
    code: GoScan | None = None

    def owner(self, table: QualifiedName) -> str:
        """The service that owns a table, or "" where nobody said."""
        design = SchemaContext(schema=self.schema, service=self.service, owners=self.owners)
        return design.owner(table)

    def rows_of(self, table: QualifiedName) -> float | None:
        """How many rows a table will have, as was declared or else measured; None for unknown."""
        volume = self.schema.volume(table)
        declared = volume.rows if volume is not None else None
        return declared if declared is not None else self.rows.get(table)

    def is_large(self, table: QualifiedName, rows: int) -> bool:
        """Whether a table has at least so many rows; one of which nobody knows it has."""
        known = self.rows_of(table)
        return known is None or known >= rows

    def mentions(self, item: Examined) -> tuple[Mention, ...]:
        """The tables of the schema that a query mentions."""
        if id(item) not in self._mentions:
            self._mentions[id(item)] = tuple(self._found(item))
        return self._mentions[id(item)]

    def _found(self, item: Examined) -> Iterator[Mention]:
        for use in item.references.tables if item.references is not None else ():
            table = self.schema.find_table(use.table)
            if table is not None:
                yield Mention(
                    item=item,
                    use=use,
                    table=table,
                    parts=self._partitions.get(use.table, frozenset[QualifiedName]()),
                    schema=self.schema,
                )

    @cached_property
    def _mentions(self) -> dict[int, tuple[Mention, ...]]:
        """By the identity of a query, which the context holds."""
        return {}

    @cached_property
    def _partitions(self) -> Mapping[QualifiedName, frozenset[QualifiedName]]:
        """By a table that is partitioned, all that hold its rows."""
        found: dict[QualifiedName, frozenset[QualifiedName]] = {}
        for table in self.schema.tables:
            for parent in _above(table, self.schema):
                found[parent] = found.get(parent, frozenset()) | {table.qualified}
        return found


class QueryRule(Rule, frozen=True, kw_only=True):
    """A demand on queries, each by itself (`check_query`) or all together (`check`).

    Attributes:
        needs: what must be known of each query, so that silence says something.
    """

    needs: ClassVar[Known] = "references"

    def informed(self, context: WorkloadContext) -> bool:
        """Whether the context holds what the rule needs to speak of all queries."""
        return all(_is_known(item, self.needs) for item in context.queries)

    def check(self, context: WorkloadContext) -> Iterator[Finding]:
        """Yield what the rule sees in the queries of a service."""
        for item in context.queries:
            yield from self.check_query(item, context)

    def check_query(self, item: Examined, context: WorkloadContext) -> Iterator[Finding]:
        """Yield what the rule sees in one query."""
        del item, context
        yield from ()

    def at(
        self,
        item: Examined,
        message: str,
        *,
        offset: int = 0,
        subject: str = "",
        evidence: str = "",
        severity: Severity | None = None,
        fix: Iterable[Operation] = (),
    ) -> Finding:
        """A finding at a character of what the database gets; its object is the query's name."""
        line, column = item.query.line_and_column(offset)
        return Finding(
            rule=self.id,
            severity=severity or self.severity,
            message=message,
            service=item.query.service,
            object=subject or item.query.name,
            file=item.query.place.file,
            line=line,
            column=column,
            fix=tuple(fix),
            evidence=evidence or None,
        )


class LargeTableRule(QueryRule, frozen=True, kw_only=True):
    """A demand on what queries do with large tables: `check_mention` sees each mention of one."""

    severity: ClassVar[Severity] = Severity.WARNING
    large_rows: int = 10_000

    def check_query(self, item: Examined, context: WorkloadContext) -> Iterator[Finding]:
        """Yield what the rule sees wherever a query mentions a large table."""
        for mention in context.mentions(item):
            if context.is_large(mention.use.table, self.large_rows):
                yield from self.check_mention(mention, context)

    def check_mention(self, mention: Mention, context: WorkloadContext) -> Iterator[Finding]:
        """Yield what the rule sees in the mention of a large table."""
        del mention, context
        yield from ()


class CodeRule(QueryRule, frozen=True, kw_only=True):
    """A demand on Go code, which is a kind of fault that the scanner sees.

    Attributes:
        kinds: those faults, each with its severity.
    """

    language: ClassVar[str] = "go"
    kinds: ClassVar[Mapping[str, Severity]] = {}

    def informed(self, context: WorkloadContext) -> bool:
        """Whether somebody looked into the code."""
        return context.code is not None

    def check(self, context: WorkloadContext) -> Iterator[Finding]:
        """Yield the faults of these kinds."""
        for fault in context.code.faults if context.code is not None else ():
            if fault.kind in self.kinds:
                yield self._told(fault, context.service)

    def _told(self, fault: Fault, service: str) -> Finding:
        place = fault.place
        origin = " (in generated code)" if fault.generated else ""
        return Finding(
            rule=self.id,
            severity=self.kinds[fault.kind],
            message=f"{fault.message}{origin}. {fault.advice}".removesuffix("."),
            service=service,
            object=place.function or place.file,
            file=place.file,
            line=place.line,
            column=fault.column,
            evidence=fault.evidence or None,
        )


def _is_known(item: Examined, what: Known) -> bool:
    """Whether somebody looked; where the database refuses a query, there is nothing to see."""
    return isinstance(item.answer, Refused) or getattr(item, what) is not None


def _above(table: Table, schema: Schema) -> Iterator[QualifiedName]:
    """The tables whose rows a partition holds, from the nearest."""
    while table.partition_bound is not None:
        (name,) = table.inherits
        yield name
        parent = schema.find_table(name)
        if parent is None:
            return
        table = parent
