"""What a git checkout says about committed migration files. Asks git; changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from designkit.errors import SourceError
from designkit.migrate.checksums import Fault
from designkit.migrate.formats import names


def changed_since(directory: Path, revision: str) -> tuple[Fault, ...]:
    """Return what happened to the migration files of a revision since, committed or not.

    Files that the revision does not hold are new, and no fault.

    Raises:
        SourceError: the folder is not inside a git checkout, or git knows no such revision.
    """
    commit = _commit(directory, revision)
    # All arguments are fixed but the commit, which git itself has just spelled out.
    listed = _git(directory, "ls-tree", "-r", "-z", commit, "--", ".")
    blobs = dict(_blobs(listed))
    status = _git(
        directory,
        "diff",
        "--no-ext-diff",
        "--no-renames",
        "--relative",
        "--name-only",
        "-z",
        commit,
        "--",
        ".",
    )
    touched = [name for name in _fields(status) if name in blobs and is_migration(name)]
    return tuple(
        fault
        for name in touched
        for fault in _judged(directory, name, blobs[name], revision, blobs)
    )


def is_migration(name: str) -> bool:
    """Whether a path within the directory is called like a migration file."""
    parts = name.split("/")
    if len(parts) > 1:
        return len(parts) == 2 and parts[1] in {"up.sql", "down.sql"}  # noqa: PLR2004  (diesel's folders)
    return name.endswith(".sql") and names.numbered(name.removesuffix(".sql")) is not None


def _judged(
    directory: Path, name: str, blob: str, revision: str, known: dict[str, str]
) -> Iterator[Fault]:
    file = directory / name
    if file.exists():
        if _blob_of(directory, name) != blob:
            yield Fault(
                file=name,
                kind="changed",
                explanation=f"is not what it was at {revision}. Restore it "
                f"(git checkout {revision} -- {name}), and put the change into a new migration.",
            )
        return
    new_name = _new_name(directory, blob, known)
    if new_name is not None:
        yield Fault(
            file=name,
            kind="renamed",
            explanation=f"was renamed to {new_name} since {revision}. Give it its name back.",
        )
    else:
        yield Fault(
            file=name,
            kind="removed",
            explanation=f"was removed since {revision}. Restore it; what it did is undone by a new "
            "migration.",
        )


def _new_name(directory: Path, blob: str, known: dict[str, str]) -> str | None:
    """The file that holds the same content and was not there before, or None."""
    found = (file.relative_to(directory).as_posix() for file in sorted(directory.rglob("*.sql")))
    new = (name for name in found if name not in known and is_migration(name))
    return next((name for name in new if _blob_of(directory, name) == blob), None)


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
