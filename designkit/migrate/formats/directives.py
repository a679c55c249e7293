"""The one-file formats: UP and DOWN in one file, told apart by comment lines that direct the tool.

What each tool's lines look like stands in `goose`, `sql_migrate` and `dbmate`; here is what they
share, reading a file by its directives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Literal, NoReturn

from designkit.config import FileFormat
from designkit.errors import SourceError
from designkit.migrate.formats.substitution import substitute
from designkit.migrate.script import Objection, Script, in_own_message, script
from designkit.model import Value, replace
from designkit.sql.statements import inner_lines, parses, words

Kind = Literal["up", "down", "begin", "end", "no transaction", "substitute", "leave", "other"]


class Directive(Value, frozen=True, kw_only=True):
    """A line that speaks to the migration tool.

    Attributes:
        kind: "begin" and "end" enclose one statement; "no transaction" speaks of the whole file;
            between "substitute" and "leave" variables of the environment are put in.
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
        down: the line that opens the way down, where the tool refuses a file without it.
        left_out: how a line begins that the tool leaves out wherever it stands, "" for none.
        by_line: whether the tool ends a statement at a line that ends with a semicolon, or else
            sends a whole direction as one message.
        highest: the highest number that the tool takes, which then takes none below 1; 0 if any.
    """

    tool: FileFormat
    up: str
    recognise: Callable[[str], Directive | None]
    once: bool
    by_line: bool
    down: str = ""
    left_out: str = ""
    highest: int = 0


def speaks(dialogue: Dialogue, text: str) -> bool:
    """Whether some line of the text directs this tool; what a body or a value holds does not."""
    lines = _lines(text)
    spoken = [number for number, line in enumerate(lines, 1) if _is_heard(dialogue, line)]
    if not spoken:
        return False
    # Nearly every file begins with such a line, and then nobody has to ask what it stands in.
    begins = all(line.startswith("--") for line in lines[: spoken[0]] if line.strip())
    return begins or not inner_lines(text).issuperset(spoken)


def read(
    dialogue: Dialogue, file: Path, text: str, environment: Mapping[str, str] | None = None
) -> tuple[Script, Script | None]:
    """Return the way up and the way down of a file, as its tool would take them apart.

    Args:
        dialogue: how the tool is spoken to.
        file: where the text stands, for messages.
        text: what the file holds.
        environment: the variables that the text may ask for; none, if not given.

    Raises:
        SourceError: the tool would refuse the file, or a variable is not set; the message says at
            which line and why.
    """
    reader = _Reader(dialogue, file, environment or {})
    for number, line in enumerate(_lines(text), start=1):
        reader.take(number, line)
    return reader.scripts()


def header(dialogue: Dialogue, text: str) -> tuple[str, ...]:
    """Return the words of the comments that stand above the first line for the tool."""
    lines = takewhile(lambda line: dialogue.recognise(line) is None, _lines(text))
    comments = (line.strip() for line in lines)
    return tuple(line[2:].removeprefix(" ") for line in comments if line.startswith("--"))


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


def _is_heard(dialogue: Dialogue, line: str) -> bool:
    try:
        return dialogue.recognise(line) is not None
    except ValueError:
        return True


def _lines(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in text.split("\n")]


class _Reader:
    """Walks through a file and keeps what is open: a direction, a block, a statement."""

    def __init__(self, dialogue: Dialogue, file: Path, environment: Mapping[str, str]) -> None:
        self._dialogue = dialogue
        self._file = file
        self._environment = environment
        self._substituting = False
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
        elif directive.kind in {"substitute", "leave"}:
            self._substituting = directive.kind == "substitute"

    def scripts(self) -> tuple[Script, Script | None]:
        self._finish()
        if "up" not in self._own:
            self._line = 1
            self._refuse(f"no line `{self._dialogue.up}`. Write it above the way up.")
        if self._dialogue.down and "down" not in self._own:
            self._refuse(
                f"no line `{self._dialogue.down}`, without which {self._dialogue.tool} refuses the "
                "file. Write it; nothing has to stand below it."
            )
        up = self._script("up")
        return up, self._script("down") if "down" in self._own else None

    def _take_sql(self, line: str) -> None:
        mark = self._dialogue.left_out
        comment = line.startswith(mark) if mark else line.lstrip().startswith("--")
        blank = comment or not line.strip()
        if self._direction is None:
            if self._dialogue.once and not blank:
                self._refuse(f"SQL above the line `{self._dialogue.up}`. Move it below.")
            return
        if self._substituting and (self._open or not blank):
            line = self._substituted(line)
        self._own[self._direction][self._line] = line
        if blank and not self._open:
            return
        if self._block:
            self._open = self._open or self._line
            return
        ends = ends_statement(line)
        if ends:
            self._cuts.add(self._line)
        self._open = 0 if ends else self._open or self._line

    def _substituted(self, line: str) -> str:
        try:
            return substitute(line, self._environment)
        except ValueError as error:
            self._refuse(str(error))

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
            self._block = self._open = 0
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
            return whole if whole.transactional else in_own_message(whole)
        unfinished = (
            Objection(
                line=number,
                problem=f"{self._dialogue.tool} misses a semicolon at the end of the last line of "
                "this statement. Add it.",
            )
            for number in self._unfinished[direction]
        )
        lost = self._lost_lines(whole) if self._dialogue.left_out else ()
        return replace(whole, objections=(*unfinished, *self._cut_statements(whole), *lost))

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

    def _lost_lines(self, whole: Script) -> Iterator[Objection]:
        mark = self._dialogue.left_out
        for statement in whole.statements:
            lines = statement.text.split("\n")
            left = [line for line in lines if not line.startswith(mark)]
            if len(left) < len(lines) and words("\n".join(left)) != words(statement.text):
                yield Objection(
                    line=statement.line,
                    problem=f"{self._dialogue.tool} leaves out lines that begin with `{mark}`, and "
                    "this statement has one inside of a text or a body. Indent that line.",
                )

    def _refuse(self, problem: str) -> NoReturn:
        raise SourceError(f"{self._file}:{self._line}: {problem}")
