"""The family of errors.

    DesignkitError
    ├── ConfigError        pyproject.toml, or a service that it does not name
    ├── SourceError        a source that is missing, unreadable, or of no known format
    │   ├── HistoryError   a migrations directory that contradicts itself
    │   └── QueryError     a query whose text cannot be taken for one
    ├── ModelError         a value that no schema may hold
    ├── StatementFailed    a statement that the database refused
    ├── ConnectionFailed   a server that did not start or did not answer
    ├── DiffIncomplete     a difference that no operation covers
    ├── NotApproved        an approval that was refused
    ├── FileError          a file that could not be written
    ├── ProgramFailed      a program beside designkit that is missing or did not work
    └── RenderError        a diagram that could not be drawn

Each message says where, what, and what to do; the facts are attributes. The command line prints the
message and leaves with exit code 2. This module imports nothing of the package.
"""

from __future__ import annotations


class DesignkitError(Exception):
    """Anything that designkit refuses, with a message made for its user."""

    slug = "designkit"

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of the traceback, which says nothing to the message's reader.
        return str(self).splitlines()


class ConfigError(DesignkitError):
    """The configuration is wrong, or does not know what it was asked for."""

    slug = "config"


class SourceError(DesignkitError):
    """A source of a schema is missing, unreadable, or of no known kind."""

    slug = "source"


class HistoryError(SourceError):
    """A directory of migrations contradicts itself: a number twice, a pair without its half."""

    slug = "history"


class QueryError(SourceError):
    """The text of a query, or of a file of queries, cannot be taken for that.

    Attributes:
        file: where it stands, or "" for text that came from no file.
        line: of that file, from 1.
        column: of that line, from 1.
        problem: what is wrong, and what to do.
    """

    slug = "query"

    def __init__(self, *, file: str, line: int, problem: str, column: int = 1) -> None:
        super().__init__(f"{file}:{line}: {problem}" if file else f"line {line}: {problem}")
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem


class ModelError(DesignkitError):
    """A value was asked for that no schema may hold."""

    slug = "model"

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


class StatementFailed(DesignkitError):  # noqa: N818  (the name says what happened, as psycopg's do)
    """The database refused a statement.

    Attributes:
        file: where the statement stands, or "" for text that came from no file.
        line: first line of the failing place in that file, from 1.
        sqlstate: the server's five-character code.
        problem: the server's own message, with its detail and hint.
        statement: the text of the statement.
    """

    slug = "statement"

    def __init__(
        self, *, file: str, line: int, sqlstate: str, problem: str, statement: str, advice: str = ""
    ) -> None:
        where = f"{file}:{line}" if file else f"line {line}"
        message = f"{where}: {problem} (SQLSTATE {sqlstate})"
        super().__init__(f"{message}\n{advice}" if advice else message)
        self.file = file
        self.line = line
        self.sqlstate = sqlstate
        self.problem = problem
        self.statement = statement


class ConnectionFailed(DesignkitError):  # noqa: N818
    """A server did not start, or did not answer. Never repeats a password."""

    slug = "connection"


class DiffIncomplete(DesignkitError):  # noqa: N818
    """Two schemas differ in something that no operation can express."""

    slug = "diff"


class NotApproved(DesignkitError):  # noqa: N818
    """An approval was refused; the message lists what stands against it."""

    slug = "not-approved"


class FileError(DesignkitError):
    """A file could not be written; what stood there before is untouched."""

    slug = "file"


class ProgramFailed(DesignkitError):  # noqa: N818
    """A program that designkit builds or runs is missing, or did not do its work."""

    slug = "program"


class RenderError(DesignkitError):
    """A diagram could not be drawn."""

    slug = "render"
