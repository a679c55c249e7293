"""Texts for patterns: what they make is accepted by the pattern itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.migrate.rows.patterns import like_texts, matching_texts


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[a-z]+$",
        r"^[a-z0-9][a-z0-9:-]{0,48}[a-z0-9]$",
        r"^\+[1-9]\d{1,14}$",
        r"^(red|green|blue)$",
        r"^#([0-9a-fA-F]{3}){1,2}$",
        r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$",
        r"^\d{4}-\d{2}-\d{2}$",
        r"^(?:https?://)?[\w.-]+$",
        r"^.{3,}$",
        r"^a?b*c$",
        r"^[-_a-z]{2}$",
        r"^[]x]$",
        r"^\(\d+\)\.$",
        r"\y[A-Z]{3}\Z",
    ],
)
def test_a_pattern_accepts_its_texts(pattern: str) -> None:
    texts = matching_texts(pattern)
    python = pattern.replace(r"\y", r"\b")
    assert texts
    assert all(re.search(python, text) for text in texts)


def test_classes_have_members() -> None:
    assert "a7" in matching_texts("^[[:alpha:]][[:digit:]]$")


@pytest.mark.parametrize("pattern", ["a(?=b)", "[", "(", "a)", "*", "[[:nothing:]"])
def test_what_cannot_be_read_has_no_text(pattern: str) -> None:
    assert all(isinstance(text, str) for text in matching_texts(pattern))


@given(st.text(st.sampled_from("ab1.*+?|()[]{}^$\\-:,d "), max_size=12))
def test_no_pattern_is_too_odd(pattern: str) -> None:
    assert len(matching_texts(pattern)) <= 3


def test_texts_of_a_like_pattern() -> None:
    assert like_texts("https://%") == ("https://x", "https://")
    assert like_texts("_b") == ("xb",)
