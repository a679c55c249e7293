"""What a connection string looks like; nothing here connects."""

from __future__ import annotations

from pathlib import Path
from typing import Final

# Names a CockroachDB on which migrations are run too, in scratch databases of designkit.
COCKROACH_VARIABLE: Final = "DESIGNKIT_COCKROACH_DSN"

_SCHEMES = ("postgresql://", "postgres://")


def is_dsn(source: str | Path) -> bool:
    """Whether a source is a connection string: a URL, or `key=value` pairs."""
    text = str(source)
    return text.startswith(_SCHEMES) or ("=" in text and not Path(text).exists())
