"""What a check may read, so that its answer is known to hold while all of that is as it was."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from designkit.cockroach_parser import expected_at
from designkit.config import Config
from designkit.migrate.dsn import is_dsn
from designkit.review.fingerprint import Input
from designkit.review.observing import SERVER_VARIABLE


def inputs_of_check(
    sources: Iterable[str], config: Config, *, database: bool
) -> tuple[Input, ...] | None:
    """Return every file and folder that a check may read; None where it asks more than files.

    A database that the user named is asked each time: nobody tells when it changes.
    """
    given = tuple(sources)
    if any(map(is_dsn, given)) or (database and os.environ.get(SERVER_VARIABLE)):
        return None
    here = Path.cwd()
    inputs = [Input("file", str(folder / "pyproject.toml")) for folder in (here, *here.parents)]
    inputs += [
        Input("names", str(config.root / name)) for name in ("migrations", "queries", "services")
    ]
    inputs.append(Input("stamp", str(expected_at())))
    for service in config.services:
        inputs.append(Input("tree", str(service.migrations)))
        inputs.append(Input("file", str(service.design)))
        inputs += [_whole(path) for path in (*service.queries, *service.code)]
    read = {item.path for item in inputs}
    inputs += [_whole(Path(source)) for source in given if source not in read]
    return tuple(inputs)


def _whole(path: Path) -> Input:
    return Input("tree" if path.is_dir() else "file", str(path))
