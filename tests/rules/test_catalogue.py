"""The catalogue lists what is on disk, and the reference what is in the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

import designkit.rules
from designkit.errors import ConfigError
from designkit.rules import CATALOGUE, Rule, rule_named, rule_page, rules_index

FOLDER = Path(designkit.rules.__file__).parent
# The rules that are modules of their own; the others are made from data.
GROUPS = ("conventions", "design", "hazards", "migrations", "queries", "waivers")
DOCS = FOLDER.parents[1] / "docs" / "rules"


def test_the_catalogue_is_the_modules_on_disk() -> None:
    on_disk = {
        file.stem
        for group in GROUPS
        for file in (FOLDER / group).glob("*.py")
        if file.stem != "__init__"
    }
    in_modules = {rule.id.replace("-", "_") for rule in CATALOGUE if rule.group in GROUPS}
    assert in_modules == on_disk


@pytest.mark.parametrize(
    "rule", [rule for rule in CATALOGUE if rule.group in GROUPS], ids=lambda rule: rule.id
)
def test_a_rule_is_named_after_its_module(rule: Rule) -> None:
    assert type(rule).__module__.rpartition(".")[2] == rule.id.replace("-", "_")


def test_a_rule_is_found_by_its_name() -> None:
    assert rule_named("boolean-name").id == "boolean-name"


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="boolean-name"):
        rule_named("boolean")


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_the_page_of_a_rule_is_up_to_date(rule: Rule) -> None:
    assert (DOCS / f"{rule.id}.md").read_text(encoding="utf-8") == rule_page(rule)


def test_the_index_of_rules_is_up_to_date() -> None:
    assert (DOCS / "index.md").read_text(encoding="utf-8") == rules_index()


def test_no_page_outlives_its_rule() -> None:
    pages = {file.stem for file in DOCS.glob("*.md")}
    assert pages == {rule.id for rule in CATALOGUE} | {"index"}


def test_the_index_links_every_rule() -> None:
    index = rules_index()
    assert all(f"[{rule.id}]({rule.id}.md)" in index for rule in CATALOGUE)
