"""What rules asked about other tables while they judged one, with the answers."""

from __future__ import annotations

from collections.abc import Mapping
from operator import is_
from typing import NamedTuple

from designkit.config import Target
from designkit.model import QualifiedName, Table
from designkit.rules.rule import SchemaContext


class Tables:
    """The tables of a schema by name, kept from one check to the next.

    Attributes:
        by_name: the tables.
        pointers: by the name of a table, the names of the others whose foreign keys point to it.
    """

    def __init__(self) -> None:
        self._by_identity: dict[int, Table] = {}
        self.by_name: dict[QualifiedName, Table] = {}
        self.pointers: dict[QualifiedName, set[QualifiedName]] = {}

    def take(self, tables: tuple[Table, ...]) -> set[QualifiedName]:
        """Take over the tables; return the names of those of which anything is asked anew."""
        present = {id(table): table for table in tables}
        gone = [table for key, table in self._by_identity.items() if key not in present]
        come = [table for key, table in present.items() if key not in self._by_identity]
        self._by_identity = present
        touched = {table.qualified for table in (*gone, *come)}
        for table in gone:
            self.by_name.pop(table.qualified, None)
            for target in _targets(table):
                self.pointers[target].discard(table.qualified)
                touched.add(target)
        for table in come:
            self.by_name[table.qualified] = table
            for target in _targets(table):
                self.pointers.setdefault(target, set()).add(table.qualified)
                touched.add(target)
        return touched

    def pointing_to(self, name: QualifiedName) -> tuple[Table, ...]:
        """The other tables whose foreign keys point to a table."""
        known = self.pointers.get(name)
        return tuple(map(self.by_name.__getitem__, sorted(known))) if known else ()


def _targets(table: Table) -> set[QualifiedName]:
    """The other tables to which a table points."""
    return {key.referenced_table for key in table.foreign_keys} - {table.qualified}


class Answers(NamedTuple):
    """What was answered; what was said on its ground holds while the answers stay the same."""

    tables: Mapping[QualifiedName, Table | None]
    owners: Mapping[QualifiedName, str]
    pointing: Mapping[QualifiedName, tuple[Table, ...]]

    @property
    def names(self) -> frozenset[QualifiedName]:
        """The tables about which something was asked."""
        return frozenset((*self.tables, *self.owners, *self.pointing))

    def hold(self, context: SchemaContext, tables: Tables) -> bool:
        """Whether each question would be answered as it was."""
        return (
            all(tables.by_name.get(name) is table for name, table in self.tables.items())
            and all(context.owner(name) == owner for name, owner in self.owners.items())
            and all(
                _are(tables.pointing_to(name), pointing) for name, pointing in self.pointing.items()
            )
        )


def _are(tables: tuple[Table, ...], others: tuple[Table, ...]) -> bool:
    return len(tables) == len(others) and all(map(is_, tables, others))


class Asked:
    """What a rule may ask while it judges a table; each answer is noted."""

    def __init__(self, context: SchemaContext, tables: Tables) -> None:
        self._context = context
        self._tables = tables
        self._found: dict[QualifiedName, Table | None] = {}
        self._owners: dict[QualifiedName, str] = {}
        self._pointing: dict[QualifiedName, tuple[Table, ...]] = {}

    @property
    def answers(self) -> Answers:
        """All that was answered."""
        return Answers(self._found, self._owners, self._pointing)

    @property
    def targets(self) -> tuple[Target, ...]:
        """The databases that shall hold the schema."""
        return self._context.targets

    @property
    def has_text(self) -> bool:
        """Whether the statements that built the schema are judged as well."""
        return self._context.has_text

    def table(self, name: QualifiedName) -> Table | None:
        """The table of that name, or None."""
        found = self._found[name] = self._tables.by_name.get(name)
        return found

    def pointing_to(self, name: QualifiedName) -> tuple[Table, ...]:
        """The other tables whose foreign keys point to a table."""
        found = self._pointing[name] = self._tables.pointing_to(name)
        return found

    def owner(self, name: QualifiedName) -> str:
        """The service that owns a table, or "" where nobody said."""
        found = self._owners[name] = self._context.owner(name)
        return found
