"""The rule `migration-without-down`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.rules.finding import Finding
from designkit.rules.rule import HistoryContext, HistoryRule


class MigrationWithoutDown(HistoryRule, frozen=True, kw_only=True):
    """A migration has no way back.

    A DOWN that is there and holds no statement says "nothing to undo", and is accepted.

    Why:
        The way back is needed on the worst day, and is best written on the day of the way there.
    Bad:
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY);
    Good:
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY);
        -- +goose Down
        DROP TABLE users;
    Sources:
        https://pressly.github.io/goose/documentation/annotations/
        https://github.com/golang-migrate/migrate/blob/v4.18.3/MIGRATIONS.md
    """

    def check(self, context: HistoryContext) -> Iterator[Finding]:
        """Yield the migrations without DOWN."""
        for migration in context.history.migrations:
            if migration.down is None:
                file = migration.files[0]
                name = file.relative_to(context.history.directory).as_posix()
                yield self.finding(
                    name,
                    f"{name} has no DOWN; write what undoes it, or an empty section where "
                    "nothing is to be undone",
                    file=file.as_posix(),
                )
