"""All hazards of one direction of a migration: each statement in its place, judged in order."""

from __future__ import annotations

from collections.abc import Iterable

from designkit.database.observing import Seen
from designkit.migrate.hazards.blocking import blocking
from designkit.migrate.hazards.breaking import breaking
from designkit.migrate.hazards.scene import Scene, Surroundings
from designkit.migrate.hazards.together import Transaction
from designkit.sql.hazard import Hazard


def find_hazards(statements: Iterable[Seen], surroundings: Surroundings) -> tuple[Hazard, ...]:
    """Return the hazards of one direction of a migration, in the order of its statements.

    Args:
        statements: what ran, in order, each with what was observed of it.
        surroundings: what is known besides.
    """
    scene = Scene(surroundings)
    transaction = Transaction(scene)
    found: list[Hazard] = []
    for seen in statements:
        act = scene.act(seen)
        found += breaking(act, scene)
        found += blocking(act, scene)
        found += transaction.judge(act)
        scene.follow(act)
    return tuple(found)
