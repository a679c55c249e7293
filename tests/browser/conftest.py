"""One JupyterLab and one Chromium for all tests in a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.lab import Lab, chromium, running

_PROJECT = "[tool.designkit.services.events]\n[tool.designkit.services.shop]\n"
_PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium: on Debian `apt-get install chromium`, as .ci/run does")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab on a project with two services and no file."""
    del browser  # Without one there is no need for a server.
    folder = tmp_path_factory.mktemp("project")
    (folder / "pyproject.toml").write_text(_PROJECT)
    with running(folder, tmp_path_factory.mktemp("jupyter")) as started:
        yield started


@pytest.fixture
def errors() -> list[str]:
    """What the page said went wrong."""
    return []


@pytest.fixture
def page(browser: Browser, errors: list[str]) -> Iterator[Page]:
    """A page as wide as a laptop's."""
    opened = browser.new_page(viewport={"width": 1280, "height": 1000})
    opened.set_default_timeout(_PATIENCE_MS)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    opened.close()
