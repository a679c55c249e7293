"""Cases as data: one file each, its parts under headings such as `-- before --`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

CASES = Path(__file__).parent

_HEADING = re.compile(r"^-- (\w+) --\n", re.MULTILINE)


class Case(msgspec.Struct, frozen=True):
    """A case file: what it shows, and the text under each heading, in order."""

    file: Path
    title: str
    sections: dict[str, str]

    def section(self, name: str) -> str:
        return self.sections.get(name, "")

    def line_of(self, name: str) -> int:
        text = self.file.read_text(encoding="utf-8")
        return text[: text.index(f"-- {name} --")].count("\n") + 2


def read_case(file: Path) -> Case:
    title, *parts = _HEADING.split(file.read_text(encoding="utf-8"))
    return Case(file=file, title=title, sections=dict(zip(parts[::2], parts[1::2], strict=True)))


def cases(kind: str, among: Callable[[Case], bool] = lambda _: True) -> list[object]:
    """The cases of a folder as parameters of a test, named after their files; all, or some."""
    found = [read_case(file) for file in sorted((CASES / kind).glob("*.sql"))]
    chosen: list[object] = [pytest.param(case, id=case.file.stem) for case in found if among(case)]
    assert chosen, f"no cases in {CASES / kind}"
    return chosen


def expect(case: Case, seen: dict[str, str], *, accept: bool) -> None:
    """Compare with the golden sections of a case, or write them there when told to accept."""
    if accept:
        kept = {name: text for name, text in case.sections.items() if name not in seen}
        parts = [f"-- {name} --\n{text}" for name, text in (kept | seen).items()]
        case.file.write_text(case.title + "".join(parts), encoding="utf-8")
        return
    for name, text in seen.items():
        golden = case.section(name)
        if golden != text:
            place = f"{case.file}:{case.line_of(name) if name in case.sections else 1}"
            lines = difflib.unified_diff(
                golden.splitlines(), text.splitlines(), "golden", "seen", lineterm=""
            )
            pytest.fail("\n".join([f"{place}: {name} differs", *lines]), pytrace=False)
