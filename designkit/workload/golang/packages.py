"""Files as packages: what each declares, imports, and where its code calls what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from designkit.workload.golang.imports import unversioned
from designkit.workload.golang.literals import unquoted
from designkit.workload.golang.parsing import FUNCTIONS, Declaration, ParsedFile, Syntax

# https://go.dev/s/generatedcode
_GENERATED: Final = re.compile(rb"(?m)^// Code generated .* DO NOT EDIT\.\r?$")
# What can stand behind the imports.
_BODY: Final = re.compile(rb"(?m)^(?:func|type|var|const)\b")
_EMBED: Final = re.compile(rb"\s*//go:embed\s+(\S+)\s*")


class Named:
    """A constant or variable of a package.

    Attributes:
        value: the expression it begins with; None where it has none.
        embedded: what `//go:embed` names; "" for none.
    """

    __slots__ = ("embedded", "file", "is_constant", "name", "type", "value")

    def __init__(
        self,
        name: str,
        file: GoFile,
        value: Syntax | None,
        type_: Syntax | None,
        *,
        is_constant: bool,
        embedded: str = "",
    ) -> None:
        self.name = name
        self.file = file
        self.value = value
        self.type = type_
        self.is_constant = is_constant
        self.embedded = embedded


class Function:
    """A function or method of a package, with its file."""

    def __init__(self, declaration: Declaration, file: GoFile) -> None:
        self.name = declaration.name
        self.receiver = declaration.receiver
        self.file = file
        self.declaration = declaration

    @property
    def shown(self) -> str:
        """As a place names it: `Repository.List`."""
        return f"{self.receiver}.{self.name}" if self.receiver else self.name

    @property
    def syntax(self) -> Syntax:
        """The whole of it."""
        return self.declaration.syntax

    @property
    def is_exported(self) -> bool:
        """Whether other packages may call it."""
        return self.name[:1].isupper()

    @cached_property
    def parameters(self) -> tuple[tuple[str, Syntax | None], ...]:
        """Name and type of each, in order."""
        return tuple(parameters(self.syntax))


class GoFile:
    """One file: its path, and what stands at its top level."""

    def __init__(self, path: str, source: bytes) -> None:
        self.path = path
        self.source = source
        self._head = ParsedFile(_head(source))

    @cached_property
    def parsed(self) -> ParsedFile:
        """All of it; most files are never asked for more than their head."""
        return ParsedFile(self.source)

    @property
    def was_read(self) -> bool:
        """Whether somebody asked for all of it."""
        return "parsed" in vars(self)

    @property
    def package(self) -> str:
        """As its first line names it."""
        return self._head.package

    @property
    def directory(self) -> str:
        """The folder, "" for the top."""
        parent = str(PurePosixPath(self.path).parent)
        return "" if parent == "." else parent

    @cached_property
    def is_generated(self) -> bool:
        """Whether another program wrote it."""
        return _GENERATED.search(self.source) is not None

    @cached_property
    def import_lines(self) -> tuple[tuple[str, str, Syntax], ...]:
        """(name in this file, import path, where) of each import; the name may be `_` or `.`."""
        lines: list[tuple[str, str, Syntax]] = []
        for declaration in self._head.declarations:
            if declaration.kind != "import_declaration":
                continue
            for node in declaration.syntax.walk():
                path = node.child("path") if node.kind == "import_spec" else None
                if path is not None:
                    name = node.child("name")
                    written = unquoted(path)
                    lines.append((name.text if name else _usual_name(written), written, node))
        return tuple(lines)

    @cached_property
    def imports(self) -> Mapping[str, str]:
        """Import path by the name that stands for it here."""
        return {name: path for name, path, _ in self.import_lines if name not in {"_", "."}}

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """In the order of the text."""
        return tuple(
            Function(declaration, self)
            for declaration in self.parsed.declarations
            if declaration.kind in FUNCTIONS
        )

    @cached_property
    def names(self) -> tuple[Named, ...]:
        """Its constants and variables."""
        return tuple(
            named
            for declaration in self.parsed.declarations
            if declaration.kind in {"const_declaration", "var_declaration"}
            for named in _named(declaration.syntax, self)
        )

    @cached_property
    def types(self) -> Mapping[str, Syntax]:
        """What each type name stands for."""
        found: dict[str, Syntax] = {}
        for declaration in self.parsed.declarations:
            if declaration.kind != "type_declaration":
                continue
            for node in declaration.syntax.children:
                name, type_ = node.child("name"), node.child("type")
                if name is not None and type_ is not None:
                    found[name.text] = type_
        return found


class Package:
    """The files of one folder that belong together."""

    def __init__(self, directory: str, import_path: str, files: tuple[GoFile, ...]) -> None:
        self.directory = directory
        self.import_path = import_path
        self.files = files
        self._callers: dict[str, tuple[tuple[Function, Syntax], ...]] = {}

    @property
    def key(self) -> str:
        """What names it among packages, also where no go.mod gives it a path."""
        return self.import_path or f"./{self.directory}"

    @cached_property
    def names(self) -> Mapping[str, Named]:
        """Its constants and variables."""
        return {named.name: named for file in self.files for named in file.names}

    @cached_property
    def types(self) -> Mapping[str, tuple[GoFile, Syntax]]:
        """What each type name stands for, and in which file."""
        return {name: (file, node) for file in self.files for name, node in file.types.items()}

    @cached_property
    def functions(self) -> Mapping[tuple[str, str], Function]:
        """By receiver, "" for none, and name."""
        return {
            (function.receiver, function.name): function
            for file in self.files
            for function in file.functions
        }

    @cached_property
    def methods(self) -> Mapping[str, tuple[Function, ...]]:
        """All methods of one name."""
        found: dict[str, tuple[Function, ...]] = {}
        for (receiver, name), function in self.functions.items():
            if receiver:
                found[name] = (*found.get(name, ()), function)
        return found

    @cached_property
    def imported(self) -> frozenset[str]:
        """All import paths, without versions."""
        return frozenset(
            unversioned(path) for file in self.files for _, path, _ in file.import_lines
        )

    def is_assigned(self, name: str) -> bool:
        """Whether code of the package gives a variable of its top level another value."""
        pattern = re.compile(rb"(?m)^[ \t]+" + re.escape(name.encode()) + rb"\s*\+?=[^=]")
        # A block of variables is written in the same way as an assignment.
        return any(
            pattern.search(function.declaration.source) for function in self.functions.values()
        )

    def mentions(self, name: str) -> tuple[tuple[Function, Syntax], ...]:
        """Every identifier of that name in the functions, besides declarations of functions."""
        if name not in self._callers:
            pattern = re.compile(rb"\b" + re.escape(name.encode()) + rb"\b")
            self._callers[name] = tuple(
                (function, node)
                for file in self.files
                if pattern.search(file.source)
                for function in file.functions
                if pattern.search(function.declaration.source)
                for node in function.syntax.walk()
                if node.kind in {"identifier", "field_identifier"}
                and node.field != "name"
                and node.source[node.start : node.end] == name.encode()
            )
        return self._callers[name]


def _head(source: bytes) -> bytes:
    body = _BODY.search(source)
    return source if body is None else source[: body.start()]


def parameters(function: Syntax) -> Iterator[tuple[str, Syntax | None]]:
    """Name and type of each parameter of a function or function literal."""
    listed = function.child("parameters")
    for declared in listed.children if listed is not None else ():
        type_ = declared.child("type")
        names = declared.parts("name")
        for name in names:
            yield name.text, type_
        if not names:
            yield "_", type_


def _named(declaration: Syntax, file: GoFile) -> Iterator[Named]:
    is_constant = declaration.kind == "const_declaration"
    lines = file.source.split(b"\n") if b"//go:embed" in file.source else []
    repeated: list[Syntax] = []
    for node in declaration.walk():
        if node.kind not in {"const_spec", "var_spec"}:
            continue
        values = expressions(node.child("value"))
        if is_constant:
            # A line without a value repeats the one before.
            values = repeated = values or repeated
        embed = _EMBED.match(lines[node.line - 2]) if lines and node.line > 1 else None
        for number, name in enumerate(node.parts("name")):
            yield Named(
                name.text,
                file,
                values[number] if number < len(values) else None,
                node.child("type"),
                is_constant=is_constant,
                embedded=embed[1].decode(errors="replace").strip('"`') if embed else "",
            )


def expressions(listed: Syntax | None) -> list[Syntax]:
    """The expressions of a list; of a single expression, itself."""
    if listed is None:
        return []
    return list(listed.children) if listed.kind == "expression_list" else [listed]


def _usual_name(path: str) -> str:
    last = unversioned(path).rsplit("/", 1)[-1]
    return last.removeprefix("go-").replace("-", "_")
