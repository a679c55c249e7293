"""What volumes do not reach: materialized views, and what the schema does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import RelationStatistics, Schema, Statistics, View
from designkit.workload.volumes.figures import Figure, distinct_told, number_told


def unknown_to(schema: Schema, measured: Statistics) -> tuple[str, ...]:
    """The tables and columns that were measured and that a schema does not hold, sorted.

    Statistics do not say what is an index; one of bare columns has nothing measured of a column.
    """
    held = {table.qualified: {column.name for column in table.columns} for table in schema.tables}
    held |= {
        view.qualified: {name for name, _ in view.columns}
        for view in schema.views
        if view.materialized
    }
    found: list[str] = []
    for relation in measured.relations:
        columns = {item.column for item in (*relation.columns, *relation.inherited)} - {""}
        known = held.get(relation.name)
        if known is not None:
            found += (f"{relation.name}.{name}" for name in columns - known)
        elif columns:
            found.append(str(relation.name))
    return tuple(sorted(found))


def figures_of_view(view: View, told: RelationStatistics | None) -> Iterator[Figure]:
    """The figures of a materialized view, of which nobody can declare any."""
    table = view.qualified
    if told is not None and told.rows is not None:
        yield Figure(table=table, what="rows", value=f"{told.rows:,.0f}", origin="measured")
    else:
        yield Figure(
            table=table,
            what="rows",
            value="those of its query",
            origin="derived",
            rule="the planner's estimate of the query of a materialized view",
        )
    for name, _ in view.columns:
        column = told.find(name) if told is not None else None
        if column is not None:
            distinct, nulls = distinct_told(column.distinct), number_told(column.null_share)
            yield Figure(
                table=table, column=name, what="distinct", value=distinct, origin="measured"
            )
            yield Figure(
                table=table, column=name, what="null share", value=nulls, origin="measured"
            )
        else:
            yield Figure(
                table=table,
                column=name,
                what="distinct",
                value="unknown",
                origin="derived",
                rule="nobody measured it, and the planner takes its defaults",
            )
