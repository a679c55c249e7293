"""What is advised, in words: lines of text, and the parts of which a page makes rows."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.workload.advice.advising import Advice, Advised
from designkit.workload.advice.crediting import Gain
from designkit.workload.advice.idling import Idle
from designkit.workload.plans import counted, number, size


def advised_lines(advised: Advised) -> Iterator[str]:
    """All of it: what the workload costs, each index that is advised, and those that are idle."""
    if advised.advice:
        yield f"Index advice: {summary(advised)}"
    else:
        yield f"No index is worth its price; {summary(advised)}"
    for item in advised.advice:
        yield from advice_lines(item)
    yield from map(idle_line, advised.idle)
    if advised.advice or advised.writes:
        yield writes_line(advised)


def advice_lines(advice: Advice) -> Iterator[str]:
    """One index: the SQL that adds it, whom it serves, and what it costs."""
    yield f"{advice.sql};"
    yield from (f"  {gain_line(item)}" for item in advice.gains)
    yield f"  about {size(advice.size_bytes)}; writes pay {paid(advice)}"


def summary(advised: Advised) -> str:
    """What the workload costs without and with all of it, and how many indexes were tried."""
    tried = f"tried {advised.tried:,} index{'' if advised.tried == 1 else 'es'}"
    if not advised.advice:
        return tried
    before, after = number(advised.before), number(advised.after)
    return f"the workload costs {before} now, {after} with all of it; {tried}"


def gain_line(gain: Gain) -> str:
    """What a query gains: `GetUser: 45k → 8, 5.62k times less, weight 5`."""
    weight = f", weight {gain.weight:g}" if gain.weight != 1 else ""
    costs = f"cost {number(gain.before)} → {number(gain.after)}"
    also = ""
    if gain.also:
        also = f"; {number(gain.otherwise)} with {' and '.join(gain.also)} instead"
    return f"{gain.query}: {costs}, {number(gain.factor)} times less{weight}{also}"


def paid(advice: Advice) -> str:
    """What the writes pay for an index, and which writes: `128 (by declared growth)`."""
    writes = advice.writes
    if not writes.origins:
        return f"nothing (no write to {writes.table} is registered or declared)"
    by = [f"by {', '.join(writes.queries)}"] if writes.queries else []
    if writes.growth:
        by.append(f"by the declared growth of {counted(writes.growth)} a month")
    return f"{number(advice.write_cost) if advice.write_cost else 'nothing'} ({' and '.join(by)})"


def writes_line(advised: Advised) -> str:
    """Which writes the cost counts, and that it counts no others."""
    told = len(advised.writes)
    line = f"write cost counts the registered writes only: {told} of them"
    if any(item.writes.growth for item in advised.advice):
        line += (
            "; where none inserts, the declared growth, as if a query of weight 1 ran once a minute"
        )
    unknown = sorted({str(it.writes.table) for it in advised.advice if not it.writes.origins})
    if unknown:
        line += (
            f"; nobody told of writes to {', '.join(unknown)}: register them, or declare growth, "
            "`-- designkit: growth=100k/month`"
        )
    return line


def idle_line(idle: Idle) -> str:
    """An index that can go, with its room."""
    room = f"about {size(idle.size_bytes)}"
    if idle.instead:
        return f"{idle.index.name} of {idle.table}: {idle.instead} does the same, keep that; {room}"
    return (
        f"{idle.index.name} of {idle.table}: no registered query is cheaper by it and no key "
        f"needs it, {room}"
    )
