"""Rehearsal: each migration runs UP, DOWN and UP again on a real database, and is observed."""

from __future__ import annotations

from designkit.migrate.rehearsal.rehearsing import rehearse
from designkit.migrate.rehearsal.verdict import Rehearsal, Rehearsals, Rows, StatementError, Step

__all__ = ["Rehearsal", "Rehearsals", "Rows", "StatementError", "Step", "rehearse"]
