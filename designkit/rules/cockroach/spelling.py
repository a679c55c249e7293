"""Conditions on the words of a statement, where the tree no longer tells how it was spelled."""

from __future__ import annotations

import re
from functools import lru_cache

from pglast import parser

from designkit.rules.cockroach.fact import Condition
from designkit.sql.tree import Node, Tree


def spelled(*phrases: str) -> Condition:
    """Whether the statement holds one of the phrases: words outside strings and comments."""
    sought = tuple((f" {phrase.upper()} ", phrase.upper().split()) for phrase in phrases)

    def holds(node: Node, tree: Tree) -> bool:
        del node
        text = tree.statement.text
        capitals = text.upper()
        return any(
            all(word in capitals for word in words) and phrase in _words(text)
            for phrase, words in sought
        )

    return holds


def begins(*phrases: str) -> Condition:
    """Whether the statement begins with one of the phrases."""
    sought = tuple(f" {phrase.upper()} " for phrase in phrases)

    def holds(node: Node, tree: Tree) -> bool:
        del node
        return _words(tree.statement.text).startswith(sought)

    return holds


def written(pattern: str) -> Condition:
    """Whether the text at the node's own place begins with what the pattern matches."""
    expression = re.compile(pattern)

    def holds(node: Node, tree: Tree) -> bool:
        place = tree.character(node.location or 0)
        return expression.match(tree.statement.text, place) is not None

    return holds


@lru_cache(maxsize=64)
def _words(text: str) -> str:
    """The words and signs of a text, in capitals, with a blank around each; no literals."""
    try:
        tokens = parser.scan(text)
    except parser.ParseError:
        return ""
    parts = [
        text[token.start : token.end + 1]
        for token in tokens
        if token.name not in {"SQL_COMMENT", "C_COMMENT", "SCONST", "BCONST", "XCONST", "USCONST"}
    ]
    return f" {' '.join(parts).upper()} "
