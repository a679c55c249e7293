"""What a git checkout says about committed migration files. Asks git; changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from designkit.errors import SourceError
from designkit.migrate import checksums
from designkit.migrate.checksums import Checksums, Fault, lookalike, lost, other_line_endings
from designkit.migrate.formats import names
from designkit.migrate.formats.pairs import METADATA
from designkit.model import Value


class Revision(Value, frozen=True, kw_only=True):
    """What a revision holds of a directory.

    Attributes:
        name: as it was asked for.
        files: the migration files, each with the name that git has for its content.
    """

    directory: Path
    name: str
    commit: str
    files: Mapping[str, str]

    def recorded(self) -> Checksums | None:
        """The checksums that were recorded in the revision, or None.

        Raises:
            SourceError: they are not what designkit writes.
        """
        if not _git(self.directory, "ls-tree", self.commit, "--", checksums.FILE_NAME):
            return None
        content = _git(self.directory, "show", f"{self.commit}:./{checksums.FILE_NAME}")
        return checksums.parse(f"{checksums.FILE_NAME} of {self.name}", content)


def at(directory: Path, revision: str) -> Revision:
    """Return what a revision of the checkout holds of a directory.

    Raises:
        SourceError: the folder is not inside a git checkout, or git knows no such revision.
    """
    return _held(directory, revision, _commit(directory, revision))


def published(directory: Path) -> Revision | None:
    """Return what the main branch of the repository that was cloned holds, as far as is known."""
    try:
        return at(directory, "origin/HEAD")
    except SourceError:  # No checkout, no git, or no such branch: then nothing is known.
        return None


def changed_since(directory: Path, revision: str) -> tuple[Fault, ...]:
    """Return what happened to the migration files of a revision since, committed or not.

    Files that the revision does not hold are new, and no fault, unless their number is taken.
    Where the revision went on without the checkout, what counts is where the two parted.

    Raises:
        SourceError: the folder is not inside a git checkout, or git knows no such revision.
    """
    held = at(directory, revision)
    parting = _held(directory, revision, _parting(directory, held.commit))
    touched = [
        name
        for name in _fields(_differing(directory, parting.commit))
        if name in parting.files or name == checksums.FILE_NAME
    ]
    return (
        *(fault for name in touched for fault in _judged(parting, name)),
        *_collisions(held, parting),
    )


def is_migration(name: str) -> bool:
    """Whether a path within the directory is called like a migration file."""
    parts = name.split("/")
    if len(parts) > 1:
        in_folder = len(parts) == 2  # noqa: PLR2004  (diesel's folders)
        return in_folder and parts[1] in {"up.sql", "down.sql", METADATA}
    return name.endswith(".sql") and names.numbered(name.removesuffix(".sql")) is not None


def _held(directory: Path, revision: str, commit: str) -> Revision:
    # All arguments are fixed but the commit, which git itself has just spelled out.
    listed = _blobs(_git(directory, "ls-tree", "-r", "-z", commit, "--", "."))
    files = {name: blob for name, blob in listed if is_migration(name)}
    return Revision(directory=directory, name=revision, commit=commit, files=files)


def _differing(directory: Path, commit: str) -> bytes:
    options = ("--no-ext-diff", "--no-renames", "--relative", "--name-only", "-z")
    return _git(directory, "diff", *options, commit, "--", ".")


def _judged(held: Revision, name: str) -> Iterator[Fault]:
    file = held.directory / name
    since = f"since {held.name}"
    if name == checksums.FILE_NAME:
        if not file.exists() and held.recorded() is not None:
            yield Fault(
                file=name,
                kind="removed",
                explanation=f"was removed {since}. Restore it "
                f"(git checkout {held.name} -- {name}).",
            )
    elif file.exists():
        if _blob_of(held.directory, name) != held.files[name]:
            yield Fault(
                file=name,
                kind="changed",
                explanation=_other_line_endings(held, name)
                or f"is not what it was at {held.name}. Restore it "
                f"(git checkout {held.name} -- {name}), and put the change into a new migration.",
            )
    else:
        new = _new_files(held)
        blob = held.files[name]
        same = next((item for item in new if _blob_of(held.directory, item) == blob), None)
        yield lost(name, same or lookalike(name, new), changed=same is None, when=since)


def _other_line_endings(held: Revision, name: str) -> str:
    before = _git(held.directory, "show", f"{held.commit}:./{name}")
    now = (held.directory / name).read_bytes()
    return other_line_endings(now, lambda was: was == before)


def _new_files(held: Revision) -> tuple[str, ...]:
    """The migration files on the disk that the revision does not hold."""
    directory = held.directory
    found = (file.relative_to(directory).as_posix() for file in sorted(directory.rglob("*.*")))
    return tuple(name for name in found if name not in held.files and is_migration(name))


def _collisions(held: Revision, parting: Revision) -> Iterator[Fault]:
    """New files here whose number was taken in the revision, by a file that is not here."""
    taken = {
        identity.number: name
        for name in held.files
        if name not in parting.files and not (held.directory / name).exists()
        if (identity := names.identified(name)) is not None
    }
    for name in _new_files(parting):
        identity = names.identified(name)
        if identity is not None and identity.number in taken and name not in held.files:
            yield Fault(
                file=name,
                kind="collides",
                explanation=f"has number {identity.number}, which {taken[identity.number]} took "
                f"at {held.name}. Merge {held.name}, and run designkit renumber.",
            )


def _parting(directory: Path, commit: str) -> str:
    """Where the checkout and a commit parted; the commit itself where nothing is in common."""
    try:
        return _git(directory, "merge-base", "HEAD", commit).decode().split("\n", 1)[0]
    except SourceError:
        return commit


def _blob_of(directory: Path, name: str) -> str:
    """The id that git would give the file's content, line endings converted as it is configured."""
    return _git(directory, "hash-object", "--", name).decode().strip()


def _blobs(listed: bytes) -> Iterator[tuple[str, str]]:
    for entry in _fields(listed):
        facts, _, name = entry.partition("\t")
        _mode, kind, blob = facts.split(" ")
        if kind == "blob":
            yield name, blob


def _fields(output: bytes) -> list[str]:
    return [os.fsdecode(field) for field in output.split(b"\0") if field]


def _commit(directory: Path, revision: str) -> str:
    _git(directory, "rev-parse", "--is-inside-work-tree")
    try:
        wanted = f"{revision}^{{commit}}"
        answer = _git(
            directory, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted, "--"
        )
    except SourceError as error:
        raise SourceError(
            f"{directory}: git knows no revision {revision!r}. "
            "Name a branch, a tag or a commit, and fetch it if the checkout is shallow."
        ) from error
    return answer.decode().split("\n", 1)[0].strip()


def _git(directory: Path, *arguments: str) -> bytes:
    program = shutil.which("git")
    if program is None:
        raise SourceError(f"{directory}: git is not installed, so no revision can be compared.")
    if not directory.is_dir():
        raise SourceError(f"{directory}: there is no such folder. Check the path.")
    # No shell, and nothing among the arguments that git could take for an option.
    done = subprocess.run(  # noqa: S603
        [program, "-C", str(directory), *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
    )
    if done.returncode != 0:
        said = os.fsdecode(done.stderr).strip().split("\n")[0] or "it refused"
        raise SourceError(
            f"{directory}: git could not be asked ({said}). Run this inside a git checkout."
        )
    return done.stdout
