"""`designkit verify`: every migration rehearsed, up, down and up again."""

from __future__ import annotations

import time

from designkit.cli.outcome import Outcome, report
from designkit.cli.parameters import (
    Cockroach,
    Format,
    OutputFormat,
    Sources,
    sources_or_services,
)
from designkit.cli.terminal import say, say_json
from designkit.config import load


def verify(
    sources: Sources = None,
    output_format: OutputFormat = Format.TEXT,
    cockroach: Cockroach = None,
) -> Outcome:
    """Run every migration up, down and up again.

    That happens on a real database, whose schema is compared after each run.

    Ends with 1 if a DOWN fails or does not give back the schema before it, and with 2 if a
    migration could not be rehearsed at all: its UP failed, or it has no DOWN. What was verified
    until an interrupt, or a fault of designkit, is told all the same. With --cockroach the same is
    done there too, where only the schema is looked at.
    """
    from designkit.cli.documents import rehearsal_document
    from designkit.cli.finding_documents import failure_document
    from designkit.cli.progress import Progress
    from designkit.cli.rehearsals import Rehearsed, lines, outcome, rehearsals, summaries

    config = load()
    as_text = output_format is Format.TEXT
    began = time.monotonic()
    seen: list[Rehearsed] = []
    failures: list[Exception] = []
    interrupted = False
    try:
        with Progress("verified") as progress:
            for folder in sources_or_services(sources, config):
                for event in rehearsals(folder, config, cockroach=cockroach or ""):
                    if isinstance(event, Exception):
                        failures.append(event)
                        report(event)
                    elif isinstance(event, Rehearsed):
                        seen.append(event)
                        progress.advance()
                        for line in lines(event) if as_text else ():
                            say(*line)
                    else:
                        progress.expect(len(event.migrations))
    except KeyboardInterrupt:
        interrupted = True
    if as_text:
        told = "interrupted; so far " if interrupted else ""
        say(told + "; ".join(summaries(seen)) + f" in {time.monotonic() - began:.1f} s")
    else:
        say_json(
            {
                "migrations": [rehearsal_document(item) for item in seen],
                "failures": [failure_document(failure) for failure in failures],
                "interrupted": interrupted,
            }
        )
    if interrupted:
        raise KeyboardInterrupt
    return Outcome.FAILED if failures else outcome(seen)
