"""How long diagrams take, from a schema to SVG: whole, as an overview, and anew after an edit."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.diagram import draw, svg
from tests.benchmarks.measuring import Measured, best
from tests.diagram.drawn_schemas import generated


def drawing() -> Iterator[Measured]:
    """Yield every figure about diagrams; the numbers of tables are those of their limits."""
    hundred, many, fifty = generated(100, services=4), generated(500, services=12), generated(50)
    focus = fifty.tables[20].name
    svg(draw(fifty, focus=focus))  # The process that draws has started.
    for name, draws, limit in (
        ("diagram of 100 tables", lambda: svg(draw(hundred)), 150),
        ("overview of 500 tables", lambda: svg(draw(many)), 600),
        ("diagram around one of 50 tables", lambda: svg(draw(fifty, focus=focus)), 20),
    ):
        yield Measured(name=name, value=1000 * best(draws, runs=5), limit=limit, unit="ms")
