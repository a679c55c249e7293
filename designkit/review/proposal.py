"""A proposal: what a team wants to change, with all that can be known before it is approved."""

from __future__ import annotations

from pathlib import Path

from designkit.config import FileFormat, Waiver
from designkit.database import Scratch
from designkit.migrate import (
    Export,
    History,
    Migration,
    Rehearsal,
    checksums,
    rehearse_one,
    replay_into,
)
from designkit.migrate import history as histories
from designkit.migrate.export import file_name, next_number
from designkit.migrate.script import script
from designkit.model import Schema, Value
from designkit.rules import Findings
from designkit.sql.script import Changes


class Base(Value, frozen=True, kw_only=True):
    """What a proposal builds on: the migrations that are there, and the schema that they build.

    Attributes:
        history: None where the service has no migration yet.
    """

    history: History | None
    schema: Schema

    @property
    def total(self) -> str:
        """The name of this state of the migrations; "" for none."""
        return checksums.compute(self.history).total if self.history is not None else ""

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """The migrations, in order."""
        return self.history.migrations if self.history is not None else ()


def read_base(directory: Path, service: str, scratch: Scratch) -> Base:
    """The base of a service, replayed into a scratch database.

    Raises:
        SourceError: the migrations cannot be read.
        StatementFailed: one of them does not run.
    """
    history = histories.find(directory) if directory.exists() else None
    migrations = history.migrations if history is not None else ()
    schema = replay_into(scratch, migrations).schema
    return Base(history=history, schema=schema.owned_by(service))


class Proposal(Value, frozen=True, kw_only=True):
    """The change of a service's schema that is under review.

    Attributes:
        findings: what the rules say of the draft.
        waivers: those that accept one of the findings.
        design: the design file, for people.
    """

    service: str
    base: Base
    draft: Schema
    waivers: tuple[Waiver, ...]
    changes: Changes
    findings: Findings
    directory: Path
    design: Path
    format: FileFormat

    def export(self, description: str, header: tuple[str, ...] = ()) -> Export:
        """What the migration would hold."""
        return Export(
            description=description,
            up=self.changes.up_statements,
            down=self.changes.down_statements,
            header=header,
        )

    def rehearse(self) -> Rehearsal:
        """UP, DOWN and UP again on a copy of the base; UP is compared with the design.

        What runs is the text of the migration file as it would be written.
        """
        migration = self._migration()
        with Scratch() as scratch:
            before = replay_into(scratch, self.base.migrations).schema
            with scratch.connect() as connection:
                rehearsal, _ = rehearse_one(connection, migration, before, expected=self.draft)
        return rehearsal

    def _migration(self) -> Migration:
        number, label = next_number(self.base.history)
        file = Path(file_name(label, "proposal"))
        return Migration(
            number=number,
            label=label,
            name="proposal",
            up=script(file, self.changes.up),
            down=script(file, self.changes.down),
            files=(file,),
        )
