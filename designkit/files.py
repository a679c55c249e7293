"""Files replaced whole or not at all, and paths as people see them."""

from __future__ import annotations

import os.path
import secrets
from pathlib import Path

from designkit.errors import FileError


def replace_file(target: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it; folders are made.

    Raises:
        FileError: it could not be written; what stood there before is untouched.
    """
    beside = target.with_name(f".{target.name}.{secrets.token_hex(8)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(content)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise FileError(
            f"{target}: cannot be written: {error.strerror or error}. What stood there before is "
            "untouched; choose another place, or make room."
        ) from error


def nearby(path: Path) -> str:
    """The path as seen from the current folder if it lies there, or else as it is."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow links)
    here = Path.cwd()
    return str(absolute.relative_to(here)) if absolute.is_relative_to(here) else str(path)
