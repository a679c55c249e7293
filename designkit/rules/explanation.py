"""What a rule's docstring says, taken apart: the one text behind its page, tooltip and tests."""

from __future__ import annotations

import inspect
import re

from designkit.errors import ConfigError
from designkit.model import Value
from designkit.rules.rule import Rule

SECTIONS = ("Why", "Bad", "Good", "Sources")
_HEADING = re.compile(r"^(Why|Bad|Good|Options|Sources):[ ]*", re.MULTILINE)


class Explanation(Value, frozen=True, kw_only=True):
    """A rule in words.

    Attributes:
        summary: the fault in a sentence.
        why: what the fault costs.
        bad: an example that this rule alone objects to, in the rule's language.
        good: the same without the fault.
        options: what each option means, by its name in the configuration.
        sources: a page per claim, with the version at which it was read where there are several.
    """

    rule: str
    summary: str
    why: str
    bad: str
    good: str
    options: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def explain(rule: Rule) -> Explanation:
    """Return what the rule's docstring says.

    Raises:
        ConfigError: the docstring lacks a section, or has them in another order.
    """
    text = inspect.cleandoc(type(rule).__doc__ or "")
    summary, *parts = _HEADING.split(text)
    names = parts[::2]
    if [name for name in names if name != "Options"] != list(SECTIONS):
        raise ConfigError(
            f"rule {rule.id}: its docstring has the sections {', '.join(names) or 'none'}. "
            f"Give it {', '.join(SECTIONS)}, in this order."
        )
    sections = dict(zip(names, (inspect.cleandoc(part) for part in parts[1::2]), strict=True))
    return Explanation(
        rule=rule.id,
        summary=_flowing(summary),
        why=_flowing(sections["Why"]),
        bad=sections["Bad"],
        good=sections["Good"],
        options=tuple(_option(line) for line in _entries(sections.get("Options", "")) if line),
        sources=tuple(sections["Sources"].split()),
    )


def _flowing(text: str) -> str:
    return " ".join(text.split())


def _entries(text: str) -> list[str]:
    """The lines of a section, a line that is set in joined to the one above it."""
    return [_flowing(entry) for entry in re.split(r"\n(?=\S)", text)]


def _option(line: str) -> tuple[str, str]:
    name, _, meaning = line.partition(": ")
    return name, meaning
