"""Rehearsing on a CockroachDB: each migration goes up, down and up again, over empty tables.

It says less than on PostgreSQL. There are no locks to observe, no rewrites, no synthetic rows. It
says more in one thing: what a script leaves behind that fails half-way, since a schema change is
no part of a transaction there.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import Final, Self

from designkit.database.cockroach import CockroachScratch, read_cockroach, run_on_cockroach
from designkit.database.observing import Observed, Seen
from designkit.errors import StatementFailed
from designkit.migrate.rehearsal.verdict import MISSING, Rehearsal, StatementError, Step
from designkit.migrate.script import Migration, Script
from designkit.model import Schema
from designkit.sql.inventory import differences

_UNOBSERVED: Final = Observed(missing="anything but its time: CockroachDB tells no more")


def rehearse_on_cockroach(
    migrations: Iterable[Migration], dsn: str, *, after: Iterable[Migration] = ()
) -> Generator[Rehearsal]:
    """Yield what each migration does on a CockroachDB, in order.

    A migration whose UP fails is passed over, and the next one tried without it.

    Args:
        migrations: what to rehearse.
        dsn: a server; all happens in scratch databases of ours, which are dropped.
        after: the migrations that come before them, which only run up.

    Raises:
        ConnectionFailed: no scratch database can, or may, be made there.
        StatementFailed: one of `after` does not run.
    """
    with _Ground(dsn) as ground:
        ground.build(migration.up for migration in after)
        for migration in migrations:
            yield _rehearse(ground, migration)


def _rehearse(ground: _Ground, migration: Migration) -> Rehearsal:
    before = ground.schema
    down, up_again = MISSING, MISSING
    up = ground.run(migration.up, None, "")
    after = ground.schema
    if up.state == "ok":
        ground.accept(migration.up)
        if migration.down is not None:
            down = ground.run(migration.down, before, "the schema before")
        if down.state == "ok":
            up_again = ground.run(migration.up, after, "the schema after UP")
    wanted = after if up.state == "ok" else before
    if differences(wanted, ground.schema):
        ground.renew()
    return Rehearsal(
        file=migration.files[0].name,
        number=migration.number,
        label=migration.label,
        server=f"CockroachDB {ground.version}",
        up=up,
        down=down,
        up_again=up_again,
    )


class _Ground:
    """A scratch database, and the scripts that have built what is in it; a context manager.

    CockroachDB cannot copy a database, so one that was spoilt is built anew.

    Attributes:
        schema: what the database holds.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._accepted: list[Script] = []
        self._resources = ExitStack()

    def __enter__(self) -> Self:
        self._scratch = self._resources.enter_context(CockroachScratch(self._dsn))
        self.schema = self._read()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._resources.__exit__(kind, error, trace)

    @property
    def version(self) -> str:
        """The server's release."""
        return self._scratch.version

    def build(self, scripts: Iterable[Script]) -> None:
        """Run what was there before.

        Raises:
            StatementFailed: the server refused a statement.
        """
        for script in scripts:
            self._send(script)
            self.accept(script)
        self.schema = self._read()

    def accept(self, script: Script) -> None:
        """Count a script that ran among what the database is built of."""
        self._accepted.append(script)

    def run(self, script: Script, expected: Schema | None, goal: str) -> Step:
        """Run a script and compare what it arrives at; of one that fails, tell what it leaves."""
        before = self.schema
        try:
            ran = self._send(script)
        except StatementFailed as error:
            self.schema = self._read()
            return Step(
                state="error",
                goal="the schema before it failed",
                error=StatementError.of(error),
                differences=differences(before, self.schema),
            )
        self.schema = self._read()
        return Step(
            state="ok",
            goal=goal,
            statements=ran,
            differences=() if expected is None else differences(expected, self.schema),
        )

    def renew(self) -> None:
        """Make the database what the accepted scripts build."""
        self._resources.close()
        self._scratch = self._resources.enter_context(CockroachScratch(self._dsn))
        accepted, self._accepted = self._accepted, []
        self.build(accepted)

    def _send(self, script: Script) -> tuple[Seen, ...]:
        ran = run_on_cockroach(
            self._scratch,
            script.statements,
            file=str(script.file),
            transactional=script.transactional,
        )
        return tuple(Seen.of(item, _UNOBSERVED) for item in ran)

    def _read(self) -> Schema:
        with self._scratch.connect() as connection:
            return read_cockroach(connection)
