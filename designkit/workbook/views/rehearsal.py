"""How a rehearsal looks: three runs, each with its state, its time and what it arrived at."""

from __future__ import annotations

from markupsafe import Markup

from designkit.migrate import Rehearsal, Rehearsals, Step
from designkit.model import Value
from designkit.review.evidence import hazards, on_rows
from designkit.workbook.views.page import counted, page
from designkit.workbook.views.sql_text import coloured


class Run(Value, frozen=True, kw_only=True):
    """One run as a page shows it.

    Attributes:
        good: whether it ran and arrived where it should.
        result: in words.
        refused: the statement that the server refused, or "".
    """

    name: str
    good: bool
    state: str
    statements: str
    time: str
    result: str
    differences: tuple[str, ...]
    refused: Markup


class RehearsalParts(Value, frozen=True, kw_only=True):
    """A rehearsal as a page shows it.

    Attributes:
        rows: what became of the rows.
        hazards: what UP may cost, with what was seen of it and what to do.
    """

    file: str
    server: str
    proven: bool
    runs: tuple[Run, ...]
    rows: tuple[str, ...]
    hazards: tuple[str, ...]


def rehearsal_html(rehearsal: Rehearsal) -> str:
    """The rehearsal as HTML."""
    return page("rehearsal", rehearsal=rehearsal_parts(rehearsal))


def rehearsal_text(rehearsal: Rehearsal) -> str:
    """The rehearsal in a line for each run."""
    parts = rehearsal_parts(rehearsal)
    lines = [f"{parts.file} on {parts.server}: {'proven' if parts.proven else 'not proven'}"]
    for run in parts.runs:
        lines += [f"  {run.name}: {run.result}", *(f"    {item}" for item in run.differences)]
    lines += [f"  {line}" for line in (*parts.rows, *parts.hazards)]
    return "\n".join(lines)


def rehearsals_html(rehearsals: Rehearsals) -> str:
    """The rehearsals of a history as HTML: those that are not proven in full, before the others."""
    parts = [rehearsal_parts(rehearsal) for rehearsal in rehearsals]
    if len(parts) == 1:
        return page("rehearsal", rehearsal=parts[0])
    return page(
        "rehearsals",
        proven=[item for item in parts if item.proven],
        others=[item for item in parts if not item.proven],
    )


def rehearsals_text(rehearsals: Rehearsals) -> str:
    """Each rehearsal in a line for each run."""
    return "\n".join(rehearsal_text(rehearsal) for rehearsal in rehearsals)


def rehearsal_parts(rehearsal: Rehearsal) -> RehearsalParts:
    """The parts of the rehearsal that a page shows."""
    return RehearsalParts(
        file=rehearsal.file,
        server=rehearsal.server,
        proven=rehearsal.proven,
        runs=tuple(_run(name, step) for name, step in rehearsal.steps),
        rows=tuple(on_rows(rehearsal)),
        hazards=tuple(hazards(rehearsal)),
    )


def _run(name: str, step: Step) -> Run:
    ran = step.state == "ok"
    seconds = sum(statement.seconds for statement in step.statements)
    return Run(
        name=name,
        good=ran and not step.differences,
        state=_state(step),
        statements=counted(len(step.statements), "statement") if ran else "",
        time=_duration(seconds) if ran else "",
        result=_result(step),
        differences=tuple(str(difference) for difference in step.differences),
        refused=coloured(step.error.statement) if step.error is not None else Markup(""),
    )


def _state(step: Step) -> str:
    if step.state == "ok":
        return "differs" if step.differences else "ok"
    return {"error": "refused", "missing": "not run"}[step.state]


def _result(step: Step) -> str:
    if step.error is not None:
        return f"line {step.error.line}: {step.error.message} (SQLSTATE {step.error.sqlstate})"
    if step.state != "ok":
        return "there is no such direction, or the run before it failed"
    if step.differences:
        return f"does not give {step.goal}: {counted(len(step.differences), 'difference')}"
    return f"gives exactly {step.goal}" if step.goal else "runs"


def _duration(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
