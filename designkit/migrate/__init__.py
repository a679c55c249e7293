"""Migrations: the files and their formats, what they build, and whether they can be taken back.

The names are imported when they are first asked for: who reads files needs no driver.
"""

from __future__ import annotations

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designkit.migrate.dsn import is_dsn
    from designkit.migrate.export import Export
    from designkit.migrate.history import History
    from designkit.migrate.rehearsal import Rehearsal, Rehearsals, Step, rehearse
    from designkit.migrate.script import Migration, Script
    from designkit.migrate.sources import declared, read, read_sql

__all__ = [
    "Export",
    "History",
    "Migration",
    "Rehearsal",
    "Rehearsals",
    "Script",
    "Step",
    "declared",
    "is_dsn",
    "read",
    "read_sql",
    "rehearse",
]

_MODULES = {
    "Export": "export",
    "History": "history",
    "Migration": "script",
    "Rehearsal": "rehearsal",
    "Rehearsals": "rehearsal",
    "Script": "script",
    "Step": "rehearsal",
    "declared": "sources",
    "is_dsn": "dsn",
    "read": "sources",
    "read_sql": "sources",
    "rehearse": "rehearsal",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_import_module(f"{__name__}.{_MODULES[name]}"), name)
