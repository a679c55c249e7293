"""For which databases a project writes its migrations, and in which form."""

from __future__ import annotations

from pathlib import Path

import pytest

from designkit.config import Target, load
from designkit.errors import ConfigError
from designkit.migrate.staging import Form


def configured(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(f"[tool.designkit]\n{text}\n")
    return folder


def test_both_databases_are_the_targets_where_nobody_said(tmp_path: Path) -> None:
    assert [str(item) for item in load(configured(tmp_path, "")).targets] == [
        "postgresql=18",
        "cockroachdb=25.2",
    ]


@pytest.mark.parametrize("text", ["postgresql", "postgresql=18", "cockroachdb=25.2.1"])
def test_a_target_is_read_and_written_back(text: str) -> None:
    assert str(Target.of(text)) == text


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('targets = ["mysql=8"]', "target 'mysql=8': designkit knows postgresql and cockroachdb"),
        ('targets = ["postgresql=new"]', "target 'postgresql=new'"),
        ("targets = []", "targets is empty"),
        ('targets = ["postgresql=13", "postgresql=18"]', "names a database twice"),
        ('safe = "yes"', "Expected `bool`"),
    ],
)
def test_targets_that_are_none_are_refused_with_their_place(
    tmp_path: Path, line: str, complaint: str
) -> None:
    with pytest.raises(ConfigError, match=r"pyproject\.toml: \[tool\.designkit\]") as refused:
        load(configured(tmp_path, line))
    assert complaint in str(refused.value)


def test_the_form_is_that_of_targets_and_format(tmp_path: Path) -> None:
    config = load(configured(tmp_path, 'targets = ["cockroachdb"]\nsafe = false'))
    form = Form.of(config.targets, safe=config.safe, file_format="golang-migrate")
    assert form == Form(postgresql=False, safe=False, one_message=True)


@pytest.mark.parametrize(
    ("form", "careful"),
    [(Form(), True), (Form(safe=False), False), (Form(postgresql=False), False)],
)
def test_only_the_locks_of_postgresql_ask_for_care(form: Form, careful: bool) -> None:  # noqa: FBT001
    assert form.careful is careful
