"""designkit: a workbook in which a team designs a database, on real databases, with evidence.

The public functions are imported when they are first asked for, so that the command line answers
at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designkit.release import VERSION as __version__

if TYPE_CHECKING:
    from designkit.workbook.display import load_ipython_extension
    from designkit.workbook.face import check, check_sql, diff, open, plan, read, read_sql, verify

__all__ = [
    "__version__",
    "check",
    "check_sql",
    "diff",
    "load_ipython_extension",
    "open",
    "plan",
    "read",
    "read_sql",
    "verify",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'designkit' has no attribute {name!r}")
    from designkit.workbook import display, face  # noqa: PLC0415

    return getattr(display if name == "load_ipython_extension" else face, name)
