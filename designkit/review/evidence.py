"""What a rehearsal observed, in lines that people read: in a review, and above a migration."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.migrate import Rehearsal


def evidence(rehearsal: Rehearsal, *, timed: bool = True) -> list[str]:
    """What was run and observed, a line each; with how long it took, which differs each time."""
    lines: list[str] = []
    for name, step in rehearsal.steps:
        if step.state != "ok":
            lines.append(f"{name}: {step.state}")
            continue
        took = sum(item.seconds for item in step.statements)
        count = len(step.statements)
        ran = f"{count} statement{'s' * (count != 1)}" + (f" in {took:.3f} s" if timed else "")
        gives = "does not give" if step.differences else "gives exactly"
        lines.append(f"{name} ({ran}) {gives} {step.goal}")
    return [f"on {rehearsal.server}", *lines, *failures(rehearsal), *on_rows(rehearsal)]


def failures(rehearsal: Rehearsal) -> list[str]:
    """Why a file is not proven, a line each; empty where it is."""
    found: list[str] = []
    if rehearsal.up.error is not None:
        found.append(f"UP does not run: {rehearsal.up.error.message}")
    if rehearsal.down_error is not None:
        found.append(f"{rehearsal.down_error}")
    return [*found, *rehearsal.differences]


def failed_on_rows(rehearsal: Rehearsal) -> Iterator[str]:
    """Yield why a file that is proven without rows fails where there are some."""
    rows = rehearsal.rows
    if rows is not None and rows.failure is not None:
        yield rows.failure


def on_rows(rehearsal: Rehearsal) -> Iterator[str]:
    """Yield what became of the rows that stood in the tables before UP."""
    rows = rehearsal.rows
    if rows is None:
        return
    yield from failed_on_rows(rehearsal)
    yield from (f"DOWN does not give back {loss}" for loss in rows.losses)
    if rows.held and not (rows.step or rows.losses):
        yield f"{rows.held} row{'s' * (rows.held != 1)} came through all of it"
    yield from (f"without rows: {table}" for table in rows.unfilled)


def hazards(rehearsal: Rehearsal) -> Iterator[str]:
    """Yield what UP may cost where the tables are large, each with what was seen and what to do."""
    for hazard in rehearsal.hazards:
        seen = f" ({hazard.evidence})" if hazard.evidence else ""
        yield " ".join(filter(None, (f"{hazard}{seen}.", hazard.advice)))
