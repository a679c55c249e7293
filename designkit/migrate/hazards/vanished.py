"""Tables and columns that are gone after a migration, by whatever way they went.

What a statement says is judged with it; what a function or a CASCADE took along, or a table made
anew under the old name, shows only in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designkit.database import Reading
from designkit.model import Table
from designkit.sql.hazard import Hazard


def vanished(before: Reading, after: Reading, told: Iterable[Hazard]) -> Iterator[Hazard]:
    """Yield the loss of what is gone, but for what other hazards have told."""
    known = " ".join(hazard.message for hazard in told if hazard.kind == "data-loss")
    for name in _gone(before, after):
        if f" of {name} is lost" not in known:
            yield Hazard(
                kind="data-loss",
                operation="the migration",
                message=f"the data of {name} is lost, and DOWN does not bring it back",
                evidence=f"{name} is gone",
                advice="Keep a copy of what may be needed.",
            )


def _gone(before: Reading, after: Reading) -> Iterator[str]:
    for oid, item in before.relations.items():
        now = after.relations.get(oid)
        if now is item or not isinstance(item.content, Table):
            continue
        if now is None:
            yield str(item.name)
        else:
            computed = {column.name for column in item.content.columns if column.generated}
            lost = (item.columns[number] for number in item.columns.keys() - now.columns.keys())
            yield from (f"{item.name}.{name}" for name in sorted(lost) if name not in computed)
