"""The rule `migration-fails-on-rows`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.rules.finding import Finding
from designkit.rules.rule import HistoryContext, HistoryRule


class MigrationFailsOnRows(HistoryRule, frozen=True, kw_only=True):
    """A migration runs over empty tables, and fails where they hold rows.

    This is seen, not guessed: a rehearsal put rows into the tables first. Without a rehearsal the
    rule says nothing.

    Why:
        Tables are empty where a migration is written, and full where it is deployed.
    Bad:
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY, email text);
        -- +goose Down
        DROP TABLE users;
        -- file: 002_add_age.sql
        -- +goose Up
        ALTER TABLE users ADD COLUMN age int NOT NULL;
        -- +goose Down
        ALTER TABLE users DROP COLUMN age;
    Good:
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY, email text);
        -- +goose Down
        DROP TABLE users;
        -- file: 002_add_age.sql
        -- +goose Up
        ALTER TABLE users ADD COLUMN age int NOT NULL DEFAULT 0;
        -- +goose Down
        ALTER TABLE users DROP COLUMN age;
    Sources:
        https://www.postgresql.org/docs/18/ddl-alter.html
    """

    def informed(self, context: HistoryContext) -> bool:
        """Whether the history was rehearsed."""
        return context.rehearsed is not None

    def check(self, context: HistoryContext) -> Iterator[Finding]:
        """Yield the migrations that failed because of rows."""
        for migration in context.history.migrations:
            verdict = (context.rehearsed or {}).get(str(migration.files[0]))
            if verdict is not None and verdict.failed_on_rows is not None:
                name = migration.files[0].relative_to(context.history.directory).as_posix()
                yield self.finding(
                    name,
                    f"{name}: {verdict.failed_on_rows}",
                    file=str(migration.up.file),
                    line=migration.up.first_line,
                    evidence=verdict.failed_on_rows,
                )
