"""Migrations: the files and their formats, what they build, and whether they can be taken back."""

from __future__ import annotations

from designkit.migrate.export import Export
from designkit.migrate.history import History
from designkit.migrate.rehearsal import Rehearsal, Rehearsals, Step, rehearse
from designkit.migrate.replay import replay, replay_into
from designkit.migrate.script import Migration, Script
from designkit.migrate.sources import declared_renames, is_dsn, read, read_sql

__all__ = [
    "Export",
    "History",
    "Migration",
    "Rehearsal",
    "Rehearsals",
    "Script",
    "Step",
    "declared_renames",
    "is_dsn",
    "read",
    "read_sql",
    "rehearse",
    "replay",
    "replay_into",
]
