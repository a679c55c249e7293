"""Queries as people look at them: the list of a service, and what is said of a single one."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.errors import ModelError
from designkit.model import Value
from designkit.rules import Finding, Findings
from designkit.workload.answers import Prepared, Refused
from designkit.workload.examined import Examined
from designkit.workload.query import Query


class Queries(Value, frozen=True, kw_only=True):
    """The queries of a service: those of its files and code, then those of its workbook."""

    items: tuple[Query, ...] = ()

    def __iter__(self) -> Iterator[Query]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, name: object) -> bool:
        return any(name in {query.name, query} for query in self.items)

    def __getitem__(self, name: str) -> Query:
        found = next((query for query in self.items if query.name == name), None)
        if found is None:
            known = ", ".join(query.name for query in self.items) or "none"
            raise ModelError(f"query {name}", f"there is no such query; there are: {known}")
        return found

    def __str__(self) -> str:
        if not self.items:
            return "no queries"
        width = max(len(_named(query)) for query in self.items)
        return "\n".join(f"{_named(query):<{width}}  {query.place}" for query in self.items)


class Answered(Value, frozen=True, kw_only=True):
    """A query that was put before the database and the rules, with what both said.

    Attributes:
        findings: those about this query, without a plan.
    """

    examined: Examined
    findings: Findings = Findings()

    @property
    def query(self) -> Query:
        """The query."""
        return self.examined.query

    @property
    def refused(self) -> Refused | None:
        """The refusal of the database; None where it took the query."""
        answer = self.examined.answer
        return answer if isinstance(answer, Refused) else None

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Name and type of each parameter, by number; empty where the query was refused."""
        match self.examined.answer:
            case Prepared(parameter_types=types):
                names = (parameter.name for parameter in self.query.parameters)
                return tuple(zip(names, types, strict=True))
            case _:
                return ()

    @property
    def columns(self) -> tuple[tuple[str, str, str], ...]:
        """Name and type of each column, and the column of a table that it is, or ""."""
        match self.examined.answer:
            case Prepared(columns=columns):
                return tuple(
                    (it.name, it.type, f"{it.table}.{it.column}" if it.table is not None else "")
                    for it in columns
                )
            case _:
                return ()

    def __str__(self) -> str:
        return "\n".join([_named(self.query), *_told(self), str(self.findings)])


def about(query: Query, findings: Findings) -> tuple[Finding, ...]:
    """The findings of a check that speak of a query, also those whose object is a column."""
    place = query.place
    lines = range(place.line, place.line + query.text.count("\n") + 1)
    return tuple(
        item
        for item in findings
        if item.object == query.name or (item.file == place.file and item.line in lines)
    )


def pointed(refused: Refused) -> tuple[str, str]:
    """The line of the query at which the database stumbled, and a caret below the place."""
    query = refused.query
    lines = query.text.splitlines() or [""]
    number = min(max(refused.line - query.place.line, 0), len(lines) - 1)
    line = lines[number]
    column = min(max(refused.column - 1, 0), len(line))
    # Tabs stay, so that the caret stands below its place however wide they are.
    return line, "".join("\t" if sign == "\t" else " " for sign in line[:column]) + "^"


def _named(query: Query) -> str:
    return f"{query.name} :{query.cardinality}" if query.cardinality else query.name


def _told(answered: Answered) -> Iterator[str]:
    refused = answered.refused
    if refused is not None:
        yield f"  refused at line {refused.line}: {refused.message} (SQLSTATE {refused.sqlstate})"
        yield from (f"    {line}" for line in pointed(refused))
        if refused.hint:
            yield f"  {refused.hint}"
        return
    takes = ", ".join(f"{name} {type_}" for name, type_ in answered.parameters) or "nothing"
    gives = ", ".join(f"{name} {type_}" for name, type_, _ in answered.columns) or "no rows"
    yield f"  takes {takes}"
    yield f"  gives {gives}"
