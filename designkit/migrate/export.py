"""The text of a new migration in each format, proven by reading it back. Pure.

Putting it on the disk is the business of `publish`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from designkit.config import FileFormat
from designkit.errors import FileError, SourceError
from designkit.migrate.formats import directives, one_file, pairs
from designkit.migrate.formats.directives import ends_statement
from designkit.migrate.numbering import file_name
from designkit.migrate.script import Script
from designkit.model import Value
from designkit.sql.statements import between, split


class Export(Value, frozen=True, kw_only=True):
    """What a new migration shall hold, whatever the format.

    Attributes:
        description: snake_case; it becomes part of the file's name.
        up: statements in order, with or without semicolons; comments may stand among them.
        down: None for no way down at all, () for one that states that there is nothing to undo.
        header: lines of text that become comments above the statements.
        transactional: whether the tool shall run it inside a transaction.
        down_transactional: the same of the way down, where it differs.
    """

    description: str
    up: tuple[str, ...]
    down: tuple[str, ...] | None
    header: tuple[str, ...] = ()
    transactional: bool = True
    down_transactional: bool | None = None

    @property
    def free_up(self) -> bool:
        """Whether the way up runs outside of a transaction."""
        return not self.transactional

    @property
    def free_down(self) -> bool:
        """Whether there is a way down with statements that run outside of a transaction."""
        wrapped = self.down_transactional
        return bool(self.down) and not (self.transactional if wrapped is None else wrapped)


class _Words(Value, frozen=True, kw_only=True):
    """How a one-file format says what it has to say."""

    up: str
    down: str
    no_transaction: str = ""
    no_transaction_up: str = ""
    no_transaction_down: str = ""
    begin: str = ""
    end: str = ""


_WORDS = {
    "goose": _Words(
        up="-- +goose Up",
        down="-- +goose Down",
        no_transaction="-- +goose NO TRANSACTION",
        begin="-- +goose StatementBegin",
        end="-- +goose StatementEnd",
    ),
    "sql-migrate": _Words(
        up="-- +migrate Up",
        down="-- +migrate Down",
        no_transaction_up=" notransaction",
        no_transaction_down=" notransaction",
        begin="-- +migrate StatementBegin",
        end="-- +migrate StatementEnd",
    ),
    "dbmate": _Words(
        up="-- migrate:up",
        down="-- migrate:down",
        no_transaction_up=" transaction:false",
        no_transaction_down=" transaction:false",
    ),
}
_PLAIN = _Words(up="", down="")


def render(file_format: FileFormat, label: str, export: Export) -> tuple[tuple[str, str], ...]:
    """Return the files of a new migration, each as name and text; up before down.

    What was written is read back: the result holds exactly the statements that were asked for.

    Raises:
        NotApproved: the description is not snake_case.
        FileError: the format cannot hold such a migration.
    """
    return render_as(file_format, file_name(label, export.description), export)


def render_as(file_format: FileFormat, stem: str, export: Export) -> tuple[tuple[str, str], ...]:
    """Return what `render` does, under a name that is already complete: `003_create_orders`.

    Raises:
        FileError: the format cannot hold such a migration.
    """
    try:
        files = _files(file_format, stem, export)
        _prove(file_format, files, export)
    except SourceError as error:
        raise FileError(f"{stem}: cannot be written for {file_format}: {error}") from error
    return files


def _files(file_format: FileFormat, stem: str, export: Export) -> tuple[tuple[str, str], ...]:
    if file_format == "diesel":
        return _folder(stem, export)
    if file_format in {"golang-migrate", "sqlx"}:
        return _pair(stem, export, pairs.NO_TRANSACTION if file_format == "sqlx" else "")
    return ((f"{stem}.sql", _one_file(_WORDS[file_format], export)),)


def _one_file(words: _Words, export: Export) -> str:
    lines = _header(export.header)
    if words.no_transaction and (export.free_up or export.free_down):
        lines.append(words.no_transaction)
    lines.append(words.up + (words.no_transaction_up if export.free_up else ""))
    lines += _statements(export.up, words)
    if export.down is not None:
        lines += ["", words.down + (words.no_transaction_down if export.free_down else "")]
        lines += _statements(export.down, words)
    return "\n".join(lines) + "\n"


def _pair(stem: str, export: Export, no_transaction: str) -> tuple[tuple[str, str], ...]:
    up = [*_header(export.header), *_statements(export.up, _PLAIN)]
    files = [(f"{stem}.up.sql", up, export.free_up)]
    if export.down is not None:
        files.append((f"{stem}.down.sql", _statements(export.down, _PLAIN), export.free_down))
    return tuple(
        (name, _text([no_transaction, *lines] if free and no_transaction else lines))
        for name, lines, free in files
    )


def _folder(stem: str, export: Export) -> tuple[tuple[str, str], ...]:
    # diesel refuses a file that is empty.
    nothing = ["-- Nothing to run."]
    up = [*_header(export.header), *_statements(export.up, _PLAIN)]
    files = [(f"{stem}/up.sql", _text(up or nothing))]
    if export.down is not None:
        down = _statements(export.down, _PLAIN)
        files.append((f"{stem}/down.sql", _text(down or nothing)))
    if export.free_up or export.free_down:
        files.append((f"{stem}/{pairs.METADATA}", "run_in_transaction = false\n"))
    return tuple(files)


def _header(header: Iterable[str]) -> list[str]:
    lines = [line for text in header for line in (text.splitlines() or [""])]
    return [*(f"-- {line}".rstrip() for line in lines), *([""] if lines else [])]


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _statements(statements: Iterable[str], words: _Words) -> list[str]:
    lines: list[str] = []
    for statement in statements:
        text = statement.strip()
        parts = split(text)
        if not parts:
            lines += _comment_lines(text) if words.begin else [text]
            continue
        end = parts[-1].offset + len(parts[-1].text)
        if between(text[end:]) == text[end:]:
            text = f"{text[:end]};{text[end:]}"
        *inner, last = text.split("\n")
        whole = ends_statement(last) and not any(ends_statement(line) for line in inner)
        lines += [text] if whole or not words.begin else [words.begin, text, words.end]
    return lines


def _comment_lines(text: str) -> list[str]:
    """A comment that no statement follows, so that no tool waits for its end."""
    lines = (line.strip().removeprefix("--").strip() for line in text.split("\n"))
    return [f"-- {line}".rstrip() if line else "" for line in lines]


def _prove(file_format: FileFormat, files: tuple[tuple[str, str], ...], export: Export) -> None:
    name = files[0][0]
    up, down = _read_back(file_format, files)
    if any("\0" in text for _, text in files):
        raise FileError(f"{name}: a zero byte, which no migration can hold. Take it out.")
    for _, text in files:
        _refuse_other_tools(file_format, name, text, free=export.free_up or export.free_down)
    if (export.down is None) != (down is None):
        raise FileError(f"{name}: {file_format} would read another way down than was asked for.")
    _prove_way(file_format, name, export.up, up, free=export.free_up)
    if export.down is not None and down is not None:
        _prove_way(file_format, name, export.down, down, free=export.free_down)


def _refuse_other_tools(file_format: FileFormat, name: str, text: str, *, free: bool) -> None:
    """Words by which the file would be taken for another tool's, or not as it is meant."""
    spoken: list[str] = []
    if file_format in _WORDS:
        spoken += (item.tool for item in one_file.DIALOGUES if directives.speaks(item, text))
    elif file_format != "diesel" and text.startswith(pairs.NO_TRANSACTION) and not free:
        spoken.append("sqlx without a transaction")
    stranger = next((tool for tool in spoken if tool != file_format), None)
    if stranger is not None:
        raise FileError(
            f"{name}: has a line that speaks to {stranger}, and would be taken for its file. "
            "Write the comment in other words."
        )


