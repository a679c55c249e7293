"""Rows for empty tables: what is drafted is tried on the database, and what it takes is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from designkit.database import Connection
from designkit.migrate.rows.assembly import Assembly
from designkit.migrate.rows.demands import Demands, demands_on
from designkit.migrate.rows.drafting import Drafter
from designkit.migrate.rows.ground import Ground
from designkit.migrate.rows.judge import Judge
from designkit.migrate.rows.knots import pins
from designkit.migrate.rows.options import ORDINARY, SHAPES, Row
from designkit.migrate.rows.order import Parts, steps
from designkit.migrate.rows.placing import Placed, place, place_together
from designkit.migrate.rows.pools import Pools
from designkit.migrate.rows.steady import steady
from designkit.model import QualifiedName, Schema, Table, Value


class FilledTable(Value, frozen=True, kw_only=True):
    """A table that got rows, and how many: those of its own statements, or else of triggers."""

    table: QualifiedName
    rows: int


class Unfilled(Value, frozen=True, kw_only=True):
    """A table that got no row, and why."""

    table: QualifiedName
    reason: str

    def __str__(self) -> str:
        return f"{self.table}: {self.reason}"


class Filled(Value, frozen=True, kw_only=True):
    """What came of filling the empty tables of a database.

    Attributes:
        tables: in the order in which they got their first row.
        statements: the INSERTs that took effect, in their order: on another database of the same
            schema they make the same rows.
    """

    tables: tuple[FilledTable, ...]
    statements: tuple[str, ...]
    unfilled: tuple[Unfilled, ...]


def fill(
    connection: Connection,
    schema: Schema,
    tables: Iterable[QualifiedName] | None = None,
    *,
    seed: int = 0,
    plain: bool = False,
) -> Filled:
    """Put rows into the empty tables of a database, such that every constraint holds.

    Runs in the transaction that is open, or else in one of its own; in the open one, deferred
    constraints are checked at once from here on. Nothing but rows changes: no sequence moves,
    unless a trigger moves it.

    Args:
        connection: to a database that holds `schema`.
        schema: what it holds.
        tables: which to fill, with those that they point to; all, if None. A partitioned table
            stands for its partitions.
        seed: another one gives other keys; the same gives the same rows, byte by byte.
        plain: one ordinary row for each table alone: no NULL that need not be, no extreme value.
    """
    with steady(connection):
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        shapes = (ORDINARY,) if plain else SHAPES
        return _Filling(connection, schema, tables, seed, shapes).run()


class _Filling:
    """One run over the tables of a database."""

    def __init__(
        self,
        connection: Connection,
        schema: Schema,
        tables: Iterable[QualifiedName] | None,
        seed: int,
        shapes: tuple[int, ...],
    ) -> None:
        self._shapes = shapes
        self._schema = schema
        self._seed = seed
        self._ground = Ground(connection)
        self._judge = Judge(connection)
        self._parts = _parts(schema)
        self._rows: dict[QualifiedName, int] = {}
        self._first: dict[QualifiedName, tuple[Row, ...]] = {}
        self._statements: list[str] = []
        self._reasons: dict[QualifiedName, str] = {}
        self._demands = {
            name: self._demands_on(schema.table(name)) for name in self._wanted(tables)
        }
        self._pools = Pools(self._ground.types_of(map(schema.table, self._demands)), seed)

    def run(self) -> Filled:
        """Fill one table after the other, in an order that foreign keys allow."""
        for step in steps(self._demands, self._parts):
            if step.rows == "first":
                self._start(step.tables)
                continue
            for table in step.tables:
                if step.rows == "all":
                    self._continue(table, self._shapes)
                elif table in self._rows:
                    self._continue(table, self._shapes[1:])
        return Filled(
            tables=tuple(FilledTable(table=name, rows=rows) for name, rows in self._rows.items()),
            statements=tuple(self._statements),
            unfilled=tuple(
                Unfilled(table=name, reason=reason)
                for name, reason in sorted(self._reasons.items())
                if name not in self._rows
            ),
        )

    def _wanted(self, tables: Iterable[QualifiedName] | None) -> list[QualifiedName]:
        """The tables that can hold rows themselves and have none, with what they point to."""
        asked = {table.qualified for table in self._schema} if tables is None else {*tables}
        found: dict[QualifiedName, None] = {}
        while asked:
            split = asked & self._parts.keys()
            for name in split:
                if not self._parts[name]:
                    self._reasons[name] = "it is partitioned, and has no partition that takes rows"
            holders = asked - split | {part for name in split for part in self._parts[name]}
            new = [name for name in sorted(holders - found.keys()) if self._schema.find_table(name)]
            self._ground.look_at(new)
            bare = [name for name in new if name not in self._ground.held]
            found |= dict.fromkeys(bare)
            asked = {
                key.referenced_table
                for name in bare
                for key in self._demands_on(self._schema.table(name)).foreign_keys
            }
        for name in [name for name in found if name not in self._ground.empty]:
            self._reasons[name] = "the database has no such table"
            del found[name]
        return sorted(found)

    def _demands_on(self, table: Table) -> Demands:
        bound = self._ground.bounds.get(table.qualified)
        return demands_on(table, self._schema, (bound,) if bound else ())

    def _start(self, tables: Sequence[QualifiedName]) -> None:
        """One row for each of some tables that point to each other or to themselves."""
        pinned = pins([self._demands[table] for table in tables], self._parts, self._key_of)
        made: list[tuple[QualifiedName, Assembly]] = []
        for table in tables:
            assembly = self._assembly(table, pinned.get(table, {}))
            if isinstance(assembly, str):
                self._reasons.update(dict.fromkeys(tables, assembly))
                return
            made.append((table, assembly))
        if len(made) == 1:
            table, assembly = made[0]
            self._note(table, place(self._judge, self._demands[table], assembly, (ORDINARY,)))
            return
        pairs = [(self._demands[table], assembly) for table, assembly in made]
        for table, placed in zip(tables, place_together(self._judge, pairs, ORDINARY), strict=True):
            self._note(table, placed)

    def _continue(self, table: QualifiedName, shapes: Sequence[int]) -> None:
        """All rows for a table, or those that follow its first."""
        assembly = self._assembly(table, {})
        if isinstance(assembly, str):
            self._reasons[table] = assembly
            return
        for row in self._first.get(table, ()):
            assembly.keep(row)
        self._note(table, place(self._judge, self._demands[table], assembly, shapes))

    def _assembly(self, table: QualifiedName, pinned: Mapping[str, str]) -> Assembly | str:
        """What makes the rows of a table, or why there can be none."""
        seed = f"{self._seed}\n{table.namespace}\n{table.name}"
        draft = self._drafter(table).draft(pinned, seed)
        return draft.obstacle or Assembly(draft.groups, self._demands[table].keys, seed)

    def _drafter(self, table: QualifiedName) -> Drafter:
        return Drafter(self._demands[table], self._pools, self._judge, frozenset(self._parts))

    def _key_of(self, table: QualifiedName, column: str) -> str | None:
        return self._drafter(table).key_of(column)

    def _note(self, table: QualifiedName, placed: Placed) -> None:
        self._statements += placed.statements
        if placed.count:
            self._rows[table] = self._rows.get(table, 0) + placed.count
            self._first.setdefault(table, placed.rows)
        elif table not in self._rows and (standing := self._judge.count(table)):
            self._rows[table] = standing  # A trigger of another table was here before.
        if placed.reason:
            self._reasons[table] = placed.reason


def _parts(schema: Schema) -> Parts:
    """For each partitioned table, the partitions that hold its rows, at whatever depth."""
    below: dict[QualifiedName, list[QualifiedName]] = {}
    for table in schema:
        if table.partition_bound is not None:
            below.setdefault(table.inherits[0], []).append(table.qualified)
    split = {table.qualified for table in schema if table.partition_key is not None}

    def leaves(name: QualifiedName) -> tuple[QualifiedName, ...]:
        if name not in split:
            return (name,)
        return tuple(leaf for part in below.get(name, ()) for leaf in leaves(part))

    return {name: leaves(name) for name in split}
