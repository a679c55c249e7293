"""Scripts to judge: the statements of migrations and of SQL files, each in its place.

They are parsed where nobody remembers what was said of the very same ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from designkit.cockroach_parser import Refusal, installed, refusals
from designkit.config import Config, Target
from designkit.migrate.history import History
from designkit.migrate.script import Script
from designkit.model import replace
from designkit.review import cache
from designkit.rules import ScriptContext
from designkit.rules.judged import Judged, Memory, WaitingScript
from designkit.rules.past import Past
from designkit.sql.statements import Statement
from designkit.sql.tree import Tree, parse

_KEPT_AT_MOST = 20_000


def of_history(
    history: History, service: str, targets: tuple[Target, ...]
) -> Iterator[WaitingScript]:
    """Yield both ways of each migration, in order, each with the UPs that ran before it."""
    scripts = _Scripts(history, service, targets)
    before = cache.digest((service, history.format))
    for number, migration in enumerate(history.migrations):
        before = cache.digest((before, *_parts(migration.up)))
        yield WaitingScript(before, service, partial(scripts.up, number))
        if migration.down is not None:
            before = cache.digest((before, *_parts(migration.down)))
            yield WaitingScript(before, service, partial(scripts.down, number, migration.down))


class _Scripts:
    """The scripts of a history; a way up is parsed once, whoever asks about it."""

    def __init__(self, history: History, service: str, targets: tuple[Target, ...]) -> None:
        self._history = history
        self._service = service
        self._targets = targets
        self._ups: list[tuple[Tree, ...]] = []
        self._pasts = [Past()]

    def up(self, number: int) -> ScriptContext:
        """The way up of a migration, by its place in the history."""
        self._read(number)
        script = self._history.migrations[number].up
        return self._script(script, "up", self._ups[number], self._pasts[number])

    def down(self, number: int, script: Script) -> ScriptContext:
        """The way down of a migration."""
        self._read(number)
        trees = _trees(script.statements)
        found = self._script(script, "down", trees, self._pasts[number + 1])
        return replace(found, undone=self._ups[number])

    def _read(self, number: int) -> None:
        """Parse the ways up as far as a migration."""
        for migration in self._history.migrations[len(self._ups) : number + 1]:
            self._ups.append(_trees(migration.up.statements))
            self._pasts.append(self._pasts[-1].then(self._ups[-1]))

    def _script(
        self, script: Script, way: Literal["up", "down"], trees: tuple[Tree, ...], earlier: Past
    ) -> ScriptContext:
        return ScriptContext(
            trees=trees,
            file=str(script.file),
            service=self._service,
            way=way,
            transactional=script.transactional,
            # It sends a file as one message, in whose transaction BEGIN and COMMIT are at home.
            # https://github.com/golang-migrate/migrate/blob/v4.18.3/database/postgres/README.md
            begun=self._history.format != "golang-migrate",
            targets=self._targets,
            earlier=earlier,
            refused=_refused(trees, self._targets),
        )


def _trees(statements: Iterable[Statement]) -> tuple[Tree, ...]:
    return tuple(map(parse, statements))


def _parts(script: Script) -> Iterator[str]:
    yield str(script.file)
    yield str(script.transactional)
    for statement in script.statements:
        yield f"{statement.line} {statement.offset} {statement.text}"


def of_statements(
    statements: Iterable[Statement], file: str, service: str, targets: tuple[Target, ...]
) -> ScriptContext:
    """The script of a text that is no migration: nobody knows what stands before it."""
    trees = _trees(statements)
    return ScriptContext(
        trees=trees,
        file=file,
        service=service,
        transactional=False,
        targets=targets,
        refused=_refused(trees, targets),
    )


class Remembering:
    """What was said of scripts under one configuration, in this process and in the user's cache."""

    def __init__(self, config: Config) -> None:
        program = installed()
        settings = (config.rules, config.select, config.ignore, config.services, config.targets)
        ground = msgspec.json.encode(settings, enc_hook=str).decode()
        self._file = cache.place("judged", (ground, str(program)))
        self.memory = Memory() if self._file is None else _recalled(self._file)

    def save(self) -> None:
        """Keep what was said of new scripts."""
        if self._file is not None and self.memory.fresh:
            known = dict(list(self.memory.known.items())[-_KEPT_AT_MOST:])
            cache.keep(self._file, msgspec.msgpack.encode(known))
            self.memory.fresh = False


@once
def _recalled(file: Path) -> Memory:
    content = cache.recall(file)
    try:
        known = None if content is None else msgspec.msgpack.decode(content, type=dict[str, Judged])
    except (msgspec.MsgspecError, ValueError):
        # Spoilt by whatever writes there: the rules are only asked again.
        known = None
    return Memory(known)


def _refused(trees: tuple[Tree, ...], targets: tuple[Target, ...]) -> Mapping[int, Refusal]:
    return refusals((tree.statement.text for tree in trees), targets)
