"""How commands end."""

from __future__ import annotations

import pytest
import typer

from designkit.cli.outcome import TRACEBACK_VARIABLE, Outcome, ending
from designkit.errors import ConfigError, DesignkitError


def code_of(outcome: Outcome | BaseException) -> int:
    """The exit code of a command that returns or raises that."""

    def command() -> Outcome:
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    with pytest.raises(typer.Exit) as ended:
        ending(command)()
    return ended.value.exit_code


@pytest.mark.parametrize("outcome", Outcome)
def test_the_outcome_is_the_exit_code(outcome: Outcome) -> None:
    assert code_of(outcome) == outcome.value


@pytest.mark.parametrize("error", [DesignkitError("no"), ConfigError("no")])
def test_an_error_is_its_message_and_2(
    error: DesignkitError, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of(error) == 2
    assert capsys.readouterr() == ("", "error: no\n")


def test_an_interrupt_is_130_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(KeyboardInterrupt()) == 130
    assert capsys.readouterr() == ("", "")


def test_what_fails_in_the_wake_of_an_interrupt_is_an_interrupt(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wake = OSError("another command is already in progress")
    wake.__context__ = KeyboardInterrupt()
    assert code_of(wake) == 130
    assert capsys.readouterr() == ("", "")


def test_a_bug_says_that_it_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(KeyError("shoe")) == 2
    complaint = capsys.readouterr().err
    assert complaint.startswith("error: this is a bug of designkit: KeyError: 'shoe'.")
    assert "Traceback" not in complaint


def test_the_traceback_of_a_bug_is_there_when_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TRACEBACK_VARIABLE, "1")
    code_of(KeyError("shoe"))
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_what_failed_is_let_go_of_before_the_end() -> None:
    cleaned: list[str] = []

    class Held:
        def __del__(self) -> None:
            cleaned.append("up")

    def command() -> Outcome:
        held = Held()
        raise KeyboardInterrupt(str(held))

    with pytest.raises(typer.Exit) as ended:
        ending(command)()
    assert ended.value.__context__ is None
    assert cleaned == ["up"]
