"""How long plans at production's scale take: to make ready, to explain, to try an index."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import AddIndex
from designkit.database import Scratch, fill
from designkit.database.scale import Scaled
from designkit.model import Index, IndexKey, QualifiedName, Volume, replace
from designkit.workload.volumes import resolve
from tests.benchmarks.measuring import Measured, best, seconds
from tests.benchmarks.shop import schema_text

_QUERY = "SELECT * FROM items_{n} i JOIN items_{m} j ON j.parent_id = i.id WHERE i.name = 'x'"


def planning(tables: int) -> Iterator[Measured]:
    """Yield every figure about plans."""
    scratch = Scratch()
    schema = fill(scratch, schema_text(tables)).schema
    volumes = tuple(Volume(table=table.qualified, rows=10_000_000) for table in schema.tables)
    schema = replace(schema, volumes=volumes)
    yield Measured(
        name="volumes resolved into statistics",
        value=best(lambda: resolve(schema), runs=3),
        limit=0.5,
        unit="s",
    )
    statistics = resolve(schema).statistics
    opened: list[Scaled] = []
    yield Measured(
        name="scale of 10 million rows a table, ready",
        value=seconds(lambda: opened.append(Scaled(scratch, statistics))),
        limit=1,
        unit="s",
    )
    with opened[0] as scaled:
        yield Measured(
            name="the same ten times larger",
            value=best(lambda: scaled.rescale(10), runs=3),
            limit=1,
            unit="s",
        )
        yield from _queries(scaled, min(tables, 100))


def _queries(scaled: Scaled, tables: int) -> Iterator[Measured]:
    queries = [_QUERY.format(n=place, m=place + 1) for place in range(tables - 1)]
    yield Measured(
        name="EXPLAIN of a join, mean",
        value=1000
        * best(lambda: [scaled.explain(query) for query in queries], runs=5)
        / len(queries),
        limit=1,
        unit="ms",
    )
    took: list[float] = []
    for place in range(10):
        keys = (IndexKey(column="name"), IndexKey(column="created_at"))
        addition = AddIndex(
            table=QualifiedName(name=f"items_{place}"),
            index=Index(name=f"tried_{place}", keys=keys),
        )
        took.append(
            seconds(lambda: _tried(scaled, addition, queries[place]))  # noqa: B023  (called at once)
        )
    yield Measured(
        name="an index tried, with its plan (median)",
        value=1000 * sorted(took)[len(took) // 2],
        limit=50,
        unit="ms",
    )


def _tried(scaled: Scaled, addition: AddIndex, query: str) -> None:
    scaled.what_if(addition)
    scaled.explain(query)
    scaled.take_back()
