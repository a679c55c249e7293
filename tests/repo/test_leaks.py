"""No file names a machine, a registry or a place of work: the project must build anywhere."""

from __future__ import annotations

import re

import pytest

from tests.repo.checkout import ROOT, files

# Written so that no pattern matches its own text.
LEAKS = {
    "a path of one machine": re.compile(r"(?<![\w.*-])/(?:work|root|home/\w+|Users/\w+)/"),
    "a registry": re.compile(
        r"\b(?:pypi|pythonhosted|registry\.npmjs)[.]org|\b(?:docker|ghcr|quay|gcr)[.]io\b"
        r"|--(?:extra-)?index[-]url|--find[-]links|--trusted[-]host"
    ),
    "a number of the task list": re.compile(r"\b[Ii]ssue [0-9]+\b"),
}


def leaks(text: str) -> list[str]:
    """One entry per leak: line, kind and the words themselves."""
    return [
        f"{number}: {kind}: {match[0]}"
        for number, line in enumerate(text.splitlines(), start=1)
        for kind, pattern in LEAKS.items()
        for match in pattern.finditer(line)
    ]


def test_no_file_leaks() -> None:
    # Pictures are read as well: what cannot be decoded cannot be a leak either.
    texts = {path: (ROOT / path).read_text(encoding="utf-8", errors="replace") for path in files()}
    assert [f"{path}:{leak}" for path, text in texts.items() for leak in leaks(text)] == []


@pytest.mark.parametrize(
    "words",
    [
        "/" + "work/main/designkit",
        "see /" + "root/.cache",
        "'/home/" + "ada/checkout'",
        "https://pypi" + ".org/simple",
        "ghcr" + ".io/team/image",
        "pip install --index" + "-url https://mirror.example",
        "as asked in issue " + "7",
    ],
)
def test_leak_is_found_with_its_line(words: str) -> None:
    assert [leak.split(":")[0] for leak in leaks(f"first line\n{words}\n")] == ["2"]


@pytest.mark.parametrize(
    "words",
    ["https://github.com/a/b/issues/7", "the framework/root/leaf", "an issue was found", "work/x"],
)
def test_plain_words_are_no_leak(words: str) -> None:
    assert leaks(words) == []
