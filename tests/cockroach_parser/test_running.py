"""The parser as a process, which may crash, hang, or not be there. Scripts stand in for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from designkit.cockroach_parser import CockroachParser, Refusal
from designkit.errors import ProgramFailed
from tests.cockroach_parser.programs import script

ACCEPTS = 'while read -r _; do echo "{}"; done'


def test_an_answer_becomes_a_refusal(tmp_path: Path) -> None:
    answer = '{"message": "no", "hint": "so", "position": 12, "issue": 7, "state": "0A000"}'
    program = script(tmp_path / "parser", f"read -r _; echo '{answer}'")
    with CockroachParser(program) as parser:
        found = parser.ask("SELECT 'é' x")
    assert found == Refusal(message="no", hint="so", character=11, issue=7, sqlstate="0A000")


def test_a_crash_is_survived_once(tmp_path: Path) -> None:
    crashed = tmp_path / "crashed"
    text = f"[ -e {crashed} ] || {{ read -r _; touch {crashed}; exit 2; }}\n{ACCEPTS}"
    with CockroachParser(script(tmp_path / "parser", text)) as parser:
        assert parser.ask("SELECT 1") is None
    assert crashed.exists()


def test_a_second_crash_names_the_statement(tmp_path: Path) -> None:
    program = script(tmp_path / "parser", "read -r _; exit 3")
    with (
        CockroachParser(program) as parser,
        pytest.raises(ProgramFailed, match=r"ended twice .*\(exit code 3\).*: SELECT 1"),
    ):
        parser.ask("SELECT 1")


def test_after_a_failure_the_next_question_is_answered(tmp_path: Path) -> None:
    text = 'while read -r line; do [ "$line" = \'"bad"\' ] && exit 3; echo "{}"; done'
    with CockroachParser(script(tmp_path / "parser", text)) as parser:
        with pytest.raises(ProgramFailed):
            parser.ask("bad")
        assert parser.ask("good") is None


def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    program = script(tmp_path / "parser", "exec sleep 60")
    with (
        CockroachParser(program, timeout_s=0.2) as parser,
        pytest.raises(ProgramFailed, match=r"did not answer in 0\.2 s .*: SELECT 1"),
    ):
        parser.ask("SELECT 1")


def test_a_program_that_does_not_read_is_ended(tmp_path: Path) -> None:
    program = script(tmp_path / "parser", "exec sleep 60")
    with (
        CockroachParser(program, timeout_s=0.2) as parser,
        pytest.raises(ProgramFailed, match="did not answer"),
    ):
        parser.ask("x" * 1_000_000)


def test_a_late_answer_is_not_taken_for_that_to_another_question(tmp_path: Path) -> None:
    text = """
    while read -r line; do
        [ "$line" = '"slow"' ] && { sleep 0.4; echo '{"message": "slow"}'; continue; }
        echo "{}"
    done"""
    with CockroachParser(script(tmp_path / "parser", text), timeout_s=0.2) as parser:
        with pytest.raises(ProgramFailed):
            parser.ask("slow")
        assert parser.ask("quick") is None


def test_a_program_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    with (
        CockroachParser(tmp_path / "nothing") as parser,
        pytest.raises(ProgramFailed, match="cannot be started"),
    ):
        parser.ask("SELECT 1")


def test_what_is_not_installed_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(ProgramFailed, match="designkit cockroach install"):
        CockroachParser()


def test_closing_ends_the_process(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    with CockroachParser(script(tmp_path / "parser", f"echo $$ > {noted}\n{ACCEPTS}")) as parser:
        parser.ask("SELECT 1")
        process = int(noted.read_text())
        os.kill(process, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
