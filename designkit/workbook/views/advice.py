"""How index advice looks: each index with whom it serves, what it costs, and its SQL."""

from __future__ import annotations

from markupsafe import Markup

from designkit.model import Value
from designkit.workbook.views.page import page
from designkit.workbook.views.sql_text import coloured
from designkit.workload.advice import Advice, Advised, advice_lines, advised_lines
from designkit.workload.advice.wording import gain_line, idle_line, paid, summary, writes_line
from designkit.workload.plans import size


class AdviceParts(Value, frozen=True, kw_only=True):
    """An index that is advised, as a row.

    Attributes:
        gains: of each query that it serves, a line.
        writes: what the writes pay, and which writes.
    """

    name: str
    sql: Markup
    gains: tuple[str, ...]
    writes: str
    size: str


def advised_html(advised: Advised) -> str:
    """The advice for a workload as HTML."""
    return page(
        "advised",
        advice=tuple(map(_advice, advised.advice)),
        idle=tuple(map(idle_line, advised.idle)),
        summary=summary(advised),
        writes=writes_line(advised) if advised.advice or advised.writes else "",
    )


def advised_text(advised: Advised) -> str:
    """The advice for a workload in lines."""
    return "\n".join(advised_lines(advised))


def advice_html(advice: Advice) -> str:
    """One piece of advice as HTML."""
    return page("advice", advice=(_advice(advice),))


def advice_text(advice: Advice) -> str:
    """One piece of advice in lines."""
    return "\n".join(advice_lines(advice))


def _advice(advice: Advice) -> AdviceParts:
    return AdviceParts(
        name=advice.operation.index.name,
        sql=coloured(advice.sql),
        gains=tuple(map(gain_line, advice.gains)),
        writes=paid(advice),
        size=size(advice.size_bytes),
    )
