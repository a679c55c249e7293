"""Every call that takes SQL, with its text: of databases, and of wrappers around such calls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final, NamedTuple, TypeVar

from designkit.workload.golang.calls import CALL, Send, send_of, takes_sql
from designkit.workload.golang.context import arguments
from designkit.workload.golang.imports import is_handle_package
from designkit.workload.golang.judging import begins_elsewhere
from designkit.workload.golang.packages import Function, GoFile
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import Folded
from designkit.workload.golang.strings import Texts
from designkit.workload.golang.transactions import Write, writes_of
from designkit.workload.golang.types import called
from designkit.workload.golang.values import Unreadable
from designkit.workload.query import Place

Said = TypeVar("Said")
# A wrapper of a wrapper of a wrapper is followed; deeper ones are named as unreadable.
_ROUNDS: Final = 3
_WORDS: Final = re.compile(
    rb"(?im)(?:[\"`]|^)\s*(?:select|insert|update|delete|merge|with|create|drop|truncate)\s"
)


class Sent(NamedTuple):
    """A call that takes SQL, in its function, with its text."""

    function: Function
    send: Send
    folded: Folded


class Senders:
    """What all functions of a project send.

    Attributes:
        sent: in the order in which it was found.
        writes: those of them that change rows, by function.
        reached: wrappers whose callers are known, and judged in their place.
    """

    def __init__(self, texts: Texts) -> None:
        self.sent: list[Sent] = []
        self.writes: dict[Function, tuple[Write, ...]] = {}
        self.reached: set[Function] = set()
        self._texts = texts
        self._wrappers: dict[Function, Sent] = {}
        self._calls: set[Syntax] = set()

    def read(self, files: list[GoFile]) -> Iterator[Unreadable]:
        """Look at all files; what is too deep to be read is told."""
        for function in functions_with(self._worth_reading(files), CALL):
            yield from safely(function, partial(self._read, function))
        done: set[Function] = set()
        for _ in range(_ROUNDS):
            fresh = self._wrappers.keys() - done
            if not fresh:
                return
            done |= fresh
            names = b"|".join(sorted({re.escape(one.name.encode()) for one in fresh}))
            for function in functions_with(files, re.compile(rb"\b(?:" + names + rb")\s*[(\[]")):
                yield from safely(function, partial(self._read_wrapped, function))

    def is_judged_by_callers(self, one: Sent) -> bool:
        """Whether the text comes from callers that were found."""
        return one.function in self.reached and _begins_with_parameter(one)

    def _worth_reading(self, files: list[GoFile]) -> Iterator[GoFile]:
        """Files near a database, and those that hold the words of a statement."""
        for file in files:
            imported = self._texts.project.of(file).imported
            if any(map(is_handle_package, imported)) or _WORDS.search(file.source):
                yield file

    def _read(self, function: Function) -> tuple[()]:
        scope = self._texts.scope_of(function)
        for node in scope.calls:
            if called(node, scope) is None:
                send = send_of(node, scope)
                if send is not None:
                    self._take(function, send, is_sure=False)
        return ()

    def _take(self, function: Function, send: Send, *, is_sure: bool) -> None:
        self._texts.refresh()
        folded = self._texts.fold(send.argument, send.scope, {})
        if send.call in self._calls or not (is_sure or takes_sql(send, folded)):
            return
        self._calls.add(send.call)
        one = Sent(function, send, folded)
        self.sent.append(one)
        if _begins_with_parameter(one):
            self._wrappers.setdefault(function, one)
        write = writes_of(send, folded)
        if write is not None:
            self.writes[function] = (*self.writes.get(function, ()), write)

    def _read_wrapped(self, function: Function) -> tuple[()]:
        scope = self._texts.scope_of(function)
        for node in scope.calls:
            wrapper = called(node, scope)
            inner = self._wrappers.get(wrapper) if wrapper is not None else None
            if wrapper is None or inner is None:
                continue
            argument = _passed_as(_parameter(inner), wrapper, node)
            if argument is None:
                continue
            self.reached.add(wrapper)
            handle = inner.send.handle
            name = handle.text if handle is not None and handle.kind == "identifier" else ""
            taking = inner.send.taking
            if inner.folded.rebound:
                taking = taking._replace(style="expanded")
            send = inner.send._replace(
                call=node,
                argument=argument,
                scope=scope,
                taking=taking,
                handle=_passed_as(name, wrapper, node) or handle,
            )
            self._take(function, send, is_sure=True)
        return ()


def functions_with(files: Iterable[GoFile], pattern: re.Pattern[bytes]) -> Iterator[Function]:
    """Functions whose text fits, of files whose text does; others are not even parsed."""
    for file in files:
        if pattern.search(file.source):
            for function in file.functions:
                if pattern.search(function.declaration.source):
                    yield function


def safely(function: Function, work: Callable[[], Iterable[Said]]) -> Iterator[Said | Unreadable]:
    """What the work says of a function; a note where its code is nested too deeply for it."""
    try:
        yield from tuple(work())
    except RecursionError:
        yield Unreadable(
            kind="syntax",
            place=Place(
                file=function.file.path, line=function.declaration.line, function=function.shown
            ),
            column=1,
            reason="syntax: the function is nested too deeply to be read",
            generated=function.file.is_generated,
        )


def _begins_with_parameter(one: Sent) -> bool:
    return bool(_parameter(one)) and all(map(begins_elsewhere, one.folded.texts))


def _parameter(one: Sent) -> str:
    """The parameter of its function that a text is made of; "" for none."""
    start = one.function.syntax.start
    own = (piece.parameter for piece in one.folded.pieces if piece.parameter is not None)
    return next((name for begin, name in own if begin == start), "")


def _passed_as(name: str, function: Function, call: Syntax) -> Syntax | None:
    """What a call passes as the parameter of that name."""
    names = [one for one, _ in function.parameters]
    passed = arguments(call)
    number = names.index(name) if name in names else len(passed)
    return passed[number] if number < len(passed) else None
