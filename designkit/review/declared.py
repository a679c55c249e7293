"""What migrations and a design declare of the rows of their tables; no driver is needed for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from designkit.config import Service
from designkit.migrate import history as histories
from designkit.migrate.script import read_text
from designkit.model import Schema, Volume, replace
from designkit.sql.annotations import read_annotations


def declared_in_folder(folder: Path) -> tuple[Volume, ...]:
    """What the migrations of a folder declare, in their order; nothing where there is no folder."""
    if not folder.is_dir():
        return ()
    migrations = histories.read(folder, strict=False).migrations
    return tuple(volume for item in migrations for file in item.files for volume in _of(file))


def declared_in_design(service: Service) -> tuple[Volume, ...]:
    """What the design of a service declares; nothing where there is none."""
    return _of(service.design) if service.design.is_file() else ()


def sized(schema: Schema, declared: Iterable[Volume]) -> Schema:
    """The schema with what was declared of its tables, the last of several; its own goes first."""
    own = {item.table for item in schema.volumes}
    others = {item.table: item for item in declared if item.table not in own}
    kept = [item for name, item in others.items() if schema.find_table(name) is not None]
    return replace(schema, volumes=(*schema.volumes, *kept)) if kept else schema


def _of(file: Path) -> tuple[Volume, ...]:
    return read_annotations(read_text(file), file=str(file)).volumes
