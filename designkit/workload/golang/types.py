"""Types of expressions, as far as declarations tell, and the functions that calls call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from designkit.workload.golang.imports import SQL, SQLX, is_handle_package, unversioned
from designkit.workload.golang.packages import Function, GoFile, Package
from designkit.workload.golang.parsing import Syntax
from designkit.workload.golang.project import Project
from designkit.workload.golang.scopes import Local, Locals

# Declarations that refer to each other deeper than this are not followed.
DEEPEST: Final = 8


class Type(NamedTuple):
    """A named type: the key or import path of its package, "" for Go's own, and its name."""

    package: str
    name: str


class Scope(NamedTuple):
    """Where an expression stands: what its names mean."""

    project: Project
    package: Package
    file: GoFile
    function: Function | None = None
    locals: Locals | None = None

    def local(self, node: Syntax) -> Local | None:
        """What an identifier means, if the function declares it."""
        return None if self.locals is None else self.locals.find(node.text, node)

    @property
    def calls(self) -> list[Syntax]:
        """Every call in the function."""
        return [] if self.locals is None else self.locals.calls

    def imported(self, node: Syntax) -> str:
        """The import path of the package that an identifier means; "" for anything else."""
        if node.kind != "identifier" or self.local(node) is not None:
            return ""
        return self.file.imports.get(node.text, "")

    def at_top(self, file: GoFile) -> Scope:
        """The same project, at the top level of a file of the same package."""
        return Scope(self.project, self.package, file)


_STATEMENT: Final = Type(SQL, "Stmt")
_STATEMENT_X: Final = Type(SQLX, "Stmt")
_NAMED_STATEMENT: Final = Type(SQLX, "NamedStmt")
_TRANSACTION_X: Final = Type(SQLX, "Tx")
# What methods give, whatever they are called on: nobody else has methods of these names.
_RESULTS: Final[dict[str, Type]] = {
    "Begin": Type(SQL, "Tx"),
    "BeginTx": Type(SQL, "Tx"),
    "Beginx": _TRANSACTION_X,
    "BeginTxx": _TRANSACTION_X,
    "MustBegin": _TRANSACTION_X,
    "MustBeginTx": _TRANSACTION_X,
    "Prepare": _STATEMENT,
    "PrepareContext": _STATEMENT,
    "Preparex": _STATEMENT_X,
    "PreparexContext": _STATEMENT_X,
    "PrepareNamed": _NAMED_STATEMENT,
    "PrepareNamedContext": _NAMED_STATEMENT,
    "Stmt": _STATEMENT,
    "StmtContext": _STATEMENT,
    "Stmtx": _STATEMENT_X,
    "StmtxContext": _STATEMENT_X,
    "NamedStmt": _NAMED_STATEMENT,
    "NamedStmtContext": _NAMED_STATEMENT,
    "Connx": Type(SQLX, "Conn"),
}
_OPENERS: Final = frozenset(
    [
        *("Open", "OpenDB", "Connect", "ConnectContext", "MustConnect", "MustOpen"),
        *("NewDb", "New", "NewWithConfig"),
    ]
)
_NUMBERS: Final = {
    *(f"{sign}int{size}" for sign in ("", "u") for size in ("", "8", "16", "32", "64")),
    *("float32", "float64", "bool", "byte", "uintptr", "complex64", "complex128"),
}
# Types whose text never holds a quote, a comment, or a word of SQL.
_PLAIN: Final = {
    Type("time", "Time"),
    Type("time", "Duration"),
    Type("time", "Month"),
    Type("time", "Weekday"),
    Type("github.com/google/uuid", "UUID"),
    Type("github.com/gofrs/uuid", "UUID"),
    Type("github.com/satori/go.uuid", "UUID"),
    Type("github.com/oklog/ulid", "ULID"),
    Type("github.com/shopspring/decimal", "Decimal"),
}
_INTEGER: Final = Type("", "int")
_LITERALS: Final = {
    "int_literal": _INTEGER,
    "float_literal": _INTEGER,
    "true": Type("", "bool"),
    "false": Type("", "bool"),
    "interpreted_string_literal": Type("", "string"),
    "raw_string_literal": Type("", "string"),
}


def type_of(node: Syntax | None, scope: Scope, depth: int = 0) -> Type | None:
    """The named type of an expression, pointers aside; None where declarations do not tell."""
    if node is None or depth > DEEPEST:
        return None
    if node.kind in _LITERALS:
        return _LITERALS[node.kind]
    reader = _READERS.get(node.kind)
    return reader(node, scope, depth + 1) if reader is not None else None


def named_type(node: Syntax | None, file: GoFile, scope: Scope) -> Type | None:
    """A type as it is written, as the name that it is."""
    while node is not None and node.kind in {"pointer_type", "generic_type", "parenthesized_type"}:
        node = node.child("type") or (node.children[0] if node.children else None)
    if node is None:
        return None
    if node.kind == "qualified_type":
        package, name = node.child("package"), node.child("name")
        if package is not None and name is not None:
            return Type(file.imports.get(package.text, package.text), name.text)
    if node.kind != "type_identifier":
        return None
    package_of_file = scope.project.of(file)
    return Type(package_of_file.key if node.text in package_of_file.types else "", node.text)


def declared(type_: Type | None, scope: Scope) -> tuple[GoFile, Syntax] | None:
    """What a type of the project stands for, and the file that says so."""
    package = scope.project.at(type_.package) if type_ is not None else None
    return package.types.get(type_.name) if package is not None and type_ is not None else None


