"""The parser against the corpus' labels, and the catalogue of rules against the parser."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from designkit.cockroach_parser import CockroachParser, Refusal, speaks_for
from designkit.rules import CATALOGUE, ScriptContext, Severity, StatementRule
from designkit.rules.statement_rule import Panel
from designkit.sql.statements import Statement
from designkit.sql.tree import parse
from tests.cockroach_parser.programs import real_parser

# A label is what the corpus holds of a statement.
Label = Mapping[str, Any]

# What the platform bans although CockroachDB parses it.
BANNED = {"cockroachdb-advisory-lock", "cockroachdb-full-text-search"}
RULES = Panel(
    rule
    for rule in CATALOGUE
    if isinstance(rule, StatementRule) and rule.id.startswith("cockroachdb-")
)


@pytest.fixture(scope="module")
def labels(corpus: Path) -> list[Label]:
    """The labels that are about grammar."""
    file = corpus / "cockroach.jsonl"
    if not file.is_file():
        pytest.skip(f"no {file}: DESIGNKIT_CORPUS names the folder of the corpus")
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["level"] == "syntax"]


@pytest.fixture(scope="module")
def answers(labels: list[Label]) -> list[Refusal | None]:
    with CockroachParser(real_parser()) as parser:
        return [parser.ask(label["sql"]) for label in labels]


def shown(labels: list[Label]) -> str:
    """The statements, for whoever has to look into them."""
    return "\n".join(f"{label['id']} {' '.join(label['sql'].split())[:150]}" for label in labels)


def test_the_parser_agrees_with_the_labels(
    labels: list[Label], answers: list[Refusal | None]
) -> None:
    both = zip(labels, answers, strict=True)
    other = [label for label, answer in both if (answer is None) != label["crdb_25_2"]]
    assert len(other) <= len(labels) / 1000, shown(other)


def test_refusals_have_the_words_and_the_issue_of_the_labels(
    labels: list[Label], answers: list[Refusal | None]
) -> None:
    both = [(label, answer) for label, answer in zip(labels, answers, strict=True) if answer]
    other = [
        label
        for label, answer in both
        if answer.message != label["error"] or str(answer.issue or "") != (label["issue"] or "")
    ]
    assert len(other) <= len(both) / 100, shown(other)


def unsupported(labels: list[Label]) -> Iterator[bool]:
    """Whether the catalogue says of a statement that CockroachDB refuses it."""
    for label in labels:
        tree = parse(Statement(text=label["sql"], line=1, offset=0))
        script = ScriptContext(trees=(tree,), targets=(speaks_for(),))
        yield any(
            finding.severity is Severity.ERROR and finding.rule not in BANNED
            for finding in RULES.check(script)
        )


def test_the_catalogue_and_the_parser_agree(
    labels: list[Label], answers: list[Refusal | None]
) -> None:
    judged = list(zip(labels, answers, unsupported(labels), strict=True))
    refused = [item for item in judged if item[1] is not None]
    unexplained = [label for label, _, known in refused if not known]
    # What fails only when it runs, the parser does not see.
    accepted = [item for item in judged if item[1] is None and not item[0]["runtime_risk"]]
    alarms = [label for label, _, known in accepted if known]
    assert len(unexplained) <= len(refused) / 100, (
        f"{len(unexplained)} of {len(refused)} refused by the parser alone:\n{shown(unexplained)}"
    )
    assert len(alarms) <= len(accepted) / 200, (
        f"{len(alarms)} of {len(accepted)} refused by the catalogue alone:\n{shown(alarms)}"
    )
