"""The rule `migration-changed`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.migrate.checksums import Fault
from designkit.rules.finding import Finding
from designkit.rules.rule import HistoryContext, HistoryRule


class MigrationChanged(HistoryRule, frozen=True, kw_only=True):
    """A committed migration was modified, renamed or removed.

    What was committed is known from the directory's checksum file, and from a base revision of the
    checkout where one is given. The checksum file itself may not go either: each migration that
    designkit wrote says that its checksum is in it.

    Why:
        A database that ran the old file will never run the new one, so from here on databases
        differ and nobody sees it.
    Bad:
        -- recorded: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY);
        -- +goose Down
        DROP TABLE users;
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        -- +goose Down
        DROP TABLE users;
    Good:
        -- recorded: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY);
        -- +goose Down
        DROP TABLE users;
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY);
        -- +goose Down
        DROP TABLE users;
    Sources:
        https://atlasgo.io/concepts/migration-directory-integrity
    """

    def informed(self, context: HistoryContext) -> bool:
        """Whether checksums were compared, or a base revision."""
        return context.recorded is not None or context.revised is not None

    def check(self, context: HistoryContext) -> Iterator[Finding]:
        """Yield each committed file that is not as it was, once however many saw it."""
        seen: dict[str, Fault] = {}
        for fault in (*(context.recorded or ()), *(context.revised or ())):
            seen.setdefault(fault.file, fault)
        for fault in seen.values():
            yield self.finding(
                fault.file,
                f"{fault.file} {fault.explanation}",
                file=(context.history.directory / fault.file).as_posix(),
                evidence=fault.kind,
            )
