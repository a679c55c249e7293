"""`%%ddl`: a cell of SQL that edits the workbook opened last; and `%ddl` for a single line.

Registered with a running IPython that is handed in; nothing is imported from it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from designkit.errors import SourceError
from designkit.rules import Findings
from designkit.sql.script import Changes
from designkit.workbook.views import Edit

NAME = "ddl"


class Editable(Protocol):
    """What the magic needs of a workbook."""

    def sql(self, text: str) -> Changes:
        """Edit by SQL; return what it changed."""
        ...

    def check(self) -> Findings:
        """What the rules say of the draft."""
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
    """Let `%%ddl` edit this workbook from now on; None where there is none yet."""

    def ddl(line: str, cell: str = "") -> Edit:
        """Edit the workbook that was opened last by the SQL of this cell."""
        if workbook is None:
            raise SourceError(
                f"%%{NAME}: no workbook is open. Open one in an earlier cell: "
                'wb = designkit.open("a service")'
            )
        # With its first line in place, the lines of an error are those that the cell shows.
        changes = workbook.sql(f"{line}\n{cell}" if cell else line)
        return Edit(changes=changes, findings=workbook.check())

    shell.register_magic_function(ddl, magic_kind="line_cell", magic_name=NAME)


def is_registered(shell: Shell) -> bool:
    """Whether the magic is there already, perhaps with a workbook."""
    return shell.find_magic(NAME, "cell") is not None
