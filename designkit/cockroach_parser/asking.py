"""Asking about the statements of a script, where there is reason and means to ask."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from designkit.cockroach_parser.building import installed
from designkit.cockroach_parser.refusal import Refusal
from designkit.cockroach_parser.running import CockroachParser
from designkit.config import Target
from designkit.errors import ProgramFailed

_lock = threading.Lock()


def refusals(statements: Iterable[str], targets: Iterable[Target]) -> Mapping[int, Refusal]:
    """What CockroachDB's parser refuses of statements for the targets, by their number from 0.

    Nothing where no target is CockroachDB, or where the parser is not installed. One run of the
    program serves all that this process asks. Where the program fails, that statement's refusal
    says so, and those behind it are not asked.
    """
    found = installed() if any(item.database == "cockroachdb" for item in targets) else None
    refused: dict[int, Refusal] = {}
    if found is None:
        return refused
    with _lock:
        parser = _parser(found.path)
        for number, text in enumerate(statements):
            try:
                answer = parser.ask(text)
            except ProgramFailed as error:
                refused[number] = Refusal(message=str(error), answered=False)
                break
            if answer is not None:
                refused[number] = answer
    return refused


@cache
def _parser(program: Path) -> CockroachParser:
    return CockroachParser(program)
