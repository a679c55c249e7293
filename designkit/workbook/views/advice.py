"""How index advice looks: each index with whom it serves, what it costs, and its SQL."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from designkit.model import Value
from designkit.workbook.views.page import counted, page
from designkit.workbook.views.sql_text import coloured
from designkit.workload.advice import Advice, Advised, Gain
from designkit.workload.plans import number, size


class AdviceParts(Value, frozen=True, kw_only=True):
    """An index that is advised, as a row.

    Attributes:
        gains: of each query that it serves, a line.
        writes: what the writes of the workload pay, or "nothing".
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
        idle=tuple(_idle(advised)),
        before=number(advised.before),
        after=number(advised.after),
        tried=counted(advised.tried, "index", "indexes"),
    )


def advised_text(advised: Advised) -> str:
    """The advice for a workload in lines."""
    tried = f"tried {counted(advised.tried, 'index', 'indexes')}"
    if advised.advice:
        costs = f"{number(advised.before)} becomes {number(advised.after)}"
        head = f"Index advice: the workload costs {costs}; {tried}"
    else:
        head = f"No index is worth its price; {tried}"
    return "\n".join([head, *map(advice_text, advised.advice), *_idle(advised)])


def advice_html(advice: Advice) -> str:
    """One piece of advice as HTML."""
    return page("advice", advice=(_advice(advice),))


def advice_text(advice: Advice) -> str:
    """One piece of advice in lines."""
    gains = (f"  {_gain(item)}" for item in advice.gains)
    room = f"  about {size(advice.size_bytes)}; writes pay {_writes(advice)}"
    return "\n".join([f"{advice.sql};", *gains, room])


def _advice(advice: Advice) -> AdviceParts:
    return AdviceParts(
        name=advice.operation.index.name,
        sql=coloured(advice.sql),
        gains=tuple(map(_gain, advice.gains)),
        writes=_writes(advice),
        size=size(advice.size_bytes),
    )


def _gain(gain: Gain) -> str:
    weight = f", weight {gain.weight:g}" if gain.weight != 1 else ""
    costs = f"{number(gain.before)} → {number(gain.after)}"
    return f"{gain.query}: {costs}, {number(gain.factor)} times less{weight}"


def _writes(advice: Advice) -> str:
    return number(advice.write_cost) if advice.write_cost else "nothing"


def _idle(advised: Advised) -> Iterator[str]:
    for item in advised.idle:
        yield (
            f"{item.index.name} of {item.table}: no registered query is cheaper by it and no key "
            f"needs it, about {size(item.size_bytes)}"
        )
