"""`%%ddl`, a cell of SQL that edits the workbook opened last, and `%%query`, one that registers.

Registered with a running IPython that is handed in; nothing is imported from it.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Literal, Protocol

from designkit.errors import QueryError, SourceError
from designkit.model import replace
from designkit.review import Answered
from designkit.rules import Findings
from designkit.sql.script import Changes
from designkit.workbook.views import Edit
from designkit.workload import Query, read_queries

NAME = "ddl"
QUERY = "query"

_WEIGHT = "weight="


class Editable(Protocol):
    """What the magics need of a workbook."""

    def sql(self, text: str) -> Changes:
        """Edit by SQL; return what it changed."""
        ...

    def check(self) -> Findings:
        """What the rules say of the draft."""
        ...

    def register(self, query: Query) -> Answered:
        """Register a query; return what is said of it."""
        ...


class Shell(Protocol):
    """What is used of a running IPython."""

    def register_magic_function(
        self,
        func: Callable[..., object],
        magic_kind: Literal["line", "cell", "line_cell"] = ...,
        magic_name: str | None = ...,
    ) -> None:
        """Make a function a magic."""
        ...

    def find_magic(self, magic_name: str, magic_kind: str = ...) -> object:
        """The magic of that name, or None."""
        ...


def register(shell: Shell, workbook: Editable | None) -> None:
    """Let the magics mean this workbook from now on; None where there is none yet."""

    def ddl(line: str, cell: str = "") -> Edit:
        """Edit the workbook that was opened last by the SQL of this cell."""
        opened = _demand(workbook, f"%%{NAME}")
        # With its first line in place, the lines of an error are those that the cell shows.
        changes = opened.sql(f"{line}\n{cell}" if cell else line)
        return Edit(changes=changes, findings=opened.check())

    def query(line: str, cell: str) -> Answered:
        """Register the SQL of this cell under a name: %%query GetEventByID :one weight=100."""
        return _demand(workbook, f"%%{QUERY}").register(_query(line, cell))

    shell.register_magic_function(ddl, magic_kind="line_cell", magic_name=NAME)
    shell.register_magic_function(query, magic_kind="cell", magic_name=QUERY)


def is_registered(shell: Shell) -> bool:
    """Whether the magics are there already, perhaps with a workbook."""
    return shell.find_magic(NAME, "cell") is not None


def _demand(workbook: Editable | None, magic: str) -> Editable:
    if workbook is None:
        raise SourceError(
            f"{magic}: no workbook is open. Open one in an earlier cell: "
            'wb = designkit.open("a service")'
        )
    return workbook


def _query(line: str, cell: str) -> Query:
    """The query of a cell, whose first line is a name line of a file of queries.

    So the lines of an error are those that the cell shows.
    """
    words = line.split()
    weights = [word for word in words if word.startswith(_WEIGHT)]
    named = " ".join(word for word in words if not word.startswith(_WEIGHT))
    first, *others = read_queries(f"-- name: {named}\n{cell}")
    for other in others:
        problem = f"a second query, {other.name}. Give it a cell of its own, with %%{QUERY}."
        raise QueryError(file="", line=other.place.line - 1, problem=problem)
    return replace(first, weight=_number(weights[-1])) if weights else first


def _number(word: str) -> float:
    try:
        number = float(word.removeprefix(_WEIGHT))
    except ValueError:
        number = 0.0
    if not 0 < number < inf:
        problem = f"{word} is no weight. Write a number above 0: weight=100."
        raise QueryError(file="", line=1, problem=problem)
    return number
