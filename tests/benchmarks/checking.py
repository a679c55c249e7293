"""How long a check takes: after an edit, of a whole schema, and of a thousand files beside squawk.

squawk is no dependency: install it where you like (`pip install squawk-cli`), on the PATH or named
by SQUAWK.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from designkit.config import Config, load
from designkit.database.loading import load as load_schema
from designkit.model import Schema, Table, replace
from designkit.review import check
from designkit.rules import Kept, SchemaContext, check_schema
from tests.benchmarks.measuring import Measured, best, seconds
from tests.benchmarks.shop import schema_text

_FILE = """CREATE TABLE items_{n} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_items_{n}_name ON items_{n} (name);
ALTER TABLE accounts_{m} ADD COLUMN note_{n} text;
UPDATE accounts_{m} SET note_{n} = 'none' WHERE id = '1';
ALTER TABLE accounts_{m} DROP COLUMN old_{n};
"""


_CLEAN = """CREATE TABLE steps_{n} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
"""


def checking(tables: int) -> Iterator[Measured]:
    """Yield every figure about checks."""
    with tempfile.TemporaryDirectory() as folder:
        config = load(Path(folder))
        yield from _schemas(load_schema(schema_text(tables), file=""), config)
        yield from _files(Path(folder), config)


def _schemas(schema: Schema, config: Config) -> Iterator[Measured]:
    context = SchemaContext(schema=schema, targets=config.targets)
    yield Measured(
        name="full check of the schema",
        value=1000 * best(lambda: check_schema(context, config), runs=5),
        limit=150,
        unit="ms",
    )
    kept = Kept()
    check_schema(context, config, kept=kept)
    took: list[float] = []
    for place in range(0, len(schema.tables), max(1, len(schema.tables) // 100)):
        schema = _edited(schema, schema.tables[place])
        context = SchemaContext(schema=schema, targets=config.targets)
        took.append(
            seconds(lambda: check_schema(context, config, kept=kept))  # noqa: B023  (called at once)
        )
    yield Measured(
        name="check after one edit (p95)",
        value=1000 * sorted(took)[int(len(took) * 0.95)],
        limit=5,
        unit="ms",
    )


def _edited(schema: Schema, table: Table) -> Schema:
    columns = tuple(
        replace(column, nullable=not column.nullable) if column.name == "code" else column
        for column in table.columns
    )
    other = replace(table, columns=columns)
    return replace(schema, tables=tuple(other if item is table else item for item in schema.tables))


def _files(folder: Path, config: Config) -> Iterator[Measured]:
    files = [folder / f"{number:04}_step.sql" for number in range(1, 1001)]
    for number, file in enumerate(files):
        file.write_text(_FILE.format(n=number, m=number % 50))
    squawk = os.environ.get("SQUAWK") or shutil.which("squawk")
    theirs = float("inf")
    if squawk is None:
        print("1,000 files beside squawk: squawk is not there (pip install squawk-cli)")
    else:
        command = [squawk, "--reporter", "json", *map(str, files)]
        theirs = 1000 * best(lambda: _run(command, {}), runs=5)
    before = os.environ.get("DESIGNKIT_CACHE")
    ours = [sys.executable, "-m", "designkit", "check", "--no-database", "--format", "json"]
    ours += map(str, files)
    try:
        os.environ["DESIGNKIT_CACHE"] = str(folder / "cache")
        check(files, config, database=False)
        warm = 1000 * best(lambda: check(files, config, database=False), runs=5)
    finally:
        os.environ["DESIGNKIT_CACHE"] = before or ""
    no_limit = float("inf")
    cached = {"DESIGNKIT_CACHE": str(folder / "cache")}
    figures = (
        ("squawk, a process; it keeps nothing", theirs, no_limit),
        # The limit allows a warm process. squawk has none, so its process is what there is.
        ("warm process against squawk's process", warm, theirs),
        (
            "process with a cache, squawk has none",
            1000 * best(lambda: _run(ours, cached), runs=3),
            no_limit,
        ),
        (
            "cold process against cold process",
            1000 * best(lambda: _run(ours, {"DESIGNKIT_CACHE": ""}), runs=3),
            no_limit,
        ),
        (
            "process with a cache, after an edit of one",
            1000 * min(_edited_run(files[0], ours, cached) for _ in range(3)),
            no_limit,
        ),
    )
    for name, value, limit in figures:
        yield Measured(name=f"1,000 files: {name}", value=value, limit=limit, unit="ms")
    yield from _clean_folder(folder / "clean")


def _clean_folder(folder: Path) -> Iterator[Measured]:
    """Ten migrations without a finding; a first run lets the database speak, which is kept."""
    folder.mkdir()
    for number in range(1, 11):
        name = folder / f"{number:06}_step_{number}"
        name.with_suffix(".up.sql").write_text(_CLEAN.format(n=number))
        name.with_suffix(".down.sql").write_text(f"DROP TABLE steps_{number};\n")
    command = [sys.executable, "-m", "designkit", "check", str(folder)]
    cached = {"DESIGNKIT_CACHE": str(folder.parent / "cache")}
    _run(command, cached)
    yield Measured(
        name="check of 10 unchanged files, no database needed",
        value=best(lambda: _run(command, cached), runs=5),
        limit=0.4,
        unit="s",
    )


def _edited_run(file: Path, command: list[str], variables: dict[str, str]) -> float:
    """How long a run takes after a file has changed."""
    file.write_text(f"{file.read_text()}SELECT 1;\n")
    return seconds(lambda: _run(command, variables))


def _run(command: list[str], variables: dict[str, str]) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False, env=os.environ | variables)
