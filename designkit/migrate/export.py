"""The text of a new migration: its number, its file names, its content in each format. Pure.

Putting it on the disk is the business of `publish`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from designkit.config import FileFormat
from designkit.errors import FileError, NotApproved, SourceError
from designkit.migrate.formats import directives, one_file
from designkit.migrate.formats.directives import ends_statement
from designkit.migrate.history import History
from designkit.migrate.script import Script, in_own_message, script
from designkit.model import Value, is_snake_case, snake_case
from designkit.sql.statements import split


class Export(Value, frozen=True, kw_only=True):
    """What a new migration shall hold, whatever the format.

    Attributes:
        description: snake_case; it becomes part of the file's name.
        up: statements in order, with or without semicolons; comments may stand among them.
        down: None for no way down at all, () for one that states that there is nothing to undo.
        header: lines of text that become comments above the statements.
    """

    description: str
    up: tuple[str, ...]
    down: tuple[str, ...] | None
    header: tuple[str, ...] = ()
    transactional: bool = True


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


def next_number(history: History | None, width: int = 3) -> tuple[int, str]:
    """Return the number behind the last one of a history, and its digits at the history's width."""
    if history is None or not history.migrations:
        return 1, f"{1:0{width}}"
    last = max(history.migrations, key=lambda migration: migration.number)
    number = last.number + 1
    return number, f"{number:0{max(width, len(last.label))}}"


def file_name(label: str, description: str) -> str:
    """Return the name of a migration without its ending: `003_create_orders`.

    Raises:
        NotApproved: the description is not snake_case.
    """
    if not is_snake_case(description):
        raise NotApproved(
            f"migration {description!r}: a description is lower snake_case. "
            f"Call it {snake_case(description)}."
        )
    return f"{label}_{description}"


def render(file_format: FileFormat, label: str, export: Export) -> tuple[tuple[str, str], ...]:
    """Return the files of a new migration, each as name and text; up before down.

    What was written is read back: the result holds exactly the statements that were asked for.

    Raises:
        NotApproved: the description is not snake_case.
        FileError: the format cannot hold such a migration.
    """
    stem = file_name(label, export.description)
    try:
        if file_format == "golang-migrate":
            files = _pair(stem, export)
        else:
            files = ((f"{stem}.sql", _one_file(_WORDS[file_format], export)),)
        _prove(file_format, files, export)
    except SourceError as error:
        raise FileError(f"{stem}: cannot be written for {file_format}: {error}") from error
    return files


def _one_file(words: _Words, export: Export) -> str:
    free = not export.transactional
    lines = [*_comments(export.header), *([""] if export.header else [])]
    if free and words.no_transaction:
        lines.append(words.no_transaction)
    lines.append(words.up + (words.no_transaction_up if free else ""))
    lines += _statements(export.up, words)
    if export.down is not None:
        lines += ["", words.down + (words.no_transaction_down if free else "")]
        lines += _statements(export.down, words)
    return "\n".join(lines) + "\n"


def _pair(stem: str, export: Export) -> tuple[tuple[str, str], ...]:
    plain = _Words(up="", down="")
    up = [*_comments(export.header), *_statements(export.up, plain)]
    files = [(f"{stem}.up.sql", "\n".join(up) + "\n")]
    if export.down is not None:
        down = "\n".join(_statements(export.down, plain))
        files.append((f"{stem}.down.sql", down + "\n" if down else ""))
    return tuple(files)


def _comments(header: Iterable[str]) -> list[str]:
    lines = [line for text in header for line in (text.splitlines() or [""])]
    return [f"-- {line}".rstrip() for line in lines]


def _statements(statements: Iterable[str], words: _Words) -> list[str]:
    lines: list[str] = []
    for statement in statements:
        text = statement.strip()
        if not split(text):
            lines.append(text)
            continue
        terminated = text if text.endswith(";") else _terminated(text)
        *inner, last = terminated.split("\n")
        whole = ends_statement(last) and not any(ends_statement(line) for line in inner)
        lines += [terminated] if whole or not words.begin else [words.begin, terminated, words.end]
    return lines


def _terminated(text: str) -> str:
    """The statement with its semicolon, on a line of its own where a comment would swallow it."""
    return f"{text}\n;" if "--" in text.rsplit("\n", 1)[-1] else f"{text};"


def _prove(file_format: FileFormat, files: tuple[tuple[str, str], ...], export: Export) -> None:
    name = files[0][0]
    up, down = _read_back(file_format, files)
    if any("\0" in text for _, text in files):
        raise FileError(f"{name}: a zero byte, which no migration can hold. Take it out.")
    for wanted, written in ((export.up, up), (export.down, down)):
        if (wanted is None) != (written is None):
            raise FileError(
                f"{name}: {file_format} would read another way down than was asked for."
            )
        if wanted is None or written is None:
            continue
        texts = [part.text for item in wanted for part in split(item)]
        if [statement.text for statement in written.statements] != texts or written.objections:
            raise FileError(
                f"{name}: {file_format} would read other statements than were asked for. "
                "Look for lines inside of a statement that begin with the tool's own mark."
            )
        if written.statements and written.transactional and not export.transactional:
            raise FileError(
                f"{name}: {file_format} runs the statements of a file as one transaction. "
                "Write one statement per migration, or use goose, which has NO TRANSACTION."
            )


def _read_back(
    file_format: FileFormat, files: tuple[tuple[str, str], ...]
) -> tuple[Script, Script | None]:
    if file_format == "golang-migrate":
        up, *down = (in_own_message(script(Path(name), text)) for name, text in files)
        return up, next(iter(down), None)
    dialogue = next(item for item in one_file.DIALOGUES if item.tool == file_format)
    (name, text), *_ = files
    return directives.read(dialogue, Path(name), text)
