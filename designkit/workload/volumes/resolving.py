"""From a schema and what is known of its rows to statistics that are complete.

    resolved = resolve(schema, measured=read_dump(text))
    with Scaled(scratch, resolved.statistics) as scaled: …
    resolved.of(users, "status")        # each figure with its origin

Of each figure, what was declared goes before what was measured, and that before what is derived.
"""

from __future__ import annotations

from datetime import UTC, datetime

from designkit.model import (
    ColumnStatistics,
    Index,
    QualifiedName,
    RelationStatistics,
    Schema,
    Statistics,
    Table,
    View,
    replace,
)
from designkit.workload.volumes.columns import Known, resolve_column
from designkit.workload.volumes.deriving import DEFAULT_ROWS, Guess
from designkit.workload.volumes.expressions import expression_figures, expression_statistics
from designkit.workload.volumes.figures import Figure, Origin, Resolved
from designkit.workload.volumes.unresolved import figures_of_view, unknown_to


def resolve(
    schema: Schema,
    *,
    measured: Statistics = Statistics(),  # noqa: B008  (a frozen value)
    now: datetime | None = None,
) -> Resolved:
    """The statistics of every table and column of a schema, each figure with its origin.

    Args:
        schema: with the volumes that were declared.
        measured: of a live database, or of a dump of its statistics.
        now: when the last rows came.
    """
    resolver = _Resolver(schema, measured, now or datetime.now(UTC))
    for table in schema.tables:
        resolver.table(table)
    for view in schema.views:
        resolver.view(view)
    return Resolved(
        statistics=Statistics(
            relations=tuple(resolver.relations.values()), extended=measured.extended
        ),
        figures=tuple(resolver.figures),
        unknown=unknown_to(schema, measured),
    )


