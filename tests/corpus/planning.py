"""How often an empty database plans as a full one: `python -m tests.corpus.planning [USERS]`.

Loads real rows, about fourteen for each user, and compares the plans of the written and of a
thousand generated queries, under the planner's default settings and under those of production.
"""

from __future__ import annotations

import sys
import time

from designkit.database.scale import PRODUCTION, PlannerSettings
from tests.workload.volumes.agreement import agreement, from_dump, from_profile, real
from tests.workload.volumes.queries import WRITTEN, generated

_USERS = 30_000
_GENERATED = 1000


def main(users: int) -> None:
    """Print a table of agreements."""
    begin = time.perf_counter()
    with real(users) as full:
        print(f"{users:,} users and their rows in {time.perf_counter() - begin:.0f} s")
        written = [(query, "$1" in query) for query in WRITTEN]
        for name, settings in (("default", PlannerSettings()), ("production", PRODUCTION)):
            for source, make in (("dumped", from_dump), ("declared", from_profile)):
                with make(full, settings) as empty:
                    by_hand = agreement(full, empty, written, settings)
                    drawn = agreement(full, empty, generated(_GENERATED, users=users), settings)
                print(f"{source:<9} {name:<11} written {by_hand}, generated {drawn}", flush=True)
                for query in (*by_hand.others, *drawn.others):
                    print(f"    {query}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _USERS)
