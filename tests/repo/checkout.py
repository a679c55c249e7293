"""The checkout that the checks of this folder read: its root, and the files that belong to it."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@cache
def files() -> tuple[str, ...]:
    """Paths from the root of what is committed or about to be, ordered."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: what belongs to the project is unknown")
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    output = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout
    paths = output.decode().split("\0")
    return tuple(sorted(path for path in paths if path and (ROOT / path).is_file()))
