"""`designkit doctor`."""

from __future__ import annotations

from pathlib import Path

import pytest

import designkit as package
from designkit.database import DSN_VARIABLE
from tests.cli.running import designkit
from tests.cli.test_lab import without_jupyterlab


def states(output: str) -> dict[str, str]:
    """What each line says of its subject."""
    lines = [line.split() for line in output.splitlines() if not line.startswith(" ")]
    return {words[0]: words[1] for words in lines}


def test_a_sound_machine_is_0(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(project / "cache"))
    result = designkit("doctor")
    assert result.exit_code == 0
    assert states(result.stdout) == dict.fromkeys(
        ("designkit", "project", "database", "diagrams", "notebooks"), "ok"
    ) | {"parser": "absent"}
    assert package.__version__ in result.stdout
    assert f"{project}: shop" in result.stdout
    assert "embedded" in result.stdout


def test_a_server_that_refuses_is_2_and_its_password_is_not_shown(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del project
    monkeypatch.setenv(DSN_VARIABLE, "postgresql://ada:secret@localhost:1/shop")
    result = designkit("doctor")
    assert result.exit_code == 2
    assert states(result.stdout)["database"] == "broken"
    assert states(result.stdout)["diagrams"] == "ok"
    assert "postgresql://ada@localhost:1/shop" in result.stdout
    assert "secret" not in result.output


def test_a_wrong_configuration_is_2(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.designkit]\ncolour = 1\n")
    result = designkit("doctor")
    assert result.exit_code == 2
    assert states(result.stdout)["project"] == "broken"


def test_without_jupyterlab_all_else_is_sound(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del project
    without_jupyterlab(monkeypatch)
    result = designkit("doctor")
    assert result.exit_code == 0
    assert states(result.stdout)["notebooks"] == "absent"
    assert "pip install 'designkit[lab]'" in result.stdout
