"""The reference of the rules in Markdown, made from the rules themselves. Writes no file."""

from __future__ import annotations

from itertools import groupby

import msgspec

from designkit.rules.catalogue import CATALOGUE
from designkit.rules.explanation import explain
from designkit.rules.rule import Rule

_GROUPS = {
    "conventions": "Schemas",
    "design": "Soundness of schemas",
    "migrations": "Migration files",
    "hazards": "Statements",
    "queries": "Queries",
    "cockroach": "CockroachDB",
    "waivers": "Waivers",
}


def rule_page(rule: Rule) -> str:
    """Return the page of a rule."""
    words = explain(rule)
    parts = [
        f"# {rule.id}",
        words.summary,
        f"Severity: {rule.severity}.",
        "## Why",
        words.why,
        "## Bad",
        _fenced(rule.language, words.bad),
        "## Good",
        _fenced(rule.language, words.good),
        *_options(rule),
        "## Sources",
        "\n".join(f"- <{source}>" for source in words.sources),
    ]
    return "\n\n".join(parts) + "\n"


def rules_index() -> str:
    """Return the page that lists every rule with its severity and its summary."""
    parts = ["# Rules", "Each rule is on until `[tool.designkit.rules]` says otherwise."]
    for group, rules in groupby(CATALOGUE, key=lambda rule: rule.group):
        rows = [
            f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {_first(explain(rule).summary)} |"
            for rule in rules
        ]
        parts += [
            f"## {_GROUPS[group]}",
            "\n".join(["| rule | severity | says |", "|---|---|---|", *rows]),
        ]
    return "\n\n".join(parts) + "\n"


def _first(text: str) -> str:
    return text.partition(". ")[0].removesuffix(".").replace("|", r"\|") + "."


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```"


def _options(rule: Rule) -> list[str]:
    """The section on options: their names, defaults and meanings."""
    meanings = dict(explain(rule).options)
    inherited = "ignored-tables"
    if inherited in {field.encode_name for field in msgspec.structs.fields(rule)}:
        meanings[inherited] = "tables that are not judged; migration tools keep their books there."
    if not meanings:
        return []
    rows = [
        f"| `{field.encode_name}` | `{_toml(getattr(rule, field.name))}` "
        f"| {meanings[field.encode_name]} |"
        for field in msgspec.structs.fields(rule)
    ]
    table = "\n".join(["| option | default | meaning |", "|---|---|---|", *rows])
    return ["## Options", f"In `[tool.designkit.rules.{rule.id}]` of pyproject.toml.", table]


def _toml(value: object) -> str:
    """The value as pyproject.toml spells it; a JSON text, lists and strings alike, is TOML too."""
    return msgspec.json.format(msgspec.json.encode(value), indent=0).decode()
