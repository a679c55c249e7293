"""The benchmarks: `make bench`, or `python -m tests.benchmarks [TABLES]`.

Ends with 1 where a figure is over its limit. The limits are those for 1,000 tables.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from designkit.changes import diff
from designkit.database import Scratch, read_catalogue, run
from designkit.database.server import installation
from designkit.migrate import Rehearsal, rehearse
from designkit.migrate import history as histories
from designkit.migrate.script import Migration, script
from designkit.sql.statements import split
from tests.benchmarks.checking import checking
from tests.benchmarks.drawing import drawing
from tests.benchmarks.measuring import Measured, best, ratio, seconds
from tests.benchmarks.planning import planning
from tests.benchmarks.shop import schema_text
from tests.conftest import CORPUS

_FILE = Path("benchmark.sql")


def main(tables: int) -> int:
    """Print every figure."""
    text = schema_text(tables)
    print(f"{tables} tables")
    found: list[Measured] = []
    for figures in (
        _memory(tables),
        _in_one_database(text),
        checking(tables),
        _rehearsal(text),
        planning(tables),
        drawing(),
        _history(),
    ):
        for figure in figures:
            print(figure, flush=True)
            found.append(figure)
    return 0 if all(figure.holds for figure in found) else 1


def _in_one_database(text: str) -> Iterator[Measured]:
    with Scratch() as scratch, scratch.connect() as connection:
        run(connection, split(text))
        dump = [str(installation() / "bin" / "pg_dump"), "--schema-only", "--dbname", scratch.dsn]
        yield Measured(
            name="reading, against pg_dump --schema-only",
            value=ratio(
                lambda: read_catalogue(connection),
                lambda: subprocess.run(dump, stdout=subprocess.DEVNULL, check=True),
                runs=9,
            ),
            limit=0.5,
            unit="x",
        )
        before = read_catalogue(connection).schema
        connection.execute("ALTER TABLE items_3 ADD COLUMN note text")
        after = read_catalogue(connection).schema
        yield Measured(
            name="diff in memory, one table changed",
            value=1000 * best(lambda: diff(before, after), runs=9),
            limit=10,
            unit="ms",
        )
        for table in before.tables[::10]:
            connection.execute(f"ALTER TABLE {table.name} ALTER COLUMN name DROP NOT NULL".encode())
        after = read_catalogue(connection).schema
        yield Measured(
            name="diff in memory, a tenth of the tables changed",
            value=1000 * best(lambda: diff(before, after), runs=9),
            limit=40,
            unit="ms",
        )


def _rehearsal(text: str) -> Iterator[Measured]:
    base = _migration(1, text, None)
    small = [
        _migration(number, *ways)
        for number, ways in enumerate(
            (
                *(_added_column(place) for place in range(5)),
                *(_added_index(place) for place in range(5)),
                *(_added_table(place) for place in range(5)),
            ),
            start=2,
        )
    ]
    took: list[float] = []
    rehearsals = rehearse(small, after=(base,))
    _unmeasured = next(rehearsals)  # It fills every table with rows first.
    for _ in small[1:]:
        seen: list[Rehearsal] = []
        whole = seconds(lambda: seen.append(next(rehearsals)))  # noqa: B023  (called at once)
        took.append(
            whole - sum(ran.seconds for _, step in seen[0].steps for ran in step.statements)
        )
    rehearsals.close()
    yield Measured(
        name="rehearsal with rows and observation, a migration (median)",
        value=1000 * sorted(took)[len(took) // 2],
        limit=15,
        unit="ms",
    )


def _added_column(place: int) -> tuple[str, str]:
    table = f"items_{place}"
    return f"ALTER TABLE {table} ADD COLUMN x integer", f"ALTER TABLE {table} DROP COLUMN x"


def _added_index(place: int) -> tuple[str, str]:
    return f"CREATE INDEX extra_{place} ON items_{place} (name)", f"DROP INDEX extra_{place}"


def _added_table(place: int) -> tuple[str, str]:
    columns = f"id uuid PRIMARY KEY, item_id uuid REFERENCES items_{place} (id)"
    return f"CREATE TABLE more_{place} ({columns})", f"DROP TABLE more_{place}"


def _migration(number: int, up: str, down: str | None) -> Migration:
    return Migration(
        number=number,
        label=f"{number:03}",
        name="step",
        up=script(_FILE, up),
        down=script(_FILE, down) if down is not None else None,
        files=(_FILE,),
    )


def _history() -> Iterator[Measured]:
    folder = CORPUS / "histories" / "goalert" / "pg"
    if not folder.is_dir():
        print(f"goalert's history is not there: {folder}")
        return
    migrations = histories.read(folder, strict=False).migrations
    yield Measured(
        name=f"goalert's history of {len(migrations)} migrations, verified",
        value=seconds(lambda: list(rehearse(migrations))),
        limit=15,
        unit="s",
    )


def _memory(tables: int) -> Iterator[Measured]:
    """First, since the peak of a process never falls."""
    with Scratch() as scratch, scratch.connect() as connection:
        run(connection, split(schema_text(tables)))
        before = read_catalogue(connection).schema
        after = read_catalogue(connection).schema
        diff(before, after)
    yield Measured(
        name="peak memory: built, read twice and compared",
        value=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        limit=150,
        unit="MB",
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
