"""Hazards of a migration: what its statements may cost where the tables hold rows and clients run.

Judged is what a rehearsal observed; the text is asked only for what no lock and no counter tells.
"""

from __future__ import annotations

from designkit.migrate.hazards.finding import find_hazards
from designkit.migrate.hazards.scene import Surroundings
from designkit.migrate.hazards.vanished import vanished
from designkit.sql.hazard import Hazard, HazardKind

__all__ = ["Hazard", "HazardKind", "Surroundings", "find_hazards", "vanished"]
