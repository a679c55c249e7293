"""The rule `migration-number`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from designkit.migrate.history import History
from designkit.migrate.script import Migration
from designkit.model import is_snake_case, snake_case
from designkit.rules.finding import Finding
from designkit.rules.rule import HistoryContext, HistoryRule

# The shortest number that is read as a date: 20240131. No history counts that far.
_DATE_DIGITS = 8


class MigrationNumber(HistoryRule, frozen=True, kw_only=True):
    """A migration's file is not numbered like its neighbours, or its description is no name.

    Files are `NNN_description.sql`: three digits or more, from 001, without gap or duplicate.

    Why:
        The number is the order. Two files with one number run in an order that nobody chose, and a
        gap is a migration that somebody else has and you have not.
    Bad:
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY);
        -- +goose Down
        DROP TABLE users;
        -- file: 003_create_orders.sql
        -- +goose Up
        CREATE TABLE orders (id uuid PRIMARY KEY);
        -- +goose Down
        DROP TABLE orders;
    Good:
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY);
        -- +goose Down
        DROP TABLE users;
        -- file: 002_create_orders.sql
        -- +goose Up
        CREATE TABLE orders (id uuid PRIMARY KEY);
        -- +goose Down
        DROP TABLE orders;
    Options:
        digits: how many digits a number has at least.
    Sources:
        https://pressly.github.io/goose/documentation/annotations/
        https://github.com/golang-migrate/migrate/blob/v4.18.3/MIGRATIONS.md
    """

    digits: int = 3

    def check(self, context: HistoryContext) -> Iterator[Finding]:
        """Yield what is wrong with each number, each step from one to the next, and each name."""
        history = context.history
        dated = [item for item in history.migrations if _is_date(item)]
        for migration in history.migrations:
            if not _is_date(migration) and len(migration.label) < self.digits:
                right = f"{migration.number:0{self.digits}d}"
                yield self._of(history, migration, f"the number is written {right}")
            if not is_snake_case(migration.name):
                right = snake_case(migration.name)
                yield self._of(history, migration, f"the description is snake_case: {right}")
        if dated:
            # One finding: to name every gap between two dates would say nothing more.
            yield self._of(
                history,
                dated[0],
                "files are numbered one by one from 001, not by date; "
                f"{len(dated)} of {len(history.migrations)} carry a date",
            )
        else:
            yield from self._steps(history)

    def _steps(self, history: History) -> Iterator[Finding]:
        for first in history.migrations[:1]:
            if first.number != 1:
                yield self._of(history, first, "the first number is 001")
        for before, after in pairwise(history.migrations):
            if after.number == before.number:
                problem = f"number {after.label} stands twice; {_name(history, before)} has it too"
                yield self._of(history, after, f"{problem}; give one the next free number")
            elif after.number > before.number + 1:
                missing = f"{before.number + 1:0{len(before.label)}d}"
                yield self._of(history, after, f"number {missing} is missing before it")

    def _of(self, history: History, migration: Migration, problem: str) -> Finding:
        name = _name(history, migration)
        return self.finding(name, f"{name}: {problem}", file=migration.files[0].as_posix())


def _is_date(migration: Migration) -> bool:
    return sum(character.isdigit() for character in migration.label) >= _DATE_DIGITS


def _name(history: History, migration: Migration) -> str:
    return migration.files[0].relative_to(history.directory).as_posix()
