"""What a type is to SQL: a database, a transaction, a prepared statement, or none of these."""

from __future__ import annotations

from typing import Final, Literal

from designkit.workload.golang.imports import is_handle_package
from designkit.workload.golang.packages import GoFile
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.types import DEEPEST, Scope, Type, declared, fields, named_type

# "handle" is a database or a transaction, whichever the caller gives; "" is not known.
HandleKind = Literal["database", "transaction", "statement", "handle", "other", ""]

_KINDS: Final[dict[str, HandleKind]] = {
    **dict.fromkeys(("DB", "Conn", "Pool", "ConnPool"), "database"),
    **dict.fromkeys(("Tx",), "transaction"),
    **dict.fromkeys(("Stmt", "NamedStmt"), "statement"),
    **dict.fromkeys(("Ext", "ExtContext", "Execer", "ExecerContext"), "handle"),
    **dict.fromkeys(("Queryer", "QueryerContext", "Preparer", "PreparerContext"), "handle"),
}
_EXECUTING: Final = {
    *("Exec", "ExecContext", "Query", "QueryContext", "QueryRow", "QueryRowContext"),
    *("GetContext", "SelectContext", "NamedExecContext"),
}
_BEGINNING: Final = {"Begin", "BeginTx", "Beginx", "BeginTxx"}
_ENDING: Final = {"Commit", "Rollback"}
_FOREIGN: Final = {"", "net/http", "net/url", "context"}


def handle_kind(type_: Type | None, scope: Scope, depth: int = 0) -> HandleKind:
    """What a type is to SQL."""
    if type_ is None or depth > DEEPEST:
        return ""
    known = declared(type_, scope)
    if known is None:
        return _of_stranger(type_)
    file, node = known
    if node.kind == "interface_type":
        return _of_interface(node, file, scope, depth)
    if node.kind == "struct_type":
        # A struct that embeds a database is one.
        embedded = [field.child("type") for field in fields(node) if not field.parts("name")]
        for one in embedded:
            kind = handle_kind(named_type(one, file, scope), scope, depth + 1)
            if kind not in {"", "other"}:
                return kind
        return "other"
    return handle_kind(named_type(node, file, scope), scope, depth + 1)


def _of_stranger(type_: Type) -> HandleKind:
    if is_handle_package(type_.package):
        return _KINDS.get(type_.name, "other")
    # What is declared elsewhere may well wrap a database.
    return "other" if type_.package in _FOREIGN else ""


def _of_interface(node: Syntax, file: GoFile, scope: Scope, depth: int) -> HandleKind:
    methods: set[str] = set()
    for element in node.children:
        name = element.child("name")
        if element.kind == "method_elem" and name is not None:
            methods.add(name.text)
        elif element.kind == "type_elem" and element.children:
            kind = handle_kind(named_type(element.children[0], file, scope), scope, depth + 1)
            if kind not in {"", "other"}:
                return kind
    if not methods & _EXECUTING:
        return "other"
    if methods & _BEGINNING:
        return "database"
    return "transaction" if methods & _ENDING else "handle"
