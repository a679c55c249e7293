"""`designkit rules`: the reference of the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from designkit.cli.outcome import Outcome
from designkit.cli.parameters import SEVERITY_COLOURS, Format, OutputFormat
from designkit.cli.terminal import say, say_json, say_markdown

if TYPE_CHECKING:
    from designkit.rules import Rule


def rules(
    rule: Annotated[
        str | None,
        typer.Argument(metavar="RULE", help="One rule, to read its page.", show_default=False),
    ] = None,
    output_format: OutputFormat = Format.TEXT,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--write", metavar="DIR", help="Write the pages as Markdown files.", show_default=False
        ),
    ] = None,
) -> Outcome:
    """List the rules, or explain one of them.

    A page says why the rule is there, with a bad and a good example and the sources.
    """
    from designkit.cli.documents import rule_document
    from designkit.rules import CATALOGUE, rule_named, rule_page

    chosen = CATALOGUE if rule is None else (rule_named(rule),)
    if folder is not None:
        _write(chosen, folder, indexed=rule is None)
    elif output_format is Format.JSON:
        say_json({"rules": [rule_document(item) for item in chosen]})
    elif rule is not None:
        say_markdown(rule_page(chosen[0]))
    else:
        _say_list(chosen)
    return Outcome.CLEAN


def _say_list(rules: tuple[Rule, ...]) -> None:
    from designkit.rules import explain

    longest = max(len(rule.id) for rule in rules)
    for rule in rules:
        severity = rule.severity.value
        say(
            f"{rule.id:{longest}}  ",
            (f"{severity:7}", SEVERITY_COLOURS[severity]),
            f"  {explain(rule).summary.partition('. ')[0].removesuffix('.')}",
        )


def _write(rules: tuple[Rule, ...], folder: Path, *, indexed: bool) -> None:
    from designkit.files import replace_file
    from designkit.rules import rule_page, rules_index

    pages = {rule.id: rule_page(rule) for rule in rules}
    if indexed:
        pages["index"] = rules_index()
    for name, text in pages.items():
        replace_file(folder / f"{name}.md", text.encode())
    say(f"{len(pages)} pages written to {folder}")
