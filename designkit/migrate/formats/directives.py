"""The one-file formats: UP and DOWN in one file, told apart by comment lines that direct the tool.

What each tool's lines look like stands in `goose`, `sql_migrate` and `dbmate`; here is what they
share, reading a file by its directives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NoReturn

from designkit.errors import SourceError
from designkit.migrate.script import Objection, Script, script
from designkit.model import Value, replace
from designkit.sql.statements import parses

Kind = Literal["up", "down", "begin", "end", "no transaction", "other"]


class Directive(Value, frozen=True, kw_only=True):
    """A line that speaks to the migration tool.

    Attributes:
        kind: "begin" and "end" enclose one statement; "no transaction" speaks of the whole file.
        transactional: of "up" and "down": whether this direction runs inside a transaction.
    """

    kind: Kind
    transactional: bool = True


class Dialogue(Value, frozen=True, kw_only=True):
    """How a tool is spoken to.

    Attributes:
        tool: the name of the tool, which is the name of the format.
        up: the line that opens the way up, for messages.
        recognise: what a line says to the tool, or None; raises ValueError where the tool refuses
            the line.
        once: whether UP comes first and once, then DOWN at most once, with nothing before them.
        by_line: whether the tool ends a statement at a line that ends with a semicolon.
    """

    tool: str
    up: str
    recognise: Callable[[str], Directive | None]
    once: bool
    by_line: bool


def speaks(dialogue: Dialogue, text: str) -> bool:
    """Whether some line of the text directs this tool."""
    for line in _lines(text):
        try:
            if dialogue.recognise(line) is not None:
                return True
        except ValueError:
            return True
    return False


def read(dialogue: Dialogue, file: Path, text: str) -> tuple[Script, Script | None]:
    """Return the way up and the way down of a file, as its tool would take them apart.

    Raises:
        SourceError: the tool would refuse the file; the message says at which line and why.
    """
    reader = _Reader(dialogue, file)
    for number, line in enumerate(_lines(text), start=1):
        reader.take(number, line)
    return reader.scripts()


def ends_statement(line: str) -> bool:
    """Whether the line ends with a semicolon for the tools that read by line.

    They look at words: a comment begins with a word that begins with two dashes.

    Source: `endsWithSemicolon` of goose (internal/sqlparser) and sql-migrate (sqlparse).
    """
    last = ""
    for word in line.split():
        if word.startswith("--"):
            break
        last = word
    return last.endswith(";")


def _lines(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in text.split("\n")]


class _Reader:
    """Walks through a file and keeps what is open: a direction, a block, a statement."""

    def __init__(self, dialogue: Dialogue, file: Path) -> None:
        self._dialogue = dialogue
        self._file = file
        self._line = 0
        self._direction: Literal["up", "down"] | None = None
        self._block = 0
        self._open = 0
        self._no_transaction = False
        self._own: dict[str, dict[int, str]] = {}
        self._transactional = {"up": True, "down": True}
        self._cuts: set[int] = set()
        self._unfinished: dict[str, list[int]] = {"up": [], "down": []}

    def take(self, number: int, line: str) -> None:
        self._line = number
        try:
            directive = self._dialogue.recognise(line)
        except ValueError as error:
            self._refuse(str(error))
        if directive is None:
            self._take_sql(line)
        elif directive.kind in {"up", "down"}:
            self._turn(directive)
        elif directive.kind in {"begin", "end"}:
            self._enclose(directive.kind)
        elif directive.kind == "no transaction":
            self._no_transaction = True

    def scripts(self) -> tuple[Script, Script | None]:
        self._finish()
        if "up" not in self._own:
            self._line = 1
            self._refuse(f"no line `{self._dialogue.up}`. Write it above the way up.")
        up = self._script("up")
        return up, self._script("down") if "down" in self._own else None

    def _take_sql(self, line: str) -> None:
        blank = not line.strip() or line.lstrip().startswith("--")
        if self._direction is None:
            if self._dialogue.once and not blank:
                self._refuse(f"SQL above the line `{self._dialogue.up}`. Move it below.")
            return
        self._own[self._direction][self._line] = line
        if self._block or (blank and not self._open):
            return
        ends = ends_statement(line)
        if ends:
            self._cuts.add(self._line)
        self._open = 0 if ends else self._open or self._line

    def _turn(self, directive: Directive) -> None:
        self._finish()
        direction: Literal["up", "down"] = "up" if directive.kind == "up" else "down"
        if self._dialogue.once and direction in self._own:
            self._refuse(f"a second {direction} section. Keep one of each in a file.")
        if self._dialogue.once and direction == "down" and "up" not in self._own:
            self._refuse(f"the down section stands before `{self._dialogue.up}`. Move it below.")
        self._direction = direction
        self._own.setdefault(direction, {})
        self._transactional[direction] &= directive.transactional

    def _enclose(self, kind: Kind) -> None:
        if self._direction is None:
            self._refuse("a statement block outside of up and down. Move it below one of them.")
        if kind == "begin":
            if self._block:
                self._refuse("a statement block inside another. Close the first one before.")
            self._leave_statement()
            self._block = self._line
        elif self._block:
            self._block = 0
        elif self._dialogue.once:
            self._refuse("the end of a statement block that was not begun. Take the line out.")

    def _finish(self) -> None:
        if self._block:
            self._line = self._block
            self._refuse("a statement block without its end. Write the line that closes it.")
        self._leave_statement()

    def _leave_statement(self) -> None:
        if self._open and self._direction:
            self._unfinished[self._direction].append(self._open)
        self._open = 0

    def _script(self, direction: str) -> Script:
        own = self._own[direction]
        numbers = range(min(own, default=1), max(own, default=0) + 1)
        whole = script(
            self._file,
            "\n".join(own.get(number, "") for number in numbers),
            first_line=numbers.start,
            transactional=self._transactional[direction] and not self._no_transaction,
        )
        if not self._dialogue.by_line:
            return whole
        unfinished = (
            Objection(
                line=number,
                problem=f"{self._dialogue.tool} misses a semicolon at the end of the last line of "
                "this statement. Add it.",
            )
            for number in self._unfinished[direction]
        )
        return replace(whole, objections=(*unfinished, *self._cut_statements(whole)))

    def _cut_statements(self, whole: Script) -> Iterator[Objection]:
        for statement in whole.statements:
            inner = range(statement.line, statement.line + statement.text.count("\n"))
            cut = next((number for number in inner if number in self._cuts), None)
            # A statement that is itself broken ends anywhere: its own error says more.
            if cut is not None and parses(statement.text):
                yield Objection(
                    line=statement.line,
                    problem=f"{self._dialogue.tool} ends this statement at the semicolon of line "
                    f"{cut}. Enclose it with StatementBegin and StatementEnd.",
                )

    def _refuse(self, problem: str) -> NoReturn:
        raise SourceError(f"{self._file}:{self._line}: {problem}")
