"""Plans of a workload with what the rules say of them, and how they change with a design."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from designkit.errors import ModelError
from designkit.model import QualifiedName, Value
from designkit.review.queries import about
from designkit.rules import Finding, Findings
from designkit.workload.cockroach import CockroachPlans
from designkit.workload.plans import Node, QueryPlan, Unplanned, counted, number, tree
from designkit.workload.query import Query
from designkit.workload.volumes import Figure

# A cost that moves by less is within the planner's own guessing.
_WORTH_TELLING = 0.01

# So many names tell what is the matter; a dump may hold the tables of every service.
_NAMED = 10

_READ_ALL = frozenset({"Sort", "Hash", "HashAggregate", "Aggregate", "Bitmap Heap Scan"})
_APART = frozenset({"InitPlan", "SubPlan"})

Plan = QueryPlan | Unplanned


class Planned(Value, frozen=True, kw_only=True):
    """The plans of queries at production's scale, in the order of the queries.

    Attributes:
        service: whose queries they are; "" where nobody said.
        findings: what the rules say of the queries and their plans.
        rows: of each table, on which the plans rest.
        unknown: tables and columns of which statistics were given, and which the schema does not
            hold.
        cockroach: what a CockroachDB would do with the same queries; None where none was asked.
    """

    service: str = ""
    plans: tuple[Plan, ...] = ()
    findings: Findings = Findings()
    rows: Mapping[QualifiedName, float] = msgspec.field(default_factory=dict[QualifiedName, float])
    unknown: tuple[str, ...] = ()
    cockroach: CockroachPlans | None = None

    def __iter__(self) -> Iterator[Plan]:
        return iter(self.plans)

    def __len__(self) -> int:
        return len(self.plans)

    def __getitem__(self, name: str) -> Plan:
        found = next((item for item in self.plans if item.query.name == name), None)
        if found is None:
            known = ", ".join(item.query.name for item in self.plans) or "none"
            raise ModelError(f"plan of {name}", f"there is no such query; there are: {known}")
        return found

    @property
    def cost(self) -> float:
        """What the workload costs: each query that has a plan times its weight."""
        return sum(it.cost * it.query.weight for it in self.plans if isinstance(it, QueryPlan))

    def about(self, item: Plan) -> tuple[Finding, ...]:
        """The findings on one query and its plan."""
        return about(item.query, self.findings)

    @property
    def beside(self) -> tuple[Finding, ...]:
        """The findings on no query: on a waiver, or on the code that sends queries."""
        told = [finding for item in self.plans for finding in self.about(item)]
        return tuple(finding for finding in self.findings if finding not in told)

    def rows_read(self, item: QueryPlan) -> float:
        """How many rows of tables a plan reads to give what it returns, as estimated."""
        return _read(item.root, 1.0, self.rows)

    def __str__(self) -> str:
        lines = (line for item in self.plans for line in self._lines(item))
        return "\n".join((*lines, *map(str, self.beside), *self.notes))

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say of all plans together."""
        unknown = (stray(self.unknown),) if self.unknown else ()
        there = self.cockroach
        if there is None:
            return unknown
        missing = (f"{there.server}: not planned: {there.missing}",) if there.missing else ()
        return (*unknown, *missing, *(f"{there.server}: {note}" for note in there.notes))

    def _lines(self, item: Plan) -> Iterator[str]:
        yield f"{item.query.name}  {item.query.place}"
        if isinstance(item, Unplanned):
            yield f"  not planned: {item.reason}"
        else:
            read, given = counted(self.rows_read(item)), counted(item.rows)
            yield f"  cost {number(item.cost)}; reads {read}, returns {given}"
            yield from (f"  {line}" for line in tree(item.root))
            if item.flip is not None:
                yield f"  {flipped(item)}:"
                yield from (f"    {line}" for line in tree(item.flip.root))
            guesses = guesses_of(item)
            if guesses:
                yield f"  rests on guesses: {'; '.join(guesses)}"
        if self.cockroach is not None:
            yield from (f"  {line}" for line in self.cockroach.lines(item.query))
        yield from (f"  {_said(it)}" for it in self.about(item))


def _said(finding: Finding) -> str:
    place = f"{finding.where}: " if finding.where else ""
    return f"{place}{finding.severity}: {finding.message} [{finding.rule}]"


