"""The rule `hazard-observed`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from designkit.migrate.script import Script
from designkit.model import replace
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import HistoryContext, HistoryRule
from designkit.sql.hazard import Hazard, HazardKind

# They fail, or lose what nobody can give back, whatever the size of a table.
_ERRORS: Final[frozenset[HazardKind]] = frozenset({"data-loss", "not-null-without-default"})


class HazardObserved(HistoryRule, frozen=True, kw_only=True):
    """A rehearsal saw that a migration costs more than it seems: rows, locks, rewritten tables.

    Its object is the kind of the hazard, so that a waiver can name it: `rewrites-table`. Without a
    rehearsal the rule says nothing; rules on statements then tell what the text alone shows.

    Why:
        On an empty table every statement is quick and loses nothing. A large one that others use is
        locked, read or written as a whole, and what it held may be gone for good.
    Bad:
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY, email text, age int);
        -- +goose Down
        DROP TABLE users;
        -- file: 002_widen_age.sql
        -- +goose Up
        ALTER TABLE users ALTER COLUMN age TYPE bigint;
        -- +goose Down
        ALTER TABLE users ALTER COLUMN age TYPE int;
    Good:
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY, email text, age int);
        -- +goose Down
        DROP TABLE users;
        -- file: 002_add_name.sql
        -- +goose Up
        ALTER TABLE users ADD COLUMN name text;
        -- +goose Down
        ALTER TABLE users DROP COLUMN name;
    Options:
        ignored-kinds: the kinds of hazards that are not told: `blocks-writes`.
    Sources:
        https://www.postgresql.org/docs/18/explicit-locking.html
        https://www.postgresql.org/docs/18/sql-altertable.html
    """

    severity: ClassVar[Severity] = Severity.WARNING

    ignored_kinds: tuple[HazardKind, ...] = ()

    def informed(self, context: HistoryContext) -> bool:
        """Whether the history was rehearsed."""
        return context.rehearsed is not None

    def check(self, context: HistoryContext) -> Iterator[Finding]:
        """Yield the hazards of each migration, each at its statement."""
        for migration in context.history.migrations:
            verdict = (context.rehearsed or {}).get(str(migration.files[0]))
            for hazard in verdict.hazards if verdict else ():
                if hazard.kind not in self.ignored_kinds:
                    found = self.finding(
                        hazard.kind,
                        _message(hazard),
                        severity=Severity.ERROR if hazard.kind in _ERRORS else None,
                        file=str(migration.up.file),
                        line=hazard.line or None,
                        evidence=hazard.evidence or None,
                    )
                    yield replace(found, column=_column(migration.up, hazard.line))


def _message(hazard: Hazard) -> str:
    return f"{hazard}. {hazard.advice.removesuffix('.')}" if hazard.advice else str(hazard)


def _column(script: Script, line: int) -> int | None:
    """Where the statement of a line begins in it."""
    for statement in script.statements:
        if statement.line == line:
            return statement.column
    return None
