"""The migration tools themselves, fetched and built once and kept below the user's cache.

Their releases are pinned in `go/go.mod`, `queries/go.mod` and `npm/package.json`, and nowhere else.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "designkit-tests"
_TIMEOUT_S = 300


class Missing(Exception):  # noqa: N818  (the name says what is the matter)
    """Something that this machine lacks, in words."""


def go_runner() -> Path:
    """The program of `go/`, which runs goose, golang-migrate and sql-migrate; or skip the test."""
    return _or_skip(_built_go_runner())


def dbmate() -> Path:
    """The program dbmate, as its package brings it for this machine; or skip the test."""
    return _or_skip(_installed_dbmate())


def query_runner(folder: Path, packages: Mapping[str, str]) -> Path:
    """The program of `queries/`, built in a folder with Go files as its packages; or skip the test.

    Args:
        folder: an empty one.
        packages: the text of the one file of each package, by its name.
    """
    return _or_skip(_built_query_runner(folder, packages))


def _or_skip(found: Path | Missing) -> Path:
    if isinstance(found, Missing):
        pytest.skip(str(found))
    return found


def _once(find: Callable[[], Path]) -> Callable[[], Path | Missing]:
    """What is found, or why it is not, without a second try."""

    @cache
    def found() -> Path | Missing:
        try:
            return find()
        except Missing as reason:
            return reason

    return found


@_once
def _built_go_runner() -> Path:
    source = HERE / "go"
    go = _program("go")
    version = subprocess.run([go, "version"], check=True, capture_output=True).stdout
    with _kept("go", source, version) as folder:
        program = folder / "runner"
        if not program.exists():
            _build(go, source, folder / "new")
            (folder / "new").rename(program)
    return program


def _built_query_runner(folder: Path, packages: Mapping[str, str]) -> Path | Missing:
    # What is compiled is what changes, so only Go's own cache keeps anything.
    for file in (HERE / "queries").iterdir():
        shutil.copy(file, folder)
    for name, text in packages.items():
        (folder / name).mkdir()
        (folder / name / f"{name}.go").write_text(text, encoding="utf-8")
    try:
        _build(_program("go"), folder, folder / "runner")
    except Missing as reason:
        return reason
    return folder / "runner"


def _build(go: str, source: Path, program: Path) -> None:
    """Compile every package of a module, and its program."""
    # Without cgo nothing of the standard library has to go through a C compiler.
    environment = {"GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly", "CGO_ENABLED": "0"}
    # Only to fetch may fail, for want of a network. What was fetched has to build.
    _fetch([go, "mod", "download"], source, environment, "the Go modules")
    for command in (["vet", "./..."], ["build", "-buildvcs=false", "-o", str(program), "."]):
        done = _run([go, *command], source, environment)
        assert done.returncode == 0, done.stderr


@_once
def _installed_dbmate() -> Path:
    npm = _program("npm")
    with _kept("npm", HERE / "npm", b"") as folder:
        if not (folder / "node_modules").exists():
            shutil.copy(HERE / "npm" / "package.json", folder)
            command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund"]
            _fetch(command, folder, {}, "the package dbmate")
    found = sorted(folder.glob("node_modules/@dbmate/*/bin/dbmate"))
    if not found:
        raise Missing("the package dbmate brings no program for this machine")
    return found[0]


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Missing(f"{name} is not installed")
    return found


@contextmanager
def _kept(kind: str, source: Path, more: bytes) -> Generator[Path]:
    """The folder for what is built from these sources, held by one process at a time."""
    texts = (file.read_bytes() for file in sorted(source.iterdir()) if file.is_file())
    folder = CACHE / f"{kind}-{hashlib.sha256(more + bytes(1).join(texts)).hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Missing(f"{folder} cannot be made: {error.strerror}") from error
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(handle)


def _fetch(command: list[str], folder: Path, environment: Mapping[str, str], what: str) -> None:
    done = _run(command, folder, environment)
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line and "warn" not in line]
        raise Missing(f"{what} could not be fetched: {said[0] if said else 'no reason given'}")


def _run(
    command: list[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=_TIMEOUT_S,
        env={**os.environ, **environment},
    )
