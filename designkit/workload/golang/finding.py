"""All that a project says about its statements: queries, faults, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from designkit.model import replace
from designkit.workload.golang.builders import builder_texts, built_statements, unreadable_builder
from designkit.workload.golang.context import here, package_call
from designkit.workload.golang.functions import from_callers
from designkit.workload.golang.imports import (
    SQL,
    builder_of,
    driver_of,
    is_handle_package,
    is_pq,
    orm_of,
)
from designkit.workload.golang.judging import injected_faults, judged, marked
from designkit.workload.golang.packages import Function, GoFile
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import Folded
from designkit.workload.golang.project import Project
from designkit.workload.golang.scopes import Local
from designkit.workload.golang.senders import Senders, Sent, functions_with, safely
from designkit.workload.golang.strings import Texts
from designkit.workload.golang.transactions import split_writes
from designkit.workload.golang.types import Scope
from designkit.workload.golang.values import Fault, GoScan, SentQuery, Unreadable
from designkit.workload.query import Place

_NAMED: Final = re.compile(rb"\bNamed\s*\(")
_ANY_CALL: Final = re.compile(rb"\(")


class Finder:
    """One pass over a project; `find` runs it."""

    def __init__(self, project: Project, drivers: frozenset[str]) -> None:
        self._files = [file for package in project.packages for file in package.files]
        self._texts = Texts(project)
        self._senders = Senders(self._texts)
        imported = [path for package in project.packages for path in package.imported]
        self._with_pq = is_pq(drivers, imported)
        self._with_sql = any(map(is_handle_package, imported))

    def run(self) -> Iterator[SentQuery | Fault | Unreadable]:
        """Everything there is to say, kind by kind."""
        yield from self._senders.read(self._files)
        for one in self._senders.sent:
            if not self._senders.is_judged_by_callers(one):
                yield from safely(one.function, partial(self._said, one))
        yield from self._split_writes()
        if self._with_pq:
            for function in functions_with(self._files, _NAMED):
                yield from safely(function, partial(self._named_arguments, function))
        for file in self._files:
            if any(builder_of(path) for _, path, _ in file.import_lines):
                for function in functions_with([file], _ANY_CALL):
                    yield from safely(function, partial(self._builders, function))
            yield from _orms(file)

    def _said(self, one: Sent) -> Iterator[SentQuery | Fault | Unreadable]:
        self._texts.refresh()
        send, folded = one.send, self._resolved(one)
        yield from judged(send, folded)
        imported = send.scope.package.imported
        own = {driver for path in imported if (driver := driver_of(path))}
        near = send.kind not in {"", "other"} or any(map(is_handle_package, imported))
        if near and (is_pq(own, imported) if own else self._with_pq):
            yield from marked(send, folded)

    def _resolved(self, one: Sent) -> Folded:
        """The text, with parameters that can only be what callers in the same package give."""
        scope, function = one.send.scope, one.function
        body = function.syntax.child("body")
        known: dict[Local, Folded] = {}
        for piece in one.folded.pieces:
            if piece.parameter is None or piece.site is None or body is None:
                continue
            begin, name = piece.parameter
            local = scope.locals.find(name, body) if scope.locals is not None else None
            if local is None or begin != function.syntax.start:
                continue
            given = from_callers(self._texts, function, name)
            if given is not None:
                known[local] = given
        return self._texts.fold(one.send.argument, scope, known) if known else one.folded

    def _split_writes(self) -> Iterator[Fault | Unreadable]:
        writes = self._senders.writes
        if not writes or not self._with_sql:
            # Other databases with a language like SQL have no transactions.
            return
        names = sorted({re.escape(writer.name.encode()) for writer in writes})
        folders = {writer.file.directory for writer in writes}
        near = [file for file in self._files if file.directory in folders]
        pattern = re.compile(rb"\b(?:" + b"|".join(names) + rb")\b")
        for function in functions_with(near, pattern):
            scope = self._texts.scope_of(function)
            yield from safely(function, partial(split_writes, function, scope, writes))

    def _named_arguments(self, function: Function) -> Iterator[Fault]:
        scope = self._texts.scope_of(function)
        for node in scope.calls:
            if package_call(node, scope) == (SQL, "Named"):
                yield _named_argument(node, scope)

    def _builders(self, function: Function) -> Iterator[Fault | Unreadable]:
        scope = self._texts.scope_of(function)
        for node, builder in built_statements(scope):
            yield unreadable_builder(node, builder, scope)
        for folded in builder_texts(self._texts, scope):
            yield from injected_faults(folded, generated=scope.file.is_generated)


def find(project: Project, required: frozenset[str]) -> GoScan:
    """All that a project says about its statements, sorted by file and line."""
    imported = {path for package in project.packages for path in package.imported}
    drivers = frozenset(driver for path in imported | required if (driver := driver_of(path)))
    queries: list[SentQuery] = []
    faults: dict[tuple[object, ...], Fault] = {}
    notes: dict[tuple[object, ...], Unreadable] = {}
    for one in Finder(project, drivers).run():
        match one:
            case SentQuery():
                queries.append(one)
            case Fault():
                faults.setdefault((one.kind, one.place, one.column), one)
            case Unreadable():
                notes.setdefault((one.kind, one.place, one.column), one)
    return GoScan(
        queries=tuple(_with_names(queries)),
        faults=tuple(
            sorted(faults.values(), key=lambda fault: (*_position(fault.place), fault.column))
        ),
        unreadable=sorted_notes(notes.values()),
        files=sum(len(package.files) for package in project.packages),
        drivers=tuple(sorted(drivers)),
    )


def sorted_notes(notes: Iterable[Unreadable]) -> tuple[Unreadable, ...]:
    """By file, line and column."""
    return tuple(sorted(notes, key=lambda note: (*_position(note.place), note.column)))


def _position(place: Place) -> tuple[str, int]:
    return place.file, place.line


def _with_names(queries: list[SentQuery]) -> Iterator[SentQuery]:
    """Each query once, under a name of its own."""
    taken: set[str] = set()
    seen: set[tuple[object, ...]] = set()
    counts: dict[str, int] = {}
    for query in sorted(queries, key=lambda query: _position(query.place)):
        key = (query.name, query.text, query.style, *_position(query.place))
        if key in seen:
            continue
        seen.add(key)
        base = query.name or query.place.function.rsplit(".", 1)[-1] or "query"
        if base[-1].isdigit():
            base += "_"
        name = query.name
        while not name or name in taken:
            counts[base] = counts.get(base, 0) + 1
            name = f"{base}{counts[base]}"
        taken.add(name)
        yield replace(query, name=name)


def _orms(file: GoFile) -> Iterator[Fault]:
    for _, path, node in file.import_lines:
        orm = orm_of(path)
        if orm:
            yield Fault(
                kind="orm-used",
                place=Place(file=file.path, line=node.line),
                column=node.column,
                message=f"{orm} is imported; the platform writes SQL with sqlx and lib/pq",
                evidence=node.text,
                advice="Write the statements as constants, and send them with sqlx.",
                generated=file.is_generated,
            )


def _named_argument(node: Syntax, scope: Scope) -> Fault:
    spot = here(node, scope)
    return Fault(
        kind="named-argument",
        place=Place(file=spot.file, line=spot.line, function=spot.function),
        column=spot.column,
        message="lib/pq refuses sql.Named: it takes $1, $2 only",
        evidence=spot.evidence,
        advice="Use :name with sqlx.NamedExec, NamedQuery or PrepareNamed, or write $1.",
        generated=scope.file.is_generated,
    )
