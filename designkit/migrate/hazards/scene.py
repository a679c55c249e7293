"""What is known around a statement: which tables stood there before, and may hold rows.

A table that the migration created itself, or that is known to be empty, is nobody's risk.
"""

from __future__ import annotations

from functools import cached_property
from textwrap import shorten
from typing import Any, NamedTuple

from pglast import ast

from designkit.database.observing import Observed, Seen
from designkit.migrate.hazards.intent import Intent, intents, name_of
from designkit.model import PUBLIC, QualifiedName, Schema, Table, Value, replace
from designkit.sql.hazard import Hazard, HazardKind
from designkit.sql.statements import Statement, node_of

_SHOWN_CHARACTERS = 70


class Surroundings(Value, frozen=True, kw_only=True):
    """What the caller knows of a migration.

    Attributes:
        before: the schema on which it runs.
        empty: tables that hold no row where it will run, as `before` prints their names.
        targets: the databases that must run it, `cockroachdb=25.2`.
        transactional: whether its tool runs it in one transaction.
        opened: whether that transaction is one that the tool opens and ends.
    """

    before: Schema
    empty: frozenset[str] = frozenset()
    targets: tuple[str, ...] = ()
    transactional: bool = True
    opened: bool = False

    @property
    def has_cockroach(self) -> bool:
        """Whether a CockroachDB must run it."""
        return any(target.startswith("cockroachdb") for target in self.targets)


class Act(NamedTuple):
    """A statement in its place.

    Attributes:
        intents: what it means to do, tables under the names that they had before the migration.
    """

    text: str
    line: int
    node: ast.Node | None
    intents: tuple[Intent, ...]
    observed: Observed

    def hazard(
        self, kind: HazardKind, message: str, *, evidence: str = "", advice: str = ""
    ) -> Hazard:
        """A hazard of this statement."""
        return Hazard(
            kind=kind,
            operation=_shortened(self.text),
            message=message,
            line=self.line,
            evidence=evidence,
            advice=advice,
        )


class Scene:
    """What stood there before the migration; told of each statement once that is judged."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self._made: set[str] = set()
        self._renamed: dict[str, str] = {}

    def act(self, seen: Seen) -> Act:
        """The statement as it is to be judged here."""
        node = node_of(Statement(text=seen.text, line=seen.line, offset=0))
        meant = tuple(
            replace(intent, object=self.former(intent.object)) for intent in intents(node)
        )
        return Act(seen.text, seen.line, node, meant, seen.observed)

    def former(self, name: str) -> str:
        """The name that a relation had before the migration."""
        return self._renamed.get(name, name)

    def table(self, name: str) -> Table | None:
        """The table that stood there under that name, or None."""
        return None if name in self._made else self.surroundings.before.find_table(name)

    def heirs(self, name: str) -> frozenset[str]:
        """The partitions and children of a table, and theirs, as they stood there."""
        found: set[str] = set()
        parents = {name}
        while parents:
            heirs = {heir for parent in parents for heir in self._children.get(parent, ())}
            parents = heirs - found - self._made
            found |= parents
        return frozenset(found)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for table in self.surroundings.before:
            for parent in table.inherits:
                found.setdefault(str(parent), []).append(str(table.qualified))
        return found

    @cached_property
    def _others(self) -> frozenset[str]:
        before = self.surroundings.before
        return frozenset(
            {
                *(str(view.qualified) for view in before.views),
                *(str(enum.qualified) for enum in before.enums),
                *(str(sequence.qualified) for sequence in before.sequences),
                *before.namespaces,
                *(other.identity.partition("(")[0] for other in before.carried),
            }
        )

    def stood(self, name: str) -> bool:
        """Whether something of that name, of whatever kind, stood there."""
        return name not in self._made and (self.table(name) is not None or name in self._others)

    def at_risk(self, name: str) -> bool:
        """Whether a table of that name stood there, and may hold rows."""
        return name not in self.surroundings.empty and self.table(name) is not None

    def follow(self, act: Act) -> None:
        """Take note of what a statement made new, and of what it calls otherwise."""
        for relation in act.observed.created:
            self._made.add(relation.object)
        node: Any = act.node
        if isinstance(node, ast.RenameStmt) and node.relation is not None and not node.subname:
            former = self.former(name_of(node.relation))
            renamed = QualifiedName(
                namespace=node.relation.schemaname or PUBLIC, name=str(node.newname)
            )
            self._renamed[str(renamed)] = former


def _shortened(text: str) -> str:
    """The beginning of a statement, on one line."""
    return shorten(text, _SHOWN_CHARACTERS, placeholder=" …")
