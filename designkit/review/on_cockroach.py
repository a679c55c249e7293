"""What a check adds that may ask a real CockroachDB: the rehearsal of migrations there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from designkit.config import Config
from designkit.errors import DesignkitError, StatementFailed
from designkit.migrate import history as histories
from designkit.migrate.rehearsal.on_cockroach import rehearse_on_cockroach
from designkit.migrate.rehearsal.verdict import Rehearsal
from designkit.migrate.script import Migration
from designkit.model import replace
from designkit.review.checking import Checked
from designkit.review.observing import Seen
from designkit.rules import Finding, Findings, HistoryContext
from designkit.rules import check as ask_rules

# The rule that speaks of a rehearsal; the others have spoken of the same files already.
_RULE: Final = "migration-not-reversible"


def check_on_cockroach(sources: Iterable[str], config: Config, dsn: str) -> Checked:
    """Return what rehearsing the folders among the sources on a CockroachDB adds to a check.

    What CockroachDB refuses is a failure; a DOWN that does not restore there is a finding.

    Args:
        sources: as given to a check; only folders are rehearsed.
        config: settings and waivers.
        dsn: the connection string of a CockroachDB that is there for this.
    """
    findings: list[Finding] = []
    failures: list[DesignkitError] = []
    for source in filter(lambda source: Path(source).is_dir(), sources):
        try:
            found = _rehearsed(Path(source), config, dsn)
        except DesignkitError as error:
            failures.append(error)
        else:
            findings += found.findings
            failures += found.failures
    return Checked(findings=Findings(items=tuple(findings)), failures=tuple(failures))


def _rehearsed(folder: Path, config: Config, dsn: str) -> Checked:
    history = histories.read(folder, strict=False, wanted=config.format_at(folder))
    service = config.service_at(folder)
    rehearsals = tuple(rehearse_on_cockroach(history.migrations, dsn))
    seen = tuple(zip(history.migrations, rehearsals, strict=True))
    context = HistoryContext(
        history=history,
        service=service.name if service is not None else "",
        rehearsed={str(migration.files[0]): _verdict(item) for migration, item in seen},
    )
    server = rehearsals[0].server if rehearsals else ""
    said = (finding for finding in ask_rules([context], config) if finding.rule == _RULE)
    return Checked(
        findings=Findings(
            items=tuple(replace(item, message=f"on {server}, {item.message}") for item in said)
        ),
        failures=tuple(refusal(*item) for item in seen if item[1].up.error is not None),
    )


def _verdict(rehearsal: Rehearsal) -> Seen:
    return Seen(
        restored=rehearsal.restored,
        differences=rehearsal.differences,
        down_error=rehearsal.down_error,
        hazards=(),
        failed_on_rows=None,
        refused=None,
    )


def refusal(migration: Migration, rehearsal: Rehearsal) -> StatementFailed:
    """Why UP does not run there, and what it leaves behind."""
    error = rehearsal.up.error
    if error is None:
        raise ValueError(f"{migration.label}: UP runs")
    left = [str(item) for item in rehearsal.up.differences]
    return StatementFailed(
        file=str(migration.up.file),
        line=error.line,
        sqlstate=error.sqlstate,
        problem=f"{rehearsal.server} refuses it: {error.message}",
        statement=error.statement,
        advice="\n".join(("What ran before it stays:", *left)) if left else "",
    )
