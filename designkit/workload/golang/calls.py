"""Which calls take SQL, and where in their arguments it stands."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from designkit.workload.golang.context import arguments, method_call, package_call
from designkit.workload.golang.handles import HandleKind, handle_kind
from designkit.workload.golang.imports import SQLX, is_handle_package, unversioned
from designkit.workload.golang.marks import is_statement, is_surely_statement
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.pieces import Folded
from designkit.workload.golang.types import Scope, Type, type_of
from designkit.workload.query import Cardinality

Style = Literal["named", "positional", "expanded"]


class Taking(NamedTuple):
    """How a method takes SQL.

    Attributes:
        position: of the text among the arguments.
        style: "expanded" is `sqlx.In`, whose `?` sqlx makes lists of.
        handle: position of the database among the arguments; None for the receiver.
        certain: no other package has a method of this name.
    """

    position: int
    style: Style
    cardinality: Cardinality | None
    handle: int | None = None
    certain: bool = True


class Send(NamedTuple):
    """A call that takes SQL.

    Attributes:
        handle: what it is called on; None where nobody can tell.
        kind: what that is.
    """

    call: Syntax
    argument: Syntax
    method: str
    taking: Taking
    scope: Scope
    handle: Syntax | None
    kind: HandleKind


def _with_context(plain: dict[str, Taking]) -> dict[str, Taking]:
    shifted = {
        f"{name}Context": taking._replace(
            position=taking.position + 1,
            handle=None if taking.handle is None else taking.handle + 1,
            certain=taking.certain or name != "Get",
        )
        for name, taking in plain.items()
    }
    return plain | shifted


METHODS: Final = _with_context(
    {
        "Query": Taking(0, "positional", "many", certain=False),
        "QueryRow": Taking(0, "positional", "one", certain=False),
        "Exec": Taking(0, "positional", "exec", certain=False),
        "Prepare": Taking(0, "positional", None, certain=False),
        "Get": Taking(1, "positional", "one", certain=False),
        "Select": Taking(1, "positional", "many", certain=False),
        "Queryx": Taking(0, "positional", "many"),
        "QueryRowx": Taking(0, "positional", "one"),
        "MustExec": Taking(0, "positional", "exec"),
        "Preparex": Taking(0, "positional", None),
        "NamedExec": Taking(0, "named", "exec"),
        "NamedQuery": Taking(0, "named", "many"),
        "NamedQueryRow": Taking(0, "named", "one"),
        "PrepareNamed": Taking(0, "named", None),
    }
) | {"BindNamed": Taking(0, "named", None)}
_FUNCTIONS: Final = _with_context(
    {
        "Get": Taking(2, "positional", "one", 0),
        "Select": Taking(2, "positional", "many", 0),
        "NamedExec": Taking(1, "named", "exec", 0),
        "NamedQuery": Taking(1, "named", "many", 0),
        "MustExec": Taking(1, "positional", "exec", 0),
        "Preparex": Taking(1, "positional", None, 0),
    }
) | {
    "In": Taking(0, "expanded", None),
    "Named": Taking(0, "named", None),
    "BindNamed": Taking(1, "named", None),
}
# What holds a call of one of these is looked at; anything else is passed over unread.
CALL: Final = re.compile(
    rb"\b(?:" + b"|".join(sorted(name.encode() for name in {*METHODS, *_FUNCTIONS})) + rb")\s*[(\[]"
)
_HANDLE_NAME: Final = re.compile(
    r"(?:^|_)(?:db|tx|conn|pool|database|ext|execer|queryer|querier)$|(?:DB|Db|Tx|Conn)$",
)
_CONTEXT: Final = Type("context", "Context")


def send_of(call: Syntax, scope: Scope) -> Send | None:
    """The call as one that takes SQL, if its name and arguments allow for it."""
    path, name = package_call(call, scope)
    if path:
        taking = _FUNCTIONS.get(name) if unversioned(path) == SQLX else None
        handle: Syntax | None = None
    else:
        handle, name = method_call(call)
        taking = METHODS.get(name) if handle is not None else None
    passed = arguments(call)
    if taking is None:
        return None
    if not path and not name.endswith("Context") and passed and _is_context(passed[0], scope):
        # As pgx has it, and many a wrapper.
        taking = taking._replace(position=taking.position + 1)
    if taking.position >= len(passed):
        return None
    if taking.handle is not None:
        handle = passed[taking.handle]
    kind = handle_kind(type_of(handle, scope), scope) if handle is not None else ""
    return Send(call, passed[taking.position], name, taking, scope, handle, kind)


def takes_sql(send: Send, folded: Folded) -> bool:
    """Whether the call is one to a database, by its receiver, its text and what is imported."""
    if send.taking.handle is not None or package_call(send.call, send.scope)[0]:
        return True
    if handle_kind(type_of(send.argument, send.scope), send.scope) not in {"", "other"}:
        # `statement.QueryContext(ctx, db, &rows)` of a builder.
        return False
    is_sql = any(map(is_statement, folded.texts))
    if send.kind in {"database", "transaction", "handle"}:
        return is_sql or not folded.is_constant
    if send.kind in {"statement", "other"}:
        return is_sql and send.taking.certain and any(map(is_surely_statement, folded.texts))
    near = any(map(is_handle_package, send.scope.package.imported))
    if is_sql:
        return near or any(map(is_surely_statement, folded.texts))
    is_handle = send.taking.certain or bool(_HANDLE_NAME.search(_last_name(send.handle)))
    return near and is_handle and not folded.is_constant


def _last_name(handle: Syntax | None) -> str:
    if handle is not None and handle.kind == "selector_expression":
        handle = handle.child("field")
    return handle.text if handle is not None and "identifier" in handle.kind else ""


def _is_context(node: Syntax, scope: Scope) -> bool:
    if node.kind == "identifier":
        return node.text == "ctx" or type_of(node, scope) == _CONTEXT
    return node.kind == "call_expression" and (
        package_call(node, scope)[0] == "context" or method_call(node)[1] == "Context"
    )
