"""`designkit.sum`: the checksums that make the migrations of a directory immutable.

Each file's checksum covers its bytes and the checksum of the file before it, and the first line
covers all others, so two branches that both add a migration meet in git as a conflict.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from designkit.errors import SourceError
from designkit.migrate.formats.names import identified
from designkit.migrate.history import History
from designkit.model import Value

FILE_NAME = "designkit.sum"

_HEAD = re.compile(r"designkit\.sum v1 ([0-9a-f]{64})")
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


class Fault(Value, frozen=True, kw_only=True):
    """What happened to a committed migration file.

    Attributes:
        file: its name in the directory; of a renamed one, the name that it had.
        kind: "renumbered" is renamed to another number; "reordered" is named out of its order;
            "collides" is new, with a number that somebody else took meanwhile.
        explanation: what happened and what to do, as a sentence.
    """

    file: str
    kind: Literal["changed", "removed", "added", "renamed", "renumbered", "reordered", "collides"]
    explanation: str


class Entry(Value, frozen=True, kw_only=True):
    """One file of the chain."""

    file: str
    digest: str


class Checksums(Value, frozen=True, kw_only=True):
    """The chain of a directory, in order.

    Attributes:
        stated_total: the total that was read from a file, or "" for a chain that was computed.
    """

    entries: tuple[Entry, ...]
    stated_total: str = ""

    @property
    def total(self) -> str:
        """The checksum of all lines; it names this state of the directory."""
        return hashlib.sha256(self._lines.encode()).hexdigest()

    @property
    def text(self) -> str:
        """The content of `designkit.sum`."""
        return f"designkit.sum v1 {self.total}\n{self._lines}"

    @property
    def _lines(self) -> str:
        return "".join(f"{entry.digest}  {entry.file}\n" for entry in self.entries)

    def extended(self, files: Iterable[tuple[str, bytes]]) -> Checksums:
        """The chain with further files at its end."""
        entries = list(self.entries)
        for name, content in files:
            before = entries[-1].digest if entries else ""
            entries.append(Entry(file=name, digest=_chained(before, content)))
        return Checksums(entries=tuple(entries))


def compute(history: History) -> Checksums:
    """Return the checksums of a history as its files are now.

    Raises:
        SourceError: a file cannot be read.
    """
    return Checksums(entries=()).extended(contents(history).items())


def contents(history: History) -> Mapping[str, bytes]:
    """Return the bytes of each migration file by its name, in order.

    Files for other databases come last, so that they are immutable too.

    Raises:
        SourceError: a file cannot be read.
    """
    own = (file for migration in history.migrations for file in migration.files)
    files = (*own, *history.passed_over)
    return {file.relative_to(history.directory).as_posix(): _bytes(file) for file in files}


def read(directory: Path) -> Checksums | None:
    """Return the recorded checksums of a directory, or None where none were recorded.

    Raises:
        SourceError: the file cannot be read, or is not what designkit writes.
    """
    file = directory / FILE_NAME
    return parse(str(file), _bytes(file)) if file.exists() else None


def parse(where: str, content: bytes) -> Checksums:
    """Return the checksums that the content of a `designkit.sum` states.

    Raises:
        SourceError: it is not what designkit writes; the message says where it stands.
    """
    # Git may have given it the line endings of Windows, which change nothing that it says.
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    head, *lines = text.removesuffix("\n").split("\n")
    total = _HEAD.fullmatch(head)
    if total is None:
        raise _malformed(where, 1)
    entries: dict[str, Entry] = {}
    for number, line in enumerate(lines, start=2):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in entries:
            raise _malformed(where, number)
        entries[match[2]] = Entry(file=match[2], digest=match[1])
    return Checksums(entries=tuple(entries.values()), stated_total=total[1])


def compare(recorded: Checksums, history: History) -> tuple[Fault, ...]:
    """Return what happened to the recorded files, each file for itself; () where nothing did.

    A changed file leaves the ones behind it unchanged, although their checksums build on its own.

    Raises:
        SourceError: a file cannot be read.
    """
    now = contents(history)
    known = {entry.file for entry in recorded.entries}
    new = {name: content for name, content in now.items() if name not in known}
    # A file that lost its number is no migration any more, but is still the same file.
    aside = {file.name: _bytes(file) for file in history.others if file.name not in known}
    gone: list[tuple[Entry, str | None]] = []
    faults: list[Fault] = []
    before = ""
    for entry in recorded.entries:
        if entry.file in now:
            faults += _altered(recorded, entry, before, now[entry.file], new)
        else:
            whole = {**new, **aside}
            same = (name for name in whole if _chained(before, whole[name]) == entry.digest)
            gone.append((entry, next(same, None)))
            new.pop(gone[-1][1] or "", None)
        before = entry.digest
    for entry, same_content in gone:
        successor = same_content or lookalike(entry.file, new)
        new.pop(successor or "", None)
        faults.append(
            lost(entry.file, successor, changed=same_content is None, when="after it was committed")
        )
    faults += [_added(name, known, tuple(now)) for name in new]
    if recorded.stated_total and recorded.stated_total != recorded.total:
        faults.append(_edited_by_hand())
    return tuple(faults)


def _altered(
    recorded: Checksums,
    entry: Entry,
    before: str,
    content: bytes,
    new: Mapping[str, bytes],
) -> Iterator[Fault]:
    if _chained(before, content) == entry.digest:
        return
    # With lines swapped or lost, the chain is broken here although the file is as it was.
    possible = {"", *(other.digest for other in recorded.entries)}
    missing = Checksums(entries=(Entry(file="", digest=before),) if before else ())
    possible.update(other.digest for other in missing.extended(new.items()).entries)
    if any(_chained(digest, content) == entry.digest for digest in possible):
        yield Fault(
            file=entry.file,
            kind="reordered",
            explanation=f"{FILE_NAME} names it out of its order; the file itself is unchanged. "
            f"Restore {FILE_NAME}.",
        )
    else:
        yield Fault(
            file=entry.file,
            kind="changed",
            explanation=other_line_endings(
                content, lambda was: _chained(before, was) == entry.digest
            )
            or "was changed after it was committed. Restore it, and put the change into a new "
            "migration.",
        )


def other_line_endings(content: bytes, was: Callable[[bytes], bool]) -> str:
    """Return how a file's line endings differ from what it was; "" if that is not all.

    Args:
        content: what the file holds now.
        was: whether it held a content that is given.
    """
    with_lf = content.replace(b"\r\n", b"\n")
    possible = {("LF", "CRLF"): with_lf, ("CRLF", "LF"): with_lf.replace(b"\n", b"\r\n")}
    for (before, now), whole in possible.items():
        if was(whole):
            return (
                f"has line endings {now}, and was committed with {before}; nothing else differs. "
                f"Save it with {before}; a line `*.sql -text` in .gitattributes keeps git from "
                "changing them."
            )
    return ""


def lookalike(gone: str, candidates: Iterable[str]) -> str | None:
    """Return the file that seems to be a lost one although it was changed, by its name; or None."""
    lost_one = identified(gone)
    for name in candidates if lost_one is not None else ():
        found = identified(name)
        if found is None or lost_one is None or found.role != lost_one.role:
            continue
        if found.name == lost_one.name or found.number == lost_one.number:
            return name
    return None


def lost(file: str, successor: str | None, *, changed: bool, when: str) -> Fault:
    """Return what happened to a file that is not under its name any more.

    Args:
        file: the name that it had.
        successor: the name that it has now, or None if it is gone.
        changed: whether its content is another one as well.
        when: since when, as the end of a clause.
    """
    if successor is None:
        return Fault(
            file=file,
            kind="removed",
            explanation=f"was removed {when}. Restore it; what it did is undone by a new "
            "migration.",
        )
    old, new = identified(file), identified(successor)
    renumbered = old is not None and new is not None and old.number != new.number
    kind: Literal["renumbered", "renamed"] = "renumbered" if renumbered else "renamed"
    also = " and changed" if changed else ""
    what = "its number and its content" if changed and renumbered else "its name and its content"
    back = what if changed else ("its number" if renumbered else "its name")
    return Fault(
        file=file,
        kind=kind,
        explanation=f"was {kind} to {successor}{also} {when}. Give it {back} back.",
    )


def _added(name: str, known: set[str], order: tuple[str, ...]) -> Fault:
    behind = next((file for file in order[order.index(name) :] if file in known), None)
    where = f", and stands before {behind}, which is" if behind else ""
    return Fault(
        file=name,
        kind="added",
        explanation=f"is not recorded in {FILE_NAME}{where}. "
        "Take it back and approve its change, which writes and records the file.",
    )


def _edited_by_hand() -> Fault:
    return Fault(
        file=FILE_NAME,
        kind="changed",
        explanation="its first line does not fit the others: it was edited or merged by hand. "
        "Take the file of one branch, and approve the other branch's changes again.",
    )


def _chained(before: str, content: bytes) -> str:
    return hashlib.sha256(before.encode() + b"\n" + content).hexdigest()


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file}: cannot be read: {error.strerror or error}.") from error


def _malformed(where: str, line: int) -> SourceError:
    return SourceError(
        f"{where}:{line}: not a line that designkit writes. Restore the file from the repository; "
        "after a merge, run designkit renumber with --base."
    )
