"""`__all__` of a package is what its `__init__.py` makes public; ruff (RUF022) keeps its order."""

from __future__ import annotations

import ast

import pytest

from tests.repo.checkout import ROOT, files

PACKAGES = tuple(
    path for path in files() if path.startswith("designkit/") and path.endswith("__init__.py")
)


def public_names(module: ast.Module) -> set[str]:
    """The names that the module's top level binds without a leading underscore."""
    names: set[str] = set()
    for node in module.body:
        match node:
            case ast.ImportFrom(module="__future__"):
                continue
            case ast.ImportFrom(names=aliases) | ast.Import(names=aliases):
                names |= {alias.asname or alias.name.split(".")[0] for alias in aliases}
            case ast.Assign(targets=targets):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body):
                # What a module-level __getattr__ gives, spelled out for type checkers.
                names |= public_names(ast.Module(body=body, type_ignores=[]))
            case _:
                continue
    return {name for name in names - {"TYPE_CHECKING"} if not name.startswith("_")}


def exported_names(module: ast.Module) -> list[str]:
    """What the literal `__all__` lists; nothing when there is none."""
    for node in module.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                return list(ast.literal_eval(value))
            case _:
                continue
    return []


def faults(source: str) -> list[str]:
    """Public names that `__all__` leaves out, and listed names that are not there or come twice."""
    module = ast.parse(source)
    exported, public = exported_names(module), public_names(module)
    plain = {name for name in exported if not name.startswith("__")}
    return [
        *(f"{name} is public, not exported" for name in sorted(public - plain)),
        *(f"{name} is exported, not there" for name in sorted(plain - public)),
        *(f"{name} is exported twice" for name in sorted(plain) if exported.count(name) > 1),
    ]


@pytest.mark.parametrize("path", PACKAGES)
def test_exports_are_what_is_public(path: str) -> None:
    assert faults((ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("from a import b, c\n__all__ = ['b']", "c is public, not exported"),
        ("from a import b\n__all__ = ['b', 'c']", "c is exported, not there"),
        ("from a import b\n__all__ = ['b', 'b']", "b is exported twice"),
        ("from a import b", "b is public, not exported"),
        ("def work(): ...", "work is public, not exported"),
        ("LIMIT: int = 3\n__all__ = []", "LIMIT is public, not exported"),
    ],
)
def test_fault_is_found(source: str, fault: str) -> None:
    assert faults(source) == [fault]


def test_private_names_and_the_version_are_free() -> None:
    assert faults("from __future__ import annotations\n_x = 1\n__version__ = '1'") == []
