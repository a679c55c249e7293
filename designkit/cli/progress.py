"""How far long work has come: a bar on a terminal, a line now and then everywhere else.

Both go to standard error, so that what a command says can still be piped.
"""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from types import TracebackType
from typing import Self

import typer

# So rarely that a log stays readable, so often that nobody takes the work for stuck.
_LINE_EVERY_S = 10.0


class Progress:
    """A context manager around long work; `advance` after each part of it."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._done = self._total = 0
        self._resources = ExitStack()
        self._told = time.monotonic()

    def __enter__(self) -> Self:
        self._bar = None
        if sys.stderr.isatty():
            # Costs every other command 60 ms otherwise.
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            self._bar = self._resources.enter_context(
                Bar(
                    "{task.description}",
                    BarColumn(),
                    MofNCompleteColumn(),
                    TimeElapsedColumn(),
                    console=Console(stderr=True),
                    transient=True,
                    redirect_stdout=sys.stdout.isatty(),
                )
            )
            self._task = self._bar.add_task(self._what, total=None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._resources.__exit__(kind, error, trace)

    def expect(self, parts: int) -> None:
        """Say that there are so many parts more than was known."""
        self._total += parts
        if self._bar is not None:
            self._bar.update(self._task, total=self._total)

    def advance(self) -> None:
        """Say that a part is done."""
        self._done += 1
        if self._bar is not None:
            self._bar.advance(self._task)
        elif time.monotonic() - self._told >= _LINE_EVERY_S:
            self._told = time.monotonic()
            typer.echo(f"{self._what}: {self._done} of {self._total}", err=True)
