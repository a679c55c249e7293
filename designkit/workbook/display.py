"""The place where values meet a notebook: their views are registered with the running IPython.

Values know nothing of display, and IPython is never imported: only one that runs already is used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from operator import attrgetter, methodcaller
from typing import Any, Protocol

from designkit.changes import Operation
from designkit.diagram import Diagram
from designkit.migrate import Rehearsal, Rehearsals
from designkit.model import Schema, Table
from designkit.review import Answered, Approved, PlanChanges, Planned, Queries, Review
from designkit.rules import Finding, Findings
from designkit.sql.script import Changes
from designkit.workbook import magics, views
from designkit.workbook.table_editor import TableEditor
from designkit.workbook.workbook import Workbook
from designkit.workload.advice import Advice, Advised

# Each function takes a value of its key; no type of Python's says so of a mapping.
View = Callable[[Any], str]

HTML: Mapping[type, View] = {
    Advice: views.advice_html,
    Advised: views.advised_html,
    Answered: views.answered_html,
    Approved: views.approved_html,
    Changes: views.changes_html,
    Diagram: views.diagram_html,
    Finding: views.finding_html,
    Findings: views.findings_html,
    PlanChanges: views.plan_changes_html,
    Planned: views.planned_html,
    Queries: views.queries_html,
    Rehearsal: views.rehearsal_html,
    Rehearsals: views.rehearsals_html,
    Review: views.review_html,
    Schema: views.schema_html,
    Table: views.table_html,
    TableEditor: views.table_editor_html,
    Workbook: views.workbook_html,
    views.Edit: views.edit_html,
}

# What stands where HTML does not: in a terminal, and beside the HTML in the notebook's file.
TEXT: Mapping[type, View] = {
    Advice: views.advice_text,
    Advised: views.advised_text,
    Answered: str,
    Approved: views.approved_text,
    Changes: str,
    Diagram: attrgetter("title"),
    Finding: str,
    Findings: str,
    Operation: methodcaller("describe"),
    PlanChanges: str,
    Planned: str,
    Queries: str,
    Rehearsal: views.rehearsal_text,
    Rehearsals: views.rehearsals_text,
    Review: str,
    Schema: views.schema_text,
    Table: views.table_text,
    views.Edit: str,
}


class Formatter(Protocol):
    """IPython's registry of what shows a type."""

    def for_type(self, typ: type, func: Callable[..., object]) -> object:
        """Register a function for a type and its subclasses."""
        ...


class Formatters(Protocol):
    """IPython's formatters by MIME type."""

    @property
    def formatters(self) -> Mapping[str, Formatter]:
        """The formatters."""
        ...


class Shell(magics.Shell, Protocol):
    """What is used of a running IPython."""

    @property
    def display_formatter(self) -> Formatters:
        """What shows the last value of a cell."""
        ...


class Printer(Protocol):
    """What IPython hands to a function that writes plain text."""

    def text(self, obj: str) -> object:
        """Write a text."""
        ...


def install(workbook: Workbook | None = None) -> bool:
    """Show designkit's values as pages, and let the magics mean the workbook; False elsewhere."""
    shell = _running_shell()
    if shell is None:
        return False
    _show(shell)
    if workbook is not None:
        magics.register(shell, workbook)
    return True


def load_ipython_extension(shell: Shell) -> None:
    """Do what `%load_ext designkit` asks for: the magics are there before a workbook is open."""
    _show(shell)
    if not magics.is_registered(shell):
        magics.register(shell, None)


def _running_shell() -> Shell | None:
    ipython = sys.modules.get("IPython")
    if ipython is None:
        return None
    shell: Shell | None = ipython.get_ipython()
    return shell


def _show(shell: Shell) -> None:
    formatters = shell.display_formatter.formatters
    for kind, view in HTML.items():
        formatters["text/html"].for_type(kind, view)
    for kind, view in TEXT.items():
        formatters["text/plain"].for_type(kind, _printed(view))


def _printed(view: View) -> Callable[[object, Printer, bool], None]:
    def write(value: object, printer: Printer, _cycle: bool) -> None:  # noqa: FBT001
        printer.text(view(value))

    return write
