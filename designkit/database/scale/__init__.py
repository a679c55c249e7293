"""Production's scale on an empty database: the planner's answers without production's rows."""

from __future__ import annotations

from designkit.database.scale.explaining import Explained, PlanNode
from designkit.database.scale.scaled import Scaled
from designkit.database.scale.settings import PRODUCTION, PlannerSettings
from designkit.database.scale.statistics import Sized

__all__ = ["PRODUCTION", "Explained", "PlanNode", "PlannerSettings", "Scaled", "Sized"]
