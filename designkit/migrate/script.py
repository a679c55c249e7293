"""What a migration is: a number, a name, a way up and a way down; and how one file is read.

Which file holds what is the business of `formats`.
"""

from __future__ import annotations

from pathlib import Path

from designkit.errors import SourceError
from designkit.model import Value, replace
from designkit.sql.scope import controls_transaction
from designkit.sql.statements import Statement, split


class Objection(Value, frozen=True, kw_only=True):
    """What the migration tool would stumble over in a script, although PostgreSQL would not."""

    line: int
    problem: str


class Script(Value, frozen=True, kw_only=True):
    """One direction of a migration.

    Attributes:
        first_line: the line of the file at which the text begins, from 1.
        text: this direction's part of the file; lines that belong elsewhere are empty in it.
        transactional: whether the migration tool runs it inside one transaction.
        statements: what the text holds, with lines of the file.
        by_message: whether it is one transaction since the tool sends it as one message, and not
            since the tool opens one.
        objections: why the tool that the file is written for would refuse it all the same.
    """

    file: Path
    first_line: int
    text: str
    transactional: bool = True
    statements: tuple[Statement, ...]
    by_message: bool = False
    objections: tuple[Objection, ...] = ()

    @property
    def leaves_transaction(self) -> Objection | None:
        """What begins or ends a transaction inside of the one that the tool opens, if anything."""
        if not self.transactional or self.by_message:
            return None
        turn = next(filter(controls_transaction, self.statements), None)
        if turn is None:
            return None
        return Objection(
            line=turn.line,
            problem="begins or ends a transaction inside of the one that the tool opens around the "
            "file: what fails behind it is not taken back. Take BEGIN and COMMIT out, or tell the "
            "tool to open none.",
        )

    @property
    def is_atomic(self) -> bool:
        """Whether a refusal leaves nothing behind: it is one transaction, and stays one."""
        return self.transactional and not any(map(controls_transaction, self.statements))


class Migration(Value, frozen=True, kw_only=True):
    """One step of a history.

    Attributes:
        label: the number as the file's name spells it: `001`, `2019-03-22-170700`.
        name: the description as the file's name spells it.
        down: None where no way back is given; one without statements says "nothing to undo".
        files: what the migration is made of, way up first.
    """

    number: int
    label: str
    name: str
    up: Script
    down: Script | None
    files: tuple[Path, ...]


def script(file: Path, text: str, *, first_line: int = 1, transactional: bool = True) -> Script:
    """Return the script that a text of a file is.

    Raises:
        SourceError: the text holds what only psql understands.
    """
    try:
        statements = split(text, first_line=first_line)
    except SourceError as error:
        raise SourceError(f"{file}: {error}") from error
    return Script(
        file=file,
        first_line=first_line,
        text=text,
        transactional=transactional,
        statements=statements,
    )


def in_own_message(whole: Script) -> Script:
    """The script as sent by a tool that opens no transaction and sends a file as one message.

    PostgreSQL runs the statements of one message as one transaction, so only a statement that
    stands alone is free of it.

    Source: https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
    """
    return replace(whole, transactional=len(whole.statements) > 1, by_message=True)


def read_text(file: Path) -> str:
    """Return what a migration file holds, line endings untouched.

    Raises:
        SourceError: it cannot be read, or is not plain UTF-8.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file}: cannot be read: {error.strerror or error}.") from error
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(f"{file}:{line}: not UTF-8. Save the file as UTF-8 text.") from error
    if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}"):
        # PostgreSQL takes it for the first letter of a word, the tools for a line of SQL.
        raise SourceError(
            f"{file}: begins with a byte order mark, which PostgreSQL and the migration tools "
            "refuse. Save the file as UTF-8 without one."
        )
    return text
