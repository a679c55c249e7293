"""What reaches the terminal is readable, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.cli.terminal import complain, say, say_exactly, say_json, visible
from designkit.concealment import concealed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, with ünïcode and [brackets]", "plain, with ünïcode and [brackets]"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("bell\a, DEL\x7f, CSI\x9b", "bell\\x07, DEL\\x7f, CSI\\x9b"),
        ("over\rwritten", "over\\rwritten"),
        ("turned \u202e around", "turned \\u202e around"),
        ("not text: \udcff", "not text: \\udcff"),
    ],
)
def test_what_steers_a_terminal_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_what_is_shown_can_be_printed_and_is_shown_once(text: str) -> None:
    shown = visible(text)
    assert all(character.isprintable() or character in "\n\t" for character in shown)
    assert visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mysql://ada:secret@host/db: no such file", "mysql://ada:***@host/db: no such file"),
        ("x://ada:sec:re@t/s@host", "x://ada:***@host"),
        ("x://:secret@host", "x://:***@host"),
        ("host=db password=secret user=ada", "host=db password=*** user=ada"),
        ("host=db password='a secret' user=ada", "host=db password=*** user=ada"),
        ("x://host/db?user=ada&password=secret&a=b", "x://host/db?user=ada&password=***&a=b"),
        ("https://host:80/path", "https://host:80/path"),
        ("the password is wrong", "the password is wrong"),
    ],
)
def test_a_password_is_concealed(text: str, shown: str) -> None:
    assert concealed(text) == shown


def test_a_complaint_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    complain("x://ada:secret@host: \x1b refused")
    assert capsys.readouterr() == ("", "error: x://ada:***@host: \\x1b refused\n")


def test_markup_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    say("[red]x[/red] :smile: ", ("[bold]y", "red"))
    assert capsys.readouterr().out == "[red]x[/red] :smile: [bold]y\n"


def test_json_has_its_version_and_no_character_beyond_ascii(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_json({"name": "ü\x1b\x7f\x9b\udcff"})
    out = capsys.readouterr().out
    assert out.isascii()
    assert "\x1b" not in out
    assert "\x7f" not in out
    assert json.loads(out) == {"version": 1, "name": "ü\x1b\x7f\x9b\udcff"}


def test_text_for_a_program_is_not_touched(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    say_exactly("COMMENT ON TABLE a IS 'ü\x1b';\n")
    assert capfdbinary.readouterr().out == "COMMENT ON TABLE a IS 'ü\x1b';\n".encode()
