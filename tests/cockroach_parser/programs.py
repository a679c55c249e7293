"""Programs for the tests: CockroachDB's real parser, and small ones that stand in for Go and it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from designkit.cockroach_parser import install, module_version
from designkit.errors import ProgramFailed
from tests.runners.built import CACHE

_MODULE = "github.com/cockroachdb/cockroachdb-parser"


def script(path: Path, text: str) -> Path:
    """A program made of shell commands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


# What a build leaves: the last but one argument of `go build` names the file.
BUILDS = """\
echo built >> "$BUILDS"
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\\nwhile read -r _; do echo "{}"; done\\n' > "$2"
chmod +x "$2"
"""


@contextmanager
def _cache_of_tests() -> Iterator[None]:
    """The cache of the user is that of the tests, but for what Go itself keeps."""
    with pytest.MonkeyPatch.context() as patch:
        if "GOCACHE" not in os.environ and shutil.which("go"):
            command = ["go", "env", "GOCACHE"]
            found = subprocess.run(command, capture_output=True, text=True, check=True)
            patch.setenv("GOCACHE", found.stdout.strip())
        patch.setenv("XDG_CACHE_HOME", str(CACHE))
        yield


@cache
def real_parser() -> Path:
    """The parser, built once and kept; or skip the test where Go cannot fetch it."""
    with _cache_of_tests():
        try:
            return install().path
        except ProgramFailed as error:
            reason = _unreachable()
            if reason is None:
                raise
            pytest.skip(f"CockroachDB's parser cannot be built here: {reason}\n{error}")


def _unreachable() -> str | None:
    """Why the module cannot be had on this machine, or None if it can."""
    go = shutil.which("go")
    if go is None:
        return "go is not installed"
    command = [go, "mod", "download", f"{_MODULE}@{module_version()}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return None if done.returncode == 0 else "the Go module proxy does not give the module"
