"""Statements that keep others waiting while they write, read or index a whole table.

That a lock which keeps everybody out is held for an instant is no hazard by itself: nearly every
ALTER TABLE takes one, and who is warned at each reads no warning. Against the queue that forms when
it has to wait helps a lock_timeout in the settings of the migrating role, which no file shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pglast import ast

from designkit.database.observing import Observed, Scan
from designkit.migrate.hazards.intent import Deed
from designkit.migrate.hazards.scene import Act, Scene
from designkit.sql.hazard import Hazard, HazardKind

_VALIDATING: Final[frozenset[Deed]] = frozenset(
    {"add check", "add foreign key", "validate", "require value", "attach"}
)
_QUERIES: Final = (
    *(ast.SelectStmt, ast.InsertStmt, ast.UpdateStmt, ast.DeleteStmt, ast.MergeStmt),
    ast.CreateTableAsStmt,
)
# What works concurrently waits for every transaction older than itself, which may take minutes.
_SHORT_MS: Final = 60_000

_EXPAND: Final = (
    "Add a column of the new type, keep it in step by a trigger, fill it in batches, let the "
    "clients change over, and drop the old column: each in a file of its own."
)
_FILL: Final = (
    "Add the column without the expression, set that as the default of new rows, and fill the old "
    "ones in batches, each in a transaction of its own."
)
_LATER: Final = (
    "Add it NOT VALID, and VALIDATE CONSTRAINT in a later transaction, during which everybody "
    "reads and writes."
)
_OWN_FILE: Final = (
    "in a file of its own, without transaction and with a lock_timeout of minutes, since it waits "
    "for every older transaction."
)
_QUIET: Final = "Run it while nobody needs the table."

_ON_REWRITE: Final[dict[Deed, str]] = {
    "add column": _FILL,
    "add computed column": (
        "Add a plain column, let a trigger fill it in new rows, and fill the old ones in batches, "
        "each in a transaction of its own."
    ),
    "require column": _FILL,
    "change type": _EXPAND,
    "repack": f"{_QUIET} Extensions such as pg_repack do it beside the running service.",
}
_ON_SCAN: Final[dict[Deed, str]] = {
    "add check": _LATER,
    "add foreign key": _LATER,
    "validate": "VALIDATE CONSTRAINT in a transaction of its own: here a lock is held before it.",
    "require value": (
        "Add CHECK (… IS NOT NULL) NOT VALID, validate it in a transaction of its own, then SET "
        "NOT NULL reads nothing, and drop the CHECK."
    ),
    "attach": (
        "Add a CHECK that implies the bound to the partition, NOT VALID, and validate it in a "
        "transaction of its own: then ATTACH PARTITION reads nothing."
    ),
    "add unique": (
        f"CREATE UNIQUE INDEX CONCURRENTLY {_OWN_FILE} A constraint then takes it by USING INDEX."
    ),
    "add index": f"CREATE INDEX CONCURRENTLY {_OWN_FILE}",
}
# PostgreSQL refuses to build an index concurrently on a partitioned table.
# https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
_BY_PARTITION: Final = (
    f"CREATE INDEX CONCURRENTLY on each partition, {_OWN_FILE} ALTER INDEX … ATTACH PARTITION then "
    "joins them to it."
)
_ON_PARTITIONED: Final[dict[Deed, str]] = {
    "add unique": (
        "ALTER TABLE ONLY … ADD, or CREATE UNIQUE INDEX … ON ONLY, which reads no partition; "
        + _BY_PARTITION.replace("CREATE INDEX", "CREATE UNIQUE INDEX")
    ),
    "add index": f"CREATE INDEX … ON ONLY the table, which reads no partition; {_BY_PARTITION}",
}


def blocking(act: Act, scene: Scene) -> Iterator[Hazard]:
    """Yield for which rewrites and scans others wait, and for which others a statement waits."""
    emptied = {*act.observed.emptied, *(i.object for i in act.intents if i.deed == "truncate")}
    for name in act.observed.rewrites:
        if name not in emptied and (scene.at_risk(name) or _is_refreshed(name, scene)):
            yield _rewrite(act, scene, name)
    if not isinstance(act.node, _QUERIES):
        yield from _scan(act, scene)
    if act.observed.waits and 0 < act.observed.lock_timeout_ms < _SHORT_MS:
        yield act.hazard(
            "lock-timeout-with-concurrently",
            "waits for the end of every older transaction; the timeout is likely to end it, which "
            "leaves an invalid index behind",
            evidence="it waited for the transaction of another session; lock_timeout is "
            f"{act.observed.lock_timeout_ms} ms",
            advice="Set lock_timeout to minutes before it, and DROP INDEX CONCURRENTLY IF EXISTS "
            "before it is tried again.",
        )


def _is_refreshed(name: str, scene: Scene) -> bool:
    return scene.table(name) is None and scene.stood(name)


def _rewrite(act: Act, scene: Scene, name: str) -> Hazard:
    evidence = _evidence(act.observed, (name,))
    if scene.table(name) is None:
        return act.hazard(
            "blocks-reads",
            f"nobody can read {name} while it is filled",
            evidence=evidence,
            advice="REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on it.",
        )
    return act.hazard(
        "rewrites-table",
        f"writes every row of {name} anew; nobody can read or write it meanwhile",
        evidence=evidence,
        advice=_advice(act, _ON_REWRITE),
    )


def _scan(act: Act, scene: Scene) -> Iterator[Hazard]:
    """What is read through under a lock for which others wait; what was rewritten is told above."""
    deeds = {intent.deed for intent in act.intents}
    about = {intent.object for intent in act.intents}
    # A new table refers to an old one, which it reads only for rows of its own.
    is_about_new = bool(about) and not any(map(scene.at_risk, about))
    if is_about_new or deeds == {"require column"}:  # The latter fails at the first row.
        return
    scans = [
        scan
        for scan in act.observed.scans
        if scene.at_risk(scan.table)
        and scan.table not in act.observed.rewrites
        and scan.blocks_writes
    ]
    if not scans:
        return
    names = tuple(scan.table for scan in scans)
    blocks_reads = any(scan.blocks_reads for scan in scans)
    kind: HazardKind = "blocks-reads" if blocks_reads else "blocks-writes"
    barred = "read or write" if blocks_reads else "write"
    message = f"reads every row of {' and '.join(names)}; nobody can {barred} there meanwhile"
    if deeds & _VALIDATING:
        kind, message = "scans-to-validate", f"{message}, and it fails on a row that does not fit"
    yield act.hazard(
        kind,
        message,
        evidence=_evidence(act.observed, names),
        advice=_advice(act, _on_scan_of(act, scene)),
    )


def _on_scan_of(act: Act, scene: Scene) -> dict[Deed, str]:
    tables = [scene.table(intent.object) for intent in act.intents]
    is_partitioned = any(table and table.partition_key is not None for table in tables)
    return {**_ON_SCAN, **_ON_PARTITIONED} if is_partitioned else _ON_SCAN


def _advice(act: Act, advice: dict[Deed, str]) -> str:
    if isinstance(act.node, ast.ReindexStmt):
        return f"REINDEX CONCURRENTLY {_OWN_FILE}"
    found = dict.fromkeys(advice[i.deed] for i in act.intents if i.deed in advice)
    return " ".join(found) or _QUIET


def _read(scan: Scan) -> str:
    # There are none where the rehearsal had to take them away: it failed on them.
    rows = f"{scan.rows} row{'s' * (scan.rows != 1)} read"
    read = rows if scan.rows else "table scanned"
    return read + (f" in {scan.times} scans" if scan.times > 1 else "")


def _evidence(observed: Observed, names: tuple[str, ...]) -> str:
    """What was observed of tables: `AccessExclusiveLock on users, table rewritten, 5 rows read`."""
    scans = {scan.table: scan for scan in observed.scans}
    said: list[str] = []
    for name in names:
        held, scan = observed.lock_on(name), scans.get(name)
        mode = scan.lock if scan else held.mode if held else ""
        said += [f"{mode} on {name}"] if mode else []
        said += ["table rewritten"] if name in observed.rewrites else []
        said += [_read(scan)] if scan else []
    if observed.rebuilt:
        said.append(f"rebuilt {', '.join(observed.rebuilt)}")
    return ", ".join(said)
