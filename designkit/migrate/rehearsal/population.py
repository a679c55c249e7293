"""The rows that stand in a trial's tables while migrations run over them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from designkit.database import Connection
from designkit.migrate.rows import Census, Loss, TableCensus, Unfilled, census, fill, losses
from designkit.model import QualifiedName, Schema, Table
from designkit.sql.text import SQL, identifier, join


class Population:
    """Which tables hold rows, and what is in them.

    Attributes:
        unfilled: tables that got no row, by name, with the reason.
    """

    def __init__(self) -> None:
        self._counted: dict[QualifiedName, TableCensus] = {}
        self._known: set[QualifiedName] = set()
        self.unfilled: dict[QualifiedName, Unfilled] = {}

    @property
    def counts(self) -> dict[QualifiedName, int]:
        """How many rows each table holds, as far as was noted."""
        return {name: item.count for name, item in self._counted.items()}

    def held(self, names: Iterable[QualifiedName]) -> int:
        """How many rows some tables hold, as far as was noted."""
        return sum(self._counted[name].count for name in names if name in self._counted)

    def lacks(self, schema: Schema) -> bool:
        """Whether there are tables that are new."""
        return not schema.tables_by_name.keys() <= self._known

    def fill(
        self, connection: Connection, schema: Schema, *, plain: bool = False
    ) -> tuple[str, ...]:
        """Put rows into the tables that are new; return the statements that did.

        Plain ones are one for each table, with nothing out of the ordinary.
        """
        new = schema.tables_by_name.keys() - self._known
        filled = fill(connection, schema, new, plain=plain)
        self._known |= new
        self.unfilled |= {item.table: item for item in filled.unfilled}
        self.count(connection, schema, new | {item.table for item in filled.tables})
        return filled.statements

    def count(self, connection: Connection, schema: Schema, names: Iterable[QualifiedName]) -> None:
        """Take note of what some tables hold now; those that are gone or empty are new again."""
        wanted = set(names)
        found = {item.table: item for item in census(connection, _tables(schema, wanted)).tables}
        self._counted |= found
        gone = wanted - schema.tables_by_name.keys()
        for name in gone:
            self._counted.pop(name, None)
            self.unfilled.pop(name, None)
        emptied = {name for name, item in found.items() if not item.count}
        self._known -= gone | (emptied - self.unfilled.keys())

    def losses(
        self, connection: Connection, schema: Schema, names: Collection[QualifiedName]
    ) -> tuple[Loss, ...]:
        """What some tables do not hold any more, or otherwise than was noted."""
        before = tuple(self._counted[name] for name in sorted(names) if name in self._counted)
        return losses(Census(tables=before), census(connection, _tables(schema, names)))

    def forget(self, schema: Schema, names: Iterable[QualifiedName]) -> frozenset[QualifiedName]:
        """Count some tables as new, and all that point to them; return which these are."""
        reached = {name for name in names if schema.find_table(name) is not None}
        waiting = list(reached)
        while waiting:
            pointing = schema.referencing.get(waiting.pop(), ())
            new = [name for name in pointing if name not in reached]
            reached.update(new)
            waiting += new
        for name in reached:
            self._counted.pop(name, None)
            self.unfilled.pop(name, None)
        self._known -= reached
        return frozenset(reached)


def emptying(names: Iterable[QualifiedName]) -> tuple[str, ...]:
    """The statements that empty some tables, and those that point to them."""
    tables = [identifier(name) for name in sorted(names)]
    return (SQL("TRUNCATE {tables} CASCADE", tables=join(tables)).text,) if tables else ()


def _tables(schema: Schema, names: Iterable[QualifiedName]) -> list[Table]:
    found = (schema.find_table(name) for name in names)
    return [table for table in found if table is not None]
