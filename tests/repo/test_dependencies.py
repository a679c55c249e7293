"""Each dependency has a written reason, and one version that everybody installs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repo.checkout import ROOT

# A comment, or a normalised name and a version: no host, no path, no option, no hash.
CONSTRAINT = re.compile(r"#.*|[a-z0-9]+(-[a-z0-9]+)*==\d[0-9a-z.+!]*")
MIN_WORDS = 3

# What tomllib reads has no narrower type.
Pyproject = Mapping[str, Any]


def requirements(pyproject: Pyproject) -> Iterator[Requirement]:
    """Every requirement of the project: its own, those of its extras, and of its groups."""
    project = pyproject["project"]
    groups = pyproject.get("dependency-groups", {})
    for names in (
        project["dependencies"],
        *project.get("optional-dependencies", {}).values(),
        *groups.values(),
    ):
        yield from map(Requirement, names)


def unexplained(names: list[str], page: str) -> list[str]:
    """The names that no line of the page gives in backquotes together with some words."""
    lines = page.splitlines()
    return [
        name
        for name in names
        if not any(
            f"`{name}`" in line and len(re.findall(r"[A-Za-z]{2,}", line)) > MIN_WORDS
            for line in lines
        )
    ]


def unconstrained(wanted: Iterator[Requirement], constraints: str) -> list[str]:
    """The requirements without a constraint, or with one that they do not allow."""
    lines = (line for line in constraints.splitlines() if line and not line.startswith("#"))
    versions = dict(line.split("==") for line in lines)
    pinned = ((each, versions.get(canonicalize_name(each.name))) for each in wanted)
    return [str(each) for each, version in pinned if not version or version not in each.specifier]


def malformed(constraints: str) -> list[str]:
    return [line for line in constraints.splitlines() if not CONSTRAINT.fullmatch(line)]


@pytest.fixture(scope="module")
def pyproject() -> Pyproject:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def constraints() -> str:
    return (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8")


def test_each_dependency_has_its_reason_in_the_architecture(pyproject: Pyproject) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert unexplained([wanted.name for wanted in requirements(pyproject)], page) == []


@pytest.mark.parametrize("page", ["", "`msgspec`", "| `msgspec` | values |", "msgspec is quick."])
def test_dependency_without_a_reason_is_found(page: str) -> None:
    assert unexplained(["msgspec"], page) == ["msgspec"]


def test_dependency_with_a_reason_is_accepted() -> None:
    assert unexplained(["msgspec"], "- `msgspec`: frozen values, three times as quick.") == []


def test_constraints_are_names_and_versions_only(constraints: str) -> None:
    assert malformed(constraints) == []


@pytest.mark.parametrize(
    "line",
    ["rich", "rich>=14", "rich @ https://mirror.example/rich.whl", "rich==14 --hash=x", "-c more"],
)
def test_other_lines_among_the_constraints_are_found(line: str) -> None:
    assert malformed(f"# comment\n{line}\nrich==14.1") == [line]


def test_constraints_satisfy_each_requirement(pyproject: Pyproject, constraints: str) -> None:
    assert unconstrained(requirements(pyproject), constraints) == []


def test_requirement_without_a_fitting_constraint_is_found() -> None:
    wanted = map(Requirement, ["rich>=14", "typer", "Jinja2>=3"])
    assert unconstrained(wanted, "rich==13.9\njinja2==3.1.6") == ["rich>=14", "typer"]


def test_requirements_are_of_the_project_its_extras_and_its_groups() -> None:
    made_up = {
        "project": {"dependencies": ["a"], "optional-dependencies": {"lab": ["b>=1"]}},
        "dependency-groups": {"dev": ["c[d]"]},
    }
    assert [wanted.name for wanted in requirements(made_up)] == ["a", "b", "c"]
