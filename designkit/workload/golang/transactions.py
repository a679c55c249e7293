"""Writes of one function that belong together and go to the database one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final, NamedTuple

from designkit.workload.golang.branches import excludes, on_failure
from designkit.workload.golang.calls import Send
from designkit.workload.golang.context import arguments, here, method_call
from designkit.workload.golang.handles import HandleKind, handle_kind
from designkit.workload.golang.imports import is_handle_package
from designkit.workload.golang.marks import written_tables
from designkit.workload.golang.open_transactions import is_open_at
from designkit.workload.golang.packages import Function, parameters
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import Folded
from designkit.workload.golang.types import Scope, called, type_of
from designkit.workload.golang.values import Fault
from designkit.workload.query import Place

_IN_TRANSACTION: Final = re.compile(r"(?i)(?:tx|transaction|atomic)")
_TRANSACTION_NAME: Final = re.compile(r"^(?:tx|Tx|TX|transaction)$|Tx$|Transaction$")
_DATABASE_NAME: Final = re.compile(r"(?:^|_)(?:db|DB|conn|pool|database)$|(?:DB|Db|Conn|Pool)$")
_ADVICE: Final = (
    "Begin a transaction (BeginTxx), run all of these on it, and commit once; "
    "or make one statement of them with WITH."
)
_BESIDE_ADVICE: Final = "Run it on {} too, or behind the commit."


class Write(NamedTuple):
    """A statement that changes rows.

    Attributes:
        node: the call, in the function that is judged.
        handle: what it goes to; None where only the kind is known.
        via: the function of the same package that sends it; "" for this one.
    """

    node: Syntax
    tables: tuple[str, ...]
    kind: HandleKind
    handle: Syntax | None
    via: str = ""

    @property
    def is_here(self) -> bool:
        """Whether what it goes to is named in the function that is judged."""
        return self.handle is not None and (not self.via or self.handle in arguments(self.node))


def writes_of(send: Send, folded: Folded) -> Write | None:
    """The call as a write, if it is one."""
    if send.kind in {"", "other"} and not any(map(is_handle_package, send.scope.package.imported)):
        # Whatever it is, it came from a package that knows no SQL.
        return None
    tables = dict.fromkeys(table for text in folded.texts for table in written_tables(text))
    if not tables:
        return None
    return Write(send.call, tuple(tables), _kind(send), send.handle)


def split_writes(
    function: Function, scope: Scope, own: Mapping[Function, tuple[Write, ...]]
) -> Iterator[Fault]:
    """One fault for the writes of a function that no transaction holds together."""
    writes = [*own.get(function, ()), *_of_helpers(function, scope, own)]
    beside = next(_beside_transactions(function, scope, writes), None)
    if beside is not None:
        yield beside
        return
    loose = sorted(
        (
            write
            for write in writes
            if write.kind == "database"
            and not _in_closure_of_transaction(write.node)
            and not on_failure(write.node)
        ),
        key=lambda write: write.node.start,
    )
    together = [
        (first, second)
        for first, second in combinations(loose, 2)
        if not excludes(first.node, second.node)
    ]
    for first, second in together:
        if len({*first.tables, *second.tables}) > 1:
            yield _fault(second, _related(first, second, together), scope, several=True)
            return
    for first, second in together:
        yield _fault(second, [first, second], scope, several=False)
        return
    for write in loose:
        if any(above.kind == "for_statement" for above in write.node.ancestors()):
            yield _fault(write, [write], scope, several=False)
            return


def _beside_transactions(function: Function, scope: Scope, writes: list[Write]) -> Iterator[Fault]:
    """The writes to the database while a transaction is open that holds another write."""
    inside = [
        write
        for write in writes
        if write.kind == "transaction" and write.handle is not None and write.is_here
    ]
    for loose in writes:
        if loose.kind != "database" or on_failure(loose.node):
            continue
        for held in inside:
            handle = held.handle
            if handle is None or held.node is loose.node or _are_apart(held.node, loose.node):
                continue
            if is_open_at(loose.node, held.node, handle, function, scope):
                yield _beside(loose, held, handle, scope)


def _are_apart(one: Syntax, other: Syntax) -> bool:
    first, second = sorted((one, other), key=lambda node: node.start)
    return excludes(first, second)


def _beside(loose: Write, held: Write, handle: Syntax, scope: Scope) -> Fault:
    several = len({*loose.tables, *held.tables}) > 1
    message = (
        f"{_written(loose)} is written to the database while the transaction {handle.text} is "
        f"open, and outside of it; {_written(held)} is inside"
    )
    return _told(loose, message, _BESIDE_ADVICE.format(handle.text), scope, several=several)


def _written(write: Write) -> str:
    by = f" by {write.via}" if write.via else ""
    return f"{' and '.join(write.tables)} in line {write.node.line}{by}"


def _related(first: Write, second: Write, together: list[tuple[Write, Write]]) -> list[Write]:
    chosen = {write.node.start: write for pair in together for write in pair if {*pair} & {first}}
    return sorted(
        {**chosen, second.node.start: second}.values(), key=lambda write: write.node.start
    )


def _fault(write: Write, writes: list[Write], scope: Scope, *, several: bool) -> Fault:
    said = ", ".join(map(_written, writes))
    in_loop = len(writes) == 1
    message = (
        f"{said} is written in a loop without a transaction"
        if in_loop
        else f"{said}: written one by one without a transaction"
    )
    return _told(write, message, _ADVICE, scope, several=several)


def _told(write: Write, message: str, advice: str, scope: Scope, *, several: bool) -> Fault:
    spot = here(write.node, scope)
    return Fault(
        kind="writes-without-transaction" if several else "repeated-writes-without-transaction",
        place=Place(file=spot.file, line=spot.line, function=spot.function),
        column=spot.column,
        message=message,
        evidence=spot.evidence,
        advice=advice,
        generated=scope.file.is_generated,
    )


def _of_helpers(
    function: Function, scope: Scope, own: Mapping[Function, tuple[Write, ...]]
) -> Iterator[Write]:
    """What functions of the same package write when this one calls them."""
    for node in scope.calls:
        helper = called(node, scope)
        if helper is None or helper is function or helper.file.directory != scope.file.directory:
            continue
        for write in own.get(helper, ()):
            kind, handle = write.kind, write.handle
            number = _parameter(handle, helper)
            if number is not None and number < len(arguments(node)):
                handle = arguments(node)[number]
                kind = kind_of(handle, scope)
            yield Write(node, write.tables, kind, handle, helper.shown)


def _parameter(handle: Syntax | None, function: Function) -> int | None:
    if handle is None or handle.kind != "identifier":
        return None
    names = [name for name, _ in function.parameters]
    return names.index(handle.text) if handle.text in names else None


def _kind(send: Send) -> HandleKind:
    if send.handle is None:
        return ""
    if send.kind == "statement":
        return ""
    return kind_of(send.handle, send.scope)


def kind_of(handle: Syntax, scope: Scope) -> HandleKind:
    """Database or transaction, by its type, else by its name."""
    kind = handle_kind(type_of(handle, scope), scope)
    if kind == "handle":
        return _of_interface(handle, scope)
    if kind in {"database", "transaction"}:
        return kind
    last = handle.child("field") if handle.kind == "selector_expression" else handle
    if last is None or "identifier" not in last.kind:
        return ""
    if _TRANSACTION_NAME.search(last.text):
        return "transaction"
    return "database" if _DATABASE_NAME.search(last.text) and not kind else ""


def _of_interface(handle: Syntax, scope: Scope) -> HandleKind:
    """A field that may be either is a database, unless its owner can be had with a transaction."""
    operand = handle.child("operand")
    if handle.kind != "selector_expression" or operand is None:
        return "handle"
    owner = type_of(operand, scope)
    methods = {
        name
        for receiver, name in scope.package.functions
        if owner is not None and receiver == owner.name
    }
    return "handle" if any(map(_IN_TRANSACTION.search, methods)) else "database"


def _in_closure_of_transaction(node: Syntax) -> bool:
    """Whether it stands in `InTx(ctx, func(ctx) error {…})`, where the context holds it."""
    for above in node.ancestors():
        if above.kind != "func_literal" or above.parent is None or above.parent.parent is None:
            continue
        call = above.parent.parent
        function = call.child("function") if call.kind == "call_expression" else None
        _, method = method_call(call)
        name = method or (function.text if function is not None else "")
        if not _IN_TRANSACTION.search(name):
            continue
        if not any(
            _TRANSACTION_NAME.search(parameter) or (type_ is not None and "Tx" in type_.text)
            for parameter, type_ in parameters(above)
        ):
            return True
    return False
