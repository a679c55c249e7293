"""The rule `migration-not-reversible`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.rules.finding import Finding
from designkit.rules.rule import HistoryContext, HistoryRule, Verdict


class MigrationNotReversible(HistoryRule, frozen=True, kw_only=True):
    """DOWN does not give back the schema that was there before UP.

    This is seen, not guessed: a rehearsal ran UP, DOWN and UP again on a real database and compared
    its catalogue. Without a rehearsal the rule says nothing.

    Why:
        A way back that was never walked fails when it is needed, and leaves a schema that no
        migration knows.
    Bad:
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        CREATE TYPE status AS ENUM ('active', 'closed');
        -- +goose Down
        DROP TABLE users;
    Good:
        -- file: 001_create_users.sql
        -- +goose Up
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL);
        CREATE TYPE status AS ENUM ('active', 'closed');
        -- +goose Down
        DROP TYPE status;
        DROP TABLE users;
    Sources:
        https://github.com/golang-migrate/migrate/blob/v4.18.3/MIGRATIONS.md
    """

    def informed(self, context: HistoryContext) -> bool:
        """Whether the history was rehearsed."""
        return context.rehearsed is not None

    def check(self, context: HistoryContext) -> Iterator[Finding]:
        """Yield the migrations whose DOWN failed, or left another schema than it found."""
        for migration in context.history.migrations:
            verdict = (context.rehearsed or {}).get(str(migration.files[0]))
            problem = verdict and _problem(verdict)
            if not verdict or not problem:
                continue
            file = (migration.down or migration.up).file
            name = migration.files[0].relative_to(context.history.directory).as_posix()
            yield self.finding(
                name,
                f"{name}: {problem}",
                file=file.as_posix(),
                line=migration.down.first_line if migration.down else None,
                evidence="\n".join(verdict.differences) or verdict.down_error,
            )


def _problem(verdict: Verdict) -> str:
    if verdict.down_error:
        return f"DOWN failed on a real database: {verdict.down_error}"
    if verdict.restored is False:
        what = "; ".join(verdict.differences) or "the schema is another one"
        return f"DOWN does not give back the schema before UP: {what}"
    return ""
