"""What a history shows without a rule: contradictions, and foreign keys that lead outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from designkit.errors import HistoryError, StatementFailed
from designkit.migrate.history import History
from designkit.model import QualifiedName
from designkit.rules import Finding, rule_named
from designkit.sql.places import referenced_tables
from designkit.sql.statements import Statement

_MISSING_TABLE = "42P01"


def contradictions(history: History) -> Iterable[HistoryError]:
    """What the runner of the format would refuse, or would never run."""
    for orphan in history.orphans:
        yield HistoryError(
            f"{orphan}: a way down without its way up, so it was not rehearsed. "
            "Add the up file, or remove this one."
        )
    for file in history.foreign:
        yield HistoryError(
            f"{file}: a migration written in Go, which only its own program can run, so nothing "
            "behind it can be relied on. Write it in SQL."
        )
    for migration in history.migrations:
        for script in (migration.up, *((migration.down,) if migration.down else ())):
            leaving = script.leaves_transaction
            for objection in (*script.objections, *((leaving,) if leaving else ())):
                yield HistoryError(f"{script.file}:{objection.line}: {objection.problem}")
    if history.format in {"sql-migrate", "diesel"}:
        return  # sql-migrate goes by file name, diesel by text.
    for group in history.duplicates:
        names = " and ".join(migration.files[0].name for migration in group)
        yield HistoryError(
            f"{history.directory}: {names} have one number, so {history.format} runs neither. "
            "Renumber the one that is not released."
        )


def foreign_reference(
    error: StatementFailed, history: History, known: Mapping[QualifiedName, str], service: str
) -> Iterable[Finding]:
    """The finding behind a foreign key that PostgreSQL refused because its table is elsewhere."""
    if error.sqlstate != _MISSING_TABLE:
        return
    for statement in up_statements(history):
        if statement.text != error.statement:
            continue
        for name in sorted(referenced_tables(statement)):
            owner = known.get(QualifiedName.of(name))
            if owner is not None:
                rule = rule_named("cross-service-foreign-key")
                yield rule.finding(
                    name,
                    f"a foreign key points to {name}, which belongs to service {owner}: keep the "
                    "column, leave out the foreign key",
                    service=service,
                    file=error.file,
                    line=error.line,
                )


def up_statements(history: History) -> Iterable[Statement]:
    """The statements of all ways up, in order."""
    return (statement for item in history.migrations for statement in item.up.statements)
