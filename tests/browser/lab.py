"""The real JupyterLab in the system's Chromium, on a project of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome")
_SETTINGS: Final = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # Every cell is in the page, whether one has scrolled to it or not.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
_STARTED_WITHIN_S: Final = 60
_KERNEL: Final = {"name": "python3", "display_name": "Python 3", "language": "python"}
_IDLE: Final = """() => {
    const panel = jupyterapp.shell.currentWidget;
    const marks = [...panel.node.querySelectorAll('.jp-InputArea-prompt')];
    return panel.context.sessionContext.session?.kernel?.status === 'idle'
        && !marks.some((mark) => mark.textContent.includes('*'));
}"""


def chromium() -> str | None:
    """The browser that is installed, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    """Write a notebook of code cells."""
    document = {
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell-{number}",
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for number, source in enumerate(cells)
        ],
        "metadata": {"kernelspec": _KERNEL},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(document))


class Lab:
    """A running JupyterLab.

    Attributes:
        folder: the project that it shows.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self._address = f"http://127.0.0.1:{port}"
        self._opened = 0

    def open(self, page: Page, notebook: str) -> None:
        """Open a notebook with a fresh kernel, and wait until it can run."""
        self._end_kernels()
        self._opened += 1
        page.goto(f"{self._address}/lab/workspaces/w{self._opened}/tree/{notebook}?reset")
        self.wait(page)

    def wait(self, page: Page) -> None:
        """Wait until the notebook of the page can run."""
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        page.wait_for_selector("#jupyterlab-splash", state="detached")
        page.wait_for_function("() => jupyterapp.shell.currentWidget?.context?.isReady")
        page.evaluate("() => jupyterapp.shell.currentWidget.context.sessionContext.ready")
        page.evaluate("() => jupyterapp.commands.execute('application:toggle-left-area')")

    def run_all(self, page: Page) -> None:
        """Run all cells, and wait for the last."""
        page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_function(_IDLE)

    def save(self, page: Page) -> None:
        """Save the notebook, with what its widgets show."""
        page.evaluate("() => jupyterapp.shell.currentWidget.context.save()")

    def run(self, page: Page, source: str) -> str:
        """Run code in a new cell at the end; return the text of its output."""
        page.evaluate(
            """(source) => {
                const content = jupyterapp.shell.currentWidget.content;
                const cells = content.model.sharedModel;
                cells.insertCell(cells.cells.length, { cell_type: 'code', source });
                content.activeCellIndex = cells.cells.length - 1;
                return jupyterapp.commands.execute('notebook:run-cell');
            }""",
            source,
        )
        page.wait_for_function(_IDLE)
        return page.locator(".jp-CodeCell").last.locator(".jp-OutputArea").inner_text()

    def ready(self) -> bool:
        """Whether it answers."""
        try:
            self._ask("GET", "/api/status")
        except (urllib.error.URLError, ConnectionError):
            return False
        return True

    def _end_kernels(self) -> None:
        for session in json.loads(self._ask("GET", "/api/sessions")):
            self._ask("DELETE", f"/api/sessions/{session['id']}")

    def _ask(self, method: str, path: str) -> bytes:
        request = urllib.request.Request(self._address + path, method=method)  # noqa: S310  (our own)
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            content: bytes = answer.read()
            return content


@contextmanager
def running(folder: Path, base: Path) -> Generator[Lab]:
    """A JupyterLab on a folder, with its own settings below `base`, which ends with the block."""
    port = _free_port()
    settings = base / "share" / "lab" / "settings"
    settings.mkdir(parents=True)
    (settings / "overrides.json").write_text(json.dumps(_SETTINGS))
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(base / "config"),
        "JUPYTER_DATA_DIR": str(base / "data"),
        "JUPYTER_RUNTIME_DIR": str(base / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(base / "settings"),
        "DESIGNKIT_CACHE": str(base / "cache"),
        # What tests turn off in their own process is no concern of the kernels.
        "PYTHONWARNINGS": "default",
    }
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        *("--IdentityProvider.token=", "--ServerApp.password="),
        "--ServerApp.disable_check_xsrf=True",
        "--LabApp.expose_app_in_browser=True",
        f"--LabApp.app_settings_dir={settings}",
    ]
    with (base / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
        try:
            lab = Lab(folder, port)
            _wait(lab.ready, server, base / "log")
            yield lab
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(is_ready: Callable[[], bool], server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _STARTED_WITHIN_S
    while not is_ready():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