def is_plain(type_: Type | None, scope: Scope, depth: int = 0) -> bool:
    """Whether values of the type cannot carry SQL: numbers, truth values, times, UUIDs."""
    if type_ is None or depth > DEEPEST:
        return False
    if not type_.package:
        return type_.name in _NUMBERS
    if Type(unversioned(type_.package), type_.name) in _PLAIN:
        return True
    known = declared(type_, scope)
    if known is None:
        return False
    file, node = known
    return is_plain(named_type(node, file, scope), scope, depth + 1)


def fields(node: Syntax) -> list[Syntax]:
    """The fields of a struct."""
    listed = next((part for part in node.children if part.kind == "field_declaration_list"), None)
    return listed.children if listed is not None else []


def callee(node: Syntax) -> Syntax | None:
    """What a call calls, without type arguments."""
    function = node.child("function")
    if function is not None and function.kind in {
        "index_expression",
        "type_instantiation_expression",
    }:
        function = function.child("operand") or function.child("type")
    is_name = function is not None and function.kind in {"identifier", "selector_expression"}
    return function if is_name else None


def called(node: Syntax, scope: Scope, depth: int = 0) -> Function | None:
    """The function of the project that a call calls, if declarations tell."""
    function = callee(node)
    if function is None or depth > DEEPEST:
        return None
    if function.kind == "identifier":
        is_local = scope.local(function) is not None
        return None if is_local else scope.package.functions.get(("", function.text))
    operand, field = function.child("operand"), function.child("field")
    if operand is None or field is None:
        return None
    path = scope.imported(operand)
    type_ = Type(path, "") if path else type_of(operand, scope, depth + 1)
    if type_ is not None:
        package = scope.project.at(type_.package)
        return package.functions.get((type_.name, field.text)) if package is not None else None
    # Of what nobody knows, a name that one method alone has is that method.
    methods = scope.package.methods.get(field.text, ())
    return methods[0] if len(methods) == 1 and not methods[0].is_exported else None


def _of_name(node: Syntax, scope: Scope, depth: int) -> Type | None:
    local = scope.local(node)
    if local is None:
        named = scope.package.names.get(node.text)
        if named is None:
            return None
        outside = scope.at_top(named.file)
        return named_type(named.type, named.file, outside) or type_of(named.value, outside, depth)
    if local.type is not None:
        return named_type(local.type, scope.file, scope)
    if local.kind == "key":
        return _INTEGER if _is_list(local.value) else None
    return (
        type_of(local.value, scope, depth) if local.kind == "value" and not local.result else None
    )


def _is_list(node: Syntax | None) -> bool:
    type_ = node.child("type") if node is not None else None
    return type_ is not None and type_.kind in {"slice_type", "array_type"}


def _of_first(node: Syntax, scope: Scope, depth: int) -> Type | None:
    return type_of(node.children[0], scope, depth) if node.children else None


def _as_written(node: Syntax, scope: Scope, _: int) -> Type | None:
    return named_type(node.child("type"), scope.file, scope)


def _of_selector(node: Syntax, scope: Scope, depth: int) -> Type | None:
    operand, field = node.child("operand"), node.child("field")
    if operand is None or field is None:
        return None
    return next(_field_types(type_of(operand, scope, depth), field.text, scope, depth), None)


def _field_types(type_: Type | None, name: str, scope: Scope, depth: int) -> Iterator[Type]:
    known = declared(type_, scope)
    if known is None or depth > DEEPEST:
        return
    file, node = known
    embedded: list[Type] = []
    for field in fields(node):
        names = [part.text for part in field.parts("name")]
        written = named_type(field.child("type"), file, scope)
        if written is None:
            continue
        if name in names or (not names and written.name == name):
            yield written
        if not names:
            embedded.append(written)
    for one in embedded:
        yield from _field_types(one, name, scope, depth + 1)


def _of_call(node: Syntax, scope: Scope, depth: int) -> Type | None:
    function = callee(node)
    known = called(node, scope, depth)
    if known is not None:
        result = known.syntax.child("result")
        if result is not None and result.kind == "parameter_list":
            result = result.children[0].child("type") if result.children else None
        return named_type(result, known.file, scope)
    if function is None or function.kind == "identifier":
        return _of_word(node, function.text, scope) if function is not None else None
    operand, field = function.child("operand"), function.child("field")
    path = scope.imported(operand) if operand is not None else ""
    name = field.text if field is not None else ""
    if path:
        opens = is_handle_package(path) and name in _OPENERS
        return Type(path, "DB") if opens else _GIVEN.get((path, name))
    return type_of(operand, scope, depth) if name == "Unsafe" else _RESULTS.get(name)


_GIVEN: Final = {("time", "Now"): Type("time", "Time")}


def _of_word(node: Syntax, word: str, scope: Scope) -> Type | None:
    if word in _NUMBERS or word == "string":
        return Type("", word)
    if word in {"len", "cap", "min", "max"}:
        return _INTEGER
    listed = node.child("arguments")
    if word != "new" or listed is None or not listed.children:
        return None
    return named_type(listed.children[0], scope.file, scope)


_READERS: Final[dict[str, Callable[[Syntax, Scope, int], Type | None]]] = {
    "identifier": _of_name,
    "parenthesized_expression": _of_first,
    "unary_expression": lambda node, scope, depth: type_of(node.child("operand"), scope, depth),
    "binary_expression": lambda node, scope, depth: type_of(node.child("left"), scope, depth),
    "composite_literal": _as_written,
    "type_assertion_expression": _as_written,
    "selector_expression": _of_selector,
    "call_expression": _of_call,
}
