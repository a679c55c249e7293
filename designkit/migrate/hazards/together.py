"""What does not go together: in one transaction, or in one file that a CockroachDB runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pglast import ast, enums

from designkit.migrate.hazards.intent import name_of
from designkit.migrate.hazards.scene import Act, Scene
from designkit.sql.hazard import Hazard, HazardKind

_ROWS: Final = (ast.InsertStmt, ast.UpdateStmt, ast.DeleteStmt, ast.MergeStmt)
_ON_STANDING: Final = (
    *(ast.AlterTableStmt, ast.RenameStmt, ast.DropStmt, ast.IndexStmt),
    *(ast.AlterEnumStmt, ast.AlterObjectSchemaStmt),
)
_SCHEMA: Final = (*_ON_STANDING, ast.CreateStmt, ast.ViewStmt, ast.CreateEnumStmt)
_BEGINS: Final = frozenset(
    {enums.TransactionStmtKind.TRANS_STMT_BEGIN, enums.TransactionStmtKind.TRANS_STMT_START}
)
_ENDS: Final = frozenset(
    {
        enums.TransactionStmtKind.TRANS_STMT_COMMIT,
        enums.TransactionStmtKind.TRANS_STMT_ROLLBACK,
        enums.TransactionStmtKind.TRANS_STMT_PREPARE,
    }
)
_OWN_FILE: Final = "Change rows in a file of their own."


class Transaction:
    """What the statements of one transaction did so far; told of each after the other."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._ended = False
        self._begin(opened=scene.surroundings.transactional)

    def _begin(self, *, opened: bool) -> None:
        self._open = opened
        self._locks: dict[str, tuple[str, int]] = {}
        self._standing: list[int] = []
        self._any_schema = self._any_rows = False
        self._told: set[HazardKind] = set()

    def judge(self, act: Act) -> Iterator[Hazard]:
        """Yield how a statement does not go with those before it; each kind once."""
        if isinstance(act.node, ast.TransactionStmt):
            if act.node.kind in _ENDS and self._scene.surroundings.opened and not self._ended:
                self._ended = True
                yield act.hazard(
                    "ends-transaction",
                    "ends the transaction that the tool has opened around the file: what fails "
                    "behind it is not taken back",
                    advice="Take BEGIN and COMMIT out, or tell the tool to open no transaction.",
                )
            if act.node.kind in _BEGINS | _ENDS:
                self._begin(opened=act.node.kind in _BEGINS)
        elif self._open:
            for hazard in self._found(act):
                if hazard.kind not in self._told:
                    self._told.add(hazard.kind)
                    yield hazard

    def _found(self, act: Act) -> Iterator[Hazard]:
        written = _written(act, self._scene)
        yield from self._held(act, written)
        for lock in act.observed.locks:
            if lock.blocks_writes and self._scene.at_risk(lock.object):
                self._locks.setdefault(lock.object, (lock.mode, act.line))
        if self._scene.surroundings.has_cockroach:
            yield from self._on_cockroach(act)

    def _held(self, act: Act, written: frozenset[str]) -> Iterator[Hazard]:
        """Rows of standing tables written under locks that keep others out until the last row."""
        rows = sorted(filter(self._scene.at_risk, written))
        if not rows or not self._locks:
            return
        held = [f"{mode} on {name} since line {line}" for name, (mode, line) in self._locks.items()]
        yield act.hazard(
            "mixed-schema-and-data",
            f"writes rows of {', '.join(rows)} in a transaction that keeps others out of "
            f"{', '.join(self._locks)} until its end",
            evidence=", ".join(held),
            advice=_OWN_FILE,
        )

    def _on_cockroach(self, act: Act) -> Iterator[Hazard]:
        """CockroachDB commits a schema change by itself, and does not take it back with the rest.

        Source: https://www.cockroachlabs.com/docs/v26.2/online-schema-changes, and there "Schema
        changes within transactions"
        """
        if _changes_standing(act, self._scene):
            self._standing.append(act.line)
        self._any_schema |= isinstance(act.node, _SCHEMA)
        self._any_rows |= bool(_written(act, self._scene))
        if self._any_schema and self._any_rows:
            yield act.hazard(
                "mixed-schema-and-data",
                "CockroachDB commits a schema change by itself: where the file fails, its rows and "
                "the schema may not fit each other",
                advice=_OWN_FILE,
            )
        if len(self._standing) > 1:
            yield act.hazard(
                "several-schema-changes",
                "CockroachDB does not take back a schema change with the others: where one fails, "
                f"those before it stay (line {self._standing[0]})",
                advice="Write each change of a table that stands already into a file of its own.",
            )


def _written(act: Act, scene: Scene) -> frozenset[str]:
    """The tables whose rows a statement wrote, or means to."""
    written = {change.table for change in act.observed.changed}
    if isinstance(act.node, _ROWS):
        written.add(scene.former(name_of(act.node.relation)))
    return frozenset(written)


def _changes_standing(act: Act, scene: Scene) -> bool:
    """Whether a statement changes the schema of what stood there before the migration."""
    if not isinstance(act.node, _ON_STANDING):
        return False
    relation = getattr(act.node, "relation", None)
    return relation is None or scene.stood(scene.former(name_of(relation)))