class PlanChange(Value, frozen=True, kw_only=True):
    """The plan of one query on what the migrations build, and on the design."""

    before: Plan
    after: Plan

    @property
    def query(self) -> Query:
        """The query."""
        return self.after.query

    @property
    def is_worse(self) -> bool:
        """Whether the query costs more on the design, or does not run on it any more."""
        match self.before, self.after:
            case QueryPlan() as before, QueryPlan() as after:
                return after.cost > before.cost * (1 + _WORTH_TELLING)
            case QueryPlan(), Unplanned():
                return True
            case _:
                return False

    @property
    def is_better(self) -> bool:
        """Whether the query costs less on the design, or runs on nothing else."""
        match self.before, self.after:
            case QueryPlan() as before, QueryPlan() as after:
                return after.cost < before.cost * (1 - _WORTH_TELLING)
            case Unplanned(), QueryPlan():
                return True
            case _:
                return False

    @property
    def is_other(self) -> bool:
        """Whether there is something to tell: another plan, another cost, a plan or none."""
        match self.before, self.after:
            case QueryPlan() as before, QueryPlan() as after:
                moved = abs(after.cost - before.cost) > _WORTH_TELLING * before.cost
                return moved or after.root.shape != before.root.shape
            case Unplanned(), Unplanned():
                return False
            case _:
                return True

    def __str__(self) -> str:
        if isinstance(self.after, Unplanned):
            said = f"does not run on the design: {self.after.reason}"
        elif isinstance(self.before, Unplanned):
            said = f"runs on the design only, cost {number(self.after.cost)}"
        else:
            said = f"cost {number(self.before.cost)} becomes {number(self.after.cost)}"
        return f"{self.query.name}: {said}"


class PlanChanges(Value, frozen=True, kw_only=True):
    """How the plans of a service's queries change with its design.

    Attributes:
        items: of each query, in order.
        unknown: why nobody planned them; "" where somebody did.
    """

    items: tuple[PlanChange, ...] = ()
    unknown: str = ""

    @property
    def changed(self) -> tuple[PlanChange, ...]:
        """Those in which there is something to tell."""
        return tuple(item for item in self.items if item.is_other)

    @property
    def note(self) -> str:
        """What there is to say beside those that change, or ""."""
        if self.unknown:
            return f"not planned: {self.unknown}"
        same = len(self.items) - len(self.changed)
        return f"planned as before: {same} of {len(self.items)}" if same else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, a line each."""
        note = self.note
        return (*map(str, self.changed), *((note,) if note else ()))

    def __str__(self) -> str:
        return "\n".join(self.lines)


def compared(before: Iterable[Plan], after: Iterable[Plan]) -> PlanChanges:
    """The plans of the same queries on two schemas, side by side."""
    pairs = zip(before, after, strict=True)
    return PlanChanges(items=tuple(PlanChange(before=old, after=new) for old, new in pairs))


def _read(node: Node, share: float, rows: Mapping[QualifiedName, float]) -> float:
    """The rows that a step and those below it read where only a share of them is asked for."""
    read = 0.0
    if node.table is not None and node.kind.endswith("Scan"):
        each = rows.get(node.table, node.rows) if node.scans_whole else node.rows
        read = each * node.loops * share
    for child in node.children:
        if node.kind == "Limit":
            wanted = share * min(1.0, node.rows / max(child.rows, 1.0))
        else:
            # What sorts or hashes reads all before it gives the first row.
            wanted = 1.0 if node.kind in _READ_ALL or child.role in _APART else share
        read += _read(child, wanted, rows)
    return read


def flipped(item: QueryPlan) -> str:
    """At what size a plan becomes another, and what that one reads; "" where it stays."""
    if item.flip is None:
        return ""
    read = ", ".join(map(str, item.flip.scanned))
    what = f"it reads {read} from end to end" if read else "it is another plan"
    return f"at {item.flip.factor:g} times the rows {what}"


def stray(names: tuple[str, ...]) -> str:
    """What to say of statistics that speak of what a schema does not hold."""
    more = f", and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (
        f"the statistics speak of what the schema does not hold, which counts for nothing: "
        f"{', '.join(names[:_NAMED])}{more}. If it was renamed since, measure again."
    )


def guesses_of(item: QueryPlan) -> tuple[str, ...]:
    """What a plan rests on that nobody declared or measured, each with why it is so."""
    return (*map(_guessed, item.guesses), *map(str, item.assumed))


def _guessed(figure: Figure) -> str:
    place = f"{figure.table}.{figure.column}" if figure.column else str(figure.table)
    return f"{figure.what} of {place} {figure.value} ({figure.rule})"
