"""How queries look: the list of a service, and one with what the database says of it."""

from __future__ import annotations

from markupsafe import Markup

from designkit.model import Value
from designkit.review import Answered, Queries
from designkit.review.queries import pointed
from designkit.workbook.views.findings import findings_table
from designkit.workbook.views.page import page
from designkit.workbook.views.sql_text import coloured
from designkit.workload import Query, Refused


class QueryRow(Value, frozen=True, kw_only=True):
    """A query as one row.

    Attributes:
        rows: how many a caller takes, as a name line says it, or "".
        weight: "" where it is that of every query.
        place: where it is written, or "".
    """

    name: str
    rows: str
    weight: str
    place: str
    sql: Markup


class RefusalParts(Value, frozen=True, kw_only=True):
    """A refusal as a page shows it.

    Attributes:
        snippet: the line at which the database stumbled, and a caret below the place.
    """

    line: int
    message: str
    sqlstate: str
    hint: str
    snippet: str


def queries_html(queries: Queries) -> str:
    """The queries of a service as HTML."""
    return page("queries", queries=tuple(map(query_row, queries)))


def answered_html(answered: Answered) -> str:
    """A query as HTML: what it takes and gives, or why it was refused, and the findings."""
    refused = answered.refused
    return page(
        "answered",
        query=query_row(answered.query),
        refusal=None if refused is None else _refusal(refused),
        parameters=answered.parameters,
        columns=answered.columns,
        findings=findings_table(answered.findings),
    )


def query_row(query: Query) -> QueryRow:
    """A query as a page shows it."""
    place = query.place
    return QueryRow(
        name=query.name,
        rows=f":{query.cardinality}" if query.cardinality else "",
        weight="" if query.weight == 1 else f"{query.weight:g}",
        place=str(place) if place.file else "",
        sql=coloured(query.text.strip()),
    )


def _refusal(refused: Refused) -> RefusalParts:
    return RefusalParts(
        line=refused.line,
        message=refused.message,
        sqlstate=refused.sqlstate,
        hint=refused.hint,
        snippet="\n".join(pointed(refused)),
    )
