"""Opening a service: its migrations replayed, its draft restored and set upon them."""

from __future__ import annotations

from typing import NamedTuple

from designkit.config import Service
from designkit.database import Scratch, fill, read_catalogue
from designkit.database.running import execute
from designkit.errors import DesignkitError, SourceError, StatementFailed
from designkit.migrate import checksums, seal
from designkit.migrate.replay import replay
from designkit.model import Schema, replace
from designkit.review import Base, read_base
from designkit.sql.annotations import Annotations, base_line, demand_grounds, read_annotations
from designkit.sql.script import Changes
from designkit.sql.statements import split
from designkit.workbook.design_file import DesignFile
from designkit.workbook.draft import Draft, State


class Opened(NamedTuple):
    """What a workbook begins with.

    Attributes:
        problem: why the design file cannot be read, where the draft is the one saved last; or "".
    """

    base: Base
    draft: Draft
    design: DesignFile
    problem: str


def open_draft(service: Service, *, last_good: bool = False) -> Opened:
    """The draft of a service on its migrations.

    Args:
        service: whose it is.
        last_good: whether to go on from what a workbook saved last, where the file was broken.

    Raises:
        StatementFailed: a migration or the design does not run.
        SourceError: the migrations cannot be read, or the design does not fit them.
    """
    design = DesignFile(service.design)
    try:
        return _opened(service, design, "")
    except (StatementFailed, SourceError) as error:
        saved = design.last_good() if last_good else None
        if saved is None:
            raise
        return _opened(service, saved, str(error))


def _opened(service: Service, design: DesignFile, problem: str) -> Opened:
    scratch = Scratch()
    try:
        base = read_base(service, scratch)
        return Opened(base, restore(service.name, base, scratch, design), design, problem)
    except BaseException:
        scratch.close()
        raise


def restore(service: str, base: Base, scratch: Scratch, design: DesignFile) -> Draft:
    """The draft of a service: its design, or, where there is none, what the migrations build.

    A design that was written on earlier migrations is set upon those of now. The scratch database
    holds the base; it becomes the draft's, or is dropped.

    Raises:
        StatementFailed: the design is not SQL that PostgreSQL takes.
        SourceError: the design does not fit the migrations that are there now.
    """
    if design.text is None:
        return Draft(service, base.schema, scratch, State(schema=base.schema))
    file = str(design.path)
    annotations = read_annotations(design.text, file=file)
    own = Scratch()
    try:
        drafted = fill(own, design.text, file=file).schema
        _demand_base(annotations, base, file)
        start = _old_base(annotations, base, file)
        demand_grounds(annotations, start, drafted)
        if annotations.base != base.total and annotations.base is not None:
            drafted = _moved(start, drafted, annotations, scratch, file)
            own, scratch = scratch, own
        scratch.close()
        state = State(
            schema=replace(drafted, volumes=annotations.volumes),
            renames=annotations.renames,
            apart=annotations.apart,
            waivers=annotations.waivers,
            why=annotations.why,
            decided=annotations.decided,
        )
        return Draft(service, base.schema, own, state)
    except DesignkitError:
        own.close()
        raise


def _demand_base(annotations: Annotations, base: Base, file: str) -> None:
    """A design that does not say what it builds on could read as "drop everything"."""
    if annotations.base is None and base.migrations:
        raise SourceError(
            f"{file}: does not say on which migrations it builds, and there are "
            f"{len(base.migrations)}. Add the line\n    {base_line(base.total)}\nif it holds the "
            "whole schema after them, or move the file away to begin anew."
        )


def _moved(
    start: Schema, drafted: Schema, annotations: Annotations, scratch: Scratch, file: str
) -> Schema:
    """The draft's own changes, made again on the migrations of now; the scratch database has it."""
    changes = Changes.between(start, drafted, annotations.renames)
    try:
        with scratch.connect() as connection, connection.transaction():
            execute(connection, split(changes.up), file=file)
            return read_catalogue(connection).schema
    except StatementFailed as error:
        raise SourceError(
            f"{file}: the design builds on earlier migrations, and its changes do not fit those "
            f"that came since: {error.problem}. Edit the design, or move it away to begin anew."
        ) from error


def _old_base(annotations: Annotations, base: Base, file: str) -> Schema:
    """The schema that the design builds on: that of the first migrations with that checksum."""
    if annotations.base in (base.total, None):
        return base.schema
    if not annotations.base:
        return Schema()
    for number in range(1, len(base.migrations)):
        if base.history is not None:
            earlier = replace(base.history, migrations=base.migrations[:number])
            if checksums.compute(earlier).total == annotations.base:
                return replay(earlier)
    faults = seal.inspect(base.history) if base.history is not None else None
    told = "".join(f"\n  - {fault.file}: {fault.explanation}" for fault in faults or ())
    raise SourceError(
        f"{file}: the design builds on migrations that are not there any more as they were. Bring "
        f"them back, or move the design away and begin anew.{told}"
    )