class _Resolver:
    """What has been resolved so far; tables before those that point to them."""

    def __init__(self, schema: Schema, measured: Statistics, now: datetime) -> None:
        self.schema = schema
        self.measured = measured
        self.now = now
        self.relations: dict[QualifiedName, RelationStatistics] = {}
        self.figures: list[Figure] = []
        self._volumes = {item.table: item for item in schema.volumes}
        self._enums = {item.qualified.printed: item.values for item in schema.enums}
        self._rows: dict[QualifiedName, tuple[float, Figure]] = {}
        self._begun: set[QualifiedName] = set()
        self._partitions: dict[QualifiedName, list[QualifiedName]] = {}
        for table in schema.tables:
            if table.partition_bound is not None:
                self._partitions.setdefault(table.inherits[0], []).append(table.qualified)

    def table(self, table: Table) -> None:
        """Resolve a table, after those that it points to."""
        name = table.qualified
        if name in self._begun:
            return
        self._begun.add(name)
        for key in table.foreign_keys:
            parent = self.schema.find_table(key.referenced_table)
            if parent is not None:
                self.table(parent)
        rows, figure = self._rows_of(table)
        self.figures.append(figure)
        told = self.measured.by_name.get(name)
        whole = told is not None and figure.origin == "measured"
        columns = self._columns(table, rows, told)
        self.relations[name] = RelationStatistics(
            name=name,
            rows=rows,
            pages=told.pages if told is not None and whole else None,
            visible_share=told.visible_share if told is not None else 1.0,
            columns=() if table.partition_key else columns,
            inherited=self._inherited(table, told, columns),
        )
        for index in table.indexes:
            self._index(table, index)
        for constraint in (table.primary_key, *table.uniques):
            if constraint is not None:
                self._measured_index(QualifiedName(namespace=name.namespace, name=constraint.name))

    def view(self, view: View) -> None:
        """Resolve a materialized view, of which only what was measured is known."""
        if not view.materialized:
            return
        told = self.measured.by_name.get(view.qualified)
        self.figures += figures_of_view(view, told)
        if told is not None:
            names = {name for name, _ in view.columns}
            columns = tuple(item for item in told.columns if item.column in names)
            self.relations[view.qualified] = replace(told, columns=columns)
            for index in view.indexes:
                self._measured_index(QualifiedName(namespace=view.namespace, name=index.name))

    def _columns(
        self, table: Table, rows: float, told: RelationStatistics | None
    ) -> tuple[ColumnStatistics, ...]:
        volume = self._volumes.get(table.qualified)
        measured = {item.column: item for item in (*told.inherited, *told.columns)} if told else {}
        parents = self._parents(table)
        found: list[ColumnStatistics] = []
        for column in table.columns:
            known = Known(
                table=table,
                column=column,
                rows=rows,
                now=self.now,
                declared=volume.find(column.name) if volume is not None else None,
                source=volume.source if volume is not None else "declared",
                measured=measured.get(column.name),
                growth=volume.growth if volume is not None else None,
                parent=parents.get(column.name),
                enum=self._enums.get(column.type),
            )
            statistics, figures = resolve_column(known)
            found.append(statistics)
            self.figures.extend(figures)
        return tuple(found)

    def _inherited(
        self,
        table: Table,
        told: RelationStatistics | None,
        columns: tuple[ColumnStatistics, ...],
    ) -> tuple[ColumnStatistics, ...]:
        if table.partition_key is not None:
            return columns
        return told.inherited if told is not None else ()

    def _parents(self, table: Table) -> dict[str, tuple[str, float, ColumnStatistics]]:
        """For each column that points somewhere: whereto, the rows there, and its values there."""
        found: dict[str, tuple[str, float, ColumnStatistics]] = {}
        for key in table.foreign_keys:
            parent = self.relations.get(key.referenced_table)
            if key.referenced_table == table.qualified:
                parent = self._itself(table)
            if parent is None or parent.rows is None:
                continue
            for column, referenced in zip(key.columns, key.referenced_columns, strict=True):
                known = {item.column: item for item in (*parent.inherited, *parent.columns)}
                if referenced in known and column not in found:
                    where = f"{key.referenced_table}.{referenced}"
                    found[column] = (where, parent.rows, known[referenced])
        return found

    def _itself(self, table: Table) -> RelationStatistics:
        """A table that points to itself, as far as its keys are known: they are unique."""
        rows, _ = self._rows_of(table)
        keys = (table.primary_key, *table.uniques)
        names = {name for key in keys if key is not None for name in key.columns}
        columns = tuple(ColumnStatistics(column=name, distinct=-1) for name in sorted(names))
        return RelationStatistics(name=table.qualified, rows=rows, columns=columns)

    def _rows_of(self, table: Table) -> tuple[float, Figure]:
        name = table.qualified
        if name not in self._rows:
            # Before it is known, so that tables which point to each other come to an end.
            self._rows[name] = _told(name, Guess(float(DEFAULT_ROWS), "nobody said how many rows"))
            self._rows[name] = self._count(table)
        return self._rows[name]

    def _count(self, table: Table) -> tuple[float, Figure]:
        name = table.qualified
        volume = self._volumes.get(name)
        if volume is not None and volume.rows is not None:
            return _told(name, Guess(float(volume.rows), ""), volume.source)
        told = self.measured.by_name.get(name)
        if told is not None and told.rows is not None:
            return _told(name, Guess(told.rows, ""), "measured")
        whole = self.schema.find_table(table.inherits[0]) if table.partition_bound else None
        if whole is not None:
            rows, _ = self._rows_of(whole)
            parts = len(self._partitions[whole.qualified])
            return _told(name, Guess(rows / parts, f"one of {parts} partitions of {whole.name}"))
        counts = [
            self._volumes[part].rows
            for part in self._partitions.get(name, ())
            if part in self._volumes
        ]
        if counts and None not in counts:
            total = float(sum(count or 0 for count in counts))
            return _told(name, Guess(total, "the rows of its partitions"))
        for key in table.foreign_keys:
            parent = self.schema.find_table(key.referenced_table)
            if parent is not None and table.is_unique(frozenset(key.columns)) and parent != table:
                rows, _ = self._rows_of(parent)
                return _told(name, Guess(rows, f"one row for each of {parent.name}"))
        return self._rows[name]

    def _index(self, table: Table, index: Index) -> None:
        name = QualifiedName(namespace=table.namespace, name=index.name)
        if not self._measured_index(name):
            self._derive_expressions(table, index, name)
        told = self.relations.get(name)
        if told is not None:
            self.figures += expression_figures(table, index, told, self.measured)

    def _derive_expressions(self, table: Table, index: Index, name: QualifiedName) -> None:
        known = {
            item.column: item
            for item in (
                *self.relations[table.qualified].inherited,
                *self.relations[table.qualified].columns,
            )
        }
        expressions = expression_statistics(index, known)
        if expressions:
            self.relations[name] = RelationStatistics(name=name, rows=None, columns=expressions)

    def _measured_index(self, name: QualifiedName) -> bool:
        """Take what was measured of an index, and whether there was anything."""
        told = self.measured.by_name.get(name)
        if told is not None:
            self.relations[name] = told
        return told is not None


def _told(
    table: QualifiedName, guess: Guess[float], origin: Origin = "derived"
) -> tuple[float, Figure]:
    figure = Figure(
        table=table, what="rows", value=f"{guess.value:,.0f}", origin=origin, rule=guess.rule
    )
    return guess.value, figure
