"""Long work of an editor: one at a time in a thread, with its progress, until it is done or ended.

The thread works on values and on databases of its own: that of the draft is never asked from two
threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import Markup

from designkit.errors import DesignkitError, ModelError
from designkit.migrate import Rehearsals
from designkit.model import Schema, Value
from designkit.progress import Cancelled, Progress
from designkit.review import Planned
from designkit.workbook.editor.acts import Work
from designkit.workbook.views import advised_html, planned_html, rehearsals_html
from designkit.workbook.views import editor as views
from designkit.workbook.workbook import Workbook
from designkit.workload.advice import Advice, Advised

Result = Rehearsals | Planned | Advised | None

_TITLES: Final[Mapping[Work, str]] = {
    "rehearse": "Rehearsing on a real database",
    "plan": "Planning at production's scale",
    "advise": "Trying indexes at production's scale",
}


class Outcome(Value, frozen=True, kw_only=True):
    """What work led to, and for which schema."""

    schema: Schema
    result: Result = None
    problem: str = ""


class Job:
    """Work in a thread.

    Attributes:
        work: how far it is.
        outcome: what it led to; None as long as it runs, and where it was cancelled.
    """

    def __init__(self, kind: Work, schema: Schema, run: Callable[[Progress], Result]) -> None:
        self.kind: Final = kind
        self.work = views.Work(title=_TITLES[kind])
        self.outcome: Outcome | None = None
        self._schema = schema
        self._run = run
        self._stop = threading.Event()
        self._heard: Callable[[], None] = _nobody
        self._thread = threading.Thread(target=self._follow, name=f"designkit {kind}", daemon=True)

    def start(self, heard: Callable[[], None]) -> None:
        """Begin; `heard` is called in the thread at each step, and at the end."""
        self._heard = heard
        self._thread.start()

    def cancel(self) -> None:
        """End it at its next step."""
        self._stop.set()

    def wait(self) -> None:
        """Wait for its end."""
        self._thread.join()

    def _follow(self) -> None:
        try:
            result = self._run(self._hear)
            self.outcome = Outcome(schema=self._schema, result=result)
        except DesignkitError as error:
            self.outcome = Outcome(schema=self._schema, problem=str(error))
        except Cancelled:
            self.outcome = None
        finally:
            self.work = views.Work(title="")
            self._heard()

    def _hear(self, done: int, total: int, what: str) -> None:
        if self._stop.is_set():
            raise Cancelled
        self.work = views.Work(title=_TITLES[self.kind], words=what, done=done, total=total)
        self._heard()


class Jobs:
    """The work of one editor, and the last result of each kind."""

    def __init__(self, heard: Callable[[], None]) -> None:
        """Call `heard` from the thread of the work whenever there is news of it."""
        self._heard = heard
        self._job: Job | None = None
        self._outcomes: dict[Work, Outcome] = {}

    @property
    def running(self) -> views.Work | None:
        """How far the work is; None where nothing runs."""
        self._settle()
        return self._job.work if self._job is not None else None

    def begin(self, kind: Work, workbook: Workbook) -> None:
        """Begin work on the draft as it is now.

        Raises:
            ModelError: something runs already, or nothing changes that could be rehearsed.
        """
        if self.running is not None:
            raise ModelError("editor", "something runs already: cancel it, or wait for its end")
        self._job = Job(kind, workbook.schema, _run(kind, workbook))
        self._job.start(self._heard)

    def cancel(self) -> None:
        """End what runs at its next step."""
        if self._job is not None:
            self._job.cancel()

    def wait(self) -> None:
        """Wait for the end of what runs."""
        if self._job is not None:
            self._job.wait()

    def html(self, kind: Work, schema: Schema) -> Markup:
        """The last result of a kind, with a word where the draft is another by now; or nothing."""
        self._settle()
        outcome = self._outcomes.get(kind)
        if outcome is None:
            return Markup("")
        return views.result(
            _shown(outcome.result), outcome.problem, is_stale=outcome.schema is not schema
        )

    @property
    def advised(self) -> tuple[Advice, ...]:
        """The indexes that were advised last."""
        self._settle()
        outcome = self._outcomes.get("advise")
        found = outcome.result if outcome is not None else None
        return found.advice if isinstance(found, Advised) else ()

    def advice(self, index: str) -> Advice:
        """The advice of an index of that name.

        Raises:
            ModelError: none was advised.
        """
        found = next((item for item in self.advised if item.operation.index.name == index), None)
        if found is None:
            raise ModelError(f"index {index}", "it is not advised any more: ask for advice again")
        return found

    def _settle(self) -> None:
        """Keep the result of what has ended."""
        if self._job is None or self._job.work.title:
            return
        if self._job.outcome is not None:
            self._outcomes[self._job.kind] = self._job.outcome
        self._job = None


def _run(kind: Work, workbook: Workbook) -> Callable[[Progress], Result]:
    match kind:
        case "rehearse":
            # What a rehearsal rests on is found out at once, since the draft's database tells it.
            proposal = workbook.assessment.proposal()
            if not proposal.changes:
                raise ModelError("rehearsal", "the draft changes nothing")
            return proposal.rehearse
        case "plan":
            return lambda progress: workbook.plan(progress=progress)
        case "advise":
            return lambda progress: workbook.advise(progress=progress)


def _shown(result: Result) -> str:
    match result:
        case Rehearsals():
            return rehearsals_html(result)
        case Planned():
            return planned_html(result)
        case Advised():
            return advised_html(result)
        case None:
            return ""


def _nobody() -> None:
    """Hear nothing."""