def _prove_way(
    file_format: FileFormat, name: str, wanted: tuple[str, ...], written: Script, *, free: bool
) -> None:
    texts = [part.text for item in wanted for part in split(item)]
    for objection in written.objections:
        raise FileError(f"{name}:{objection.line}: {objection.problem}")
    if [statement.text for statement in written.statements] != texts:
        raise FileError(
            f"{name}: {file_format} would read other statements than were asked for. "
            "Look for lines inside of a statement that begin with the tool's own mark."
        )
    if texts and written.transactional and free:
        raise FileError(
            f"{name}: {file_format} runs these statements as one transaction, and they were asked "
            "for without. Write one statement per migration, or use goose or sql-migrate, which "
            "send each statement for itself."
        )
    # One statement alone takes effect as a whole or not at all, with a transaction or without.
    if len(texts) > 1 and not (written.transactional or free):
        raise FileError(
            f"{name}: {file_format} runs UP and DOWN alike in a transaction or both without, and "
            "one was asked for with, the other without. Write two migrations, or use sql-migrate, "
            "which is told of each."
        )


def _read_back(
    file_format: FileFormat, files: tuple[tuple[str, str], ...]
) -> tuple[Script, Script | None]:
    texts = {Path(name): text for name, text in files}
    if file_format == "diesel":
        settings = [text for file, text in texts.items() if file.name == pairs.METADATA]
        wrapped = all(pairs.wraps(Path(pairs.METADATA), text) for text in settings)
        ways = [
            pairs.sent(file, text, wrapped=wrapped)
            for file, text in texts.items()
            if file.name != pairs.METADATA
        ]
    elif file_format == "sqlx":
        ways = [pairs.sent_by_sqlx(file, text) for file, text in texts.items()]
    elif file_format == "golang-migrate":
        ways = [pairs.sent(file, text, wrapped=False) for file, text in texts.items()]
    else:
        dialogue = next(item for item in one_file.DIALOGUES if item.tool == file_format)
        ((file, text),) = texts.items()
        return directives.read(dialogue, file, text)
    up, *down = ways
    return up, next(iter(down), None)
