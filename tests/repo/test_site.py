"""The documentation: it builds as a site without a broken link, fetches nothing, shows the code."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo.checkout import ROOT, files

PAGES = tuple(
    path for path in files() if path.endswith(".md") and path.startswith(("docs/", "README"))
)
PYTHON = re.compile(r"^( *)```python\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
# A link is followed by choice; all else is fetched with the page.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|object|embed)\b[^>]*?\b(?:src|srcset|data)=["']?([^"'\s>]+)"""
    r"""|<link\b(?![^>]*rel=["']?canonical)[^>]*?\bhref=["']?([^"'\s>]+)"""
)
FETCHED_BY_STYLE = re.compile(r"""(?:url\(|@import\s+)["']?((?:https?:)?//[^"')\s]+)""")

needs_mkdocs = pytest.mark.skipif(
    importlib.util.find_spec("material") is None,
    reason="mkdocs-material is not installed: make site-tools",
)


def fetched_from_elsewhere(page: str) -> list[str]:
    """What a page makes a browser ask of another host."""
    addresses = [first or second for first, second in FETCHED.findall(page)]
    outside = [it for it in addresses if re.match(r"(?:[a-z]+:)?//", it)]
    return outside + FETCHED_BY_STYLE.findall(page)


def fences(text: str) -> Iterator[str]:
    """The Python of a page, fence by fence, without what it is indented by."""
    for margin, code in PYTHON.findall(text):
        yield re.sub(rf"^{margin}", "", code, flags=re.MULTILINE)


def is_formatted(code: str) -> bool:
    ruff = [str(Path(sys.executable).with_name("ruff")), "format", "--check", "--quiet"]
    command = [*ruff, "--stdin-filename", "page.py", "-"]
    return subprocess.run(command, input=code, text=True, cwd=ROOT, check=False).returncode == 0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = mkdocs(ROOT / ".mkdocs.yml", folder)
    assert built.returncode == 0, built.stderr
    return folder


def mkdocs(config: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "mkdocs", "build", "--strict")
    return subprocess.run(
        (*command, "--config-file", config, "--site-dir", folder),
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_mkdocs
def test_the_site_builds_without_a_broken_link(site: Path) -> None:
    assert (site / "index.html").is_file()
    assert (site / "rules" / "boolean-name.html").is_file()


@needs_mkdocs
def test_a_broken_link_stops_the_site(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("[away](missing.md)")
    config = tmp_path / "mkdocs.yml"
    text = (ROOT / ".mkdocs.yml").read_text(encoding="utf-8")
    config.write_text(text[: text.index("\nnav:")].replace(".ci/", f"{ROOT}/.ci/"))
    built = mkdocs(config, tmp_path / "site")
    assert built.returncode == 1
    assert "missing.md" in built.stderr


@needs_mkdocs
def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    asking = {
        str(path.relative_to(site)): found
        for ending in ("*.html", "*.css")
        for path in site.rglob(ending)
        if (found := fetched_from_elsewhere(path.read_text(encoding="utf-8")))
    }
    assert asking == {}


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/css">',
        '<img alt="a" src=http://images.example/a.png>',
        "<style>@import 'https://fonts.example/a.css'</style>",
        "<style>a{background:url(//images.example/a.png)}</style>",
    ],
)
def test_what_is_fetched_from_elsewhere_is_found(page: str) -> None:
    assert len(fetched_from_elsewhere(page)) == 1


def test_a_link_is_not_fetched() -> None:
    page = '<a href="https://a.example">a</a><img src="a.png"><link rel="canonical" href="//b">'
    assert fetched_from_elsewhere(page) == []


@pytest.mark.parametrize("page", PAGES)
def test_python_in_a_page_is_formatted(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [code for code in fences(text) if not is_formatted(code)] == []


def test_python_that_is_not_formatted_is_found() -> None:
    page = "1. So:\n\n    ```python\n    x = {'a':1}\n    ```\n"
    assert [is_formatted(code) for code in fences(page)] == [False]


def test_pictures_show_the_code_as_it_is() -> None:
    """The tutorial's own code is run for it, so this also tells that the tutorial works."""
    command = (sys.executable, ROOT / ".ci" / "pictures.py", "--check")
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
