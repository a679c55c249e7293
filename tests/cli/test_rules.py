"""`designkit rules`."""

from __future__ import annotations

from pathlib import Path

from designkit.rules import CATALOGUE, rule_named, rule_page, rules_index
from tests.cli.running import designkit, document


def test_every_rule_is_a_line() -> None:
    result = designkit("rules")
    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [
        [rule.id, rule.severity.value] for rule in CATALOGUE
    ]


def test_the_page_of_a_rule_is_markdown_for_a_program() -> None:
    assert designkit("rules", "boolean-name").stdout == rule_page(rule_named("boolean-name"))


def test_an_unknown_rule_is_2() -> None:
    result = designkit("rules", "boolean")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "rule boolean: there is no such rule" in result.stderr


def test_json_holds_all_rules_or_one() -> None:
    told = document(designkit("rules", "--format", "json"))
    (one,) = document(designkit("rules", "boolean-name", "--format", "json"))["rules"]
    assert [rule["rule"] for rule in told["rules"]] == [rule.id for rule in CATALOGUE]
    assert one in told["rules"]
    assert list(one) == [
        *("rule", "severity", "summary", "why", "bad", "good", "options", "sources")
    ]


def test_the_pages_are_written_with_their_index(tmp_path: Path) -> None:
    result = designkit("rules", "--write", tmp_path / "rules")
    written = {file.name: file.read_text() for file in (tmp_path / "rules").iterdir()}
    assert result.exit_code == 0
    assert written == {f"{rule.id}.md": rule_page(rule) for rule in CATALOGUE} | {
        "index.md": rules_index()
    }


def test_one_page_is_written_alone(tmp_path: Path) -> None:
    designkit("rules", "boolean-name", "--write", tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["boolean-name.md"]
