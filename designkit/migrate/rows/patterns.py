"""Texts that a regular expression of a CHECK may accept: built from its parts, never exhaustive.

PostgreSQL judges them: what its own dialect of expressions would read otherwise costs a candidate.
https://www.postgresql.org/docs/18/functions-matching.html#FUNCTIONS-POSIX-REGEXP
"""

from __future__ import annotations

import re

_CLASSES = {"d": "7", "w": "w", "s": " ", "D": "d", "W": "-", "S": "s"}
_NAMED = {
    "alpha": "a",
    "digit": "7",
    "alnum": "a",
    "lower": "a",
    "upper": "A",
    "space": " ",
    "punct": "-",
    "xdigit": "f",
}
_QUANTIFIER = re.compile(r"(\*|\+|\?|\{(\d+)(,(\d*))?\})\??")
_RANGE = re.compile(r"\[:(\w+):\]|(.)-([^\]])|(.)", re.DOTALL)
# What a negated class most likely leaves open.
_OTHERS = "x7-_ "
_MOST_REPEATS = 1000


def matching_texts(pattern: str) -> tuple[str, ...]:
    """A short and a longer text that the pattern may accept; none where it cannot be read."""
    texts = (_Reader(pattern, extra).read() for extra in (0, 1, 3))
    return tuple(dict.fromkeys(text for text in texts if text is not None))


def like_texts(pattern: str) -> tuple[str, ...]:
    """Texts that the pattern of a LIKE accepts."""
    plain = pattern.replace("_", "x")
    return tuple(dict.fromkeys((plain.replace("%", "x"), plain.replace("%", ""))))


class _Reader:
    """Walks a pattern and writes a text on its way; each repetition `extra` times over its least.

    The first branch of an alternative is taken, unless `extra` says the second.
    """

    def __init__(self, pattern: str, extra: int) -> None:
        self._pattern = pattern
        self._extra = extra
        self._at = 0

    def read(self) -> str | None:
        try:
            text = self._branches()
        except (IndexError, ValueError):
            return None
        return text if self._at == len(self._pattern) else None

    def _branches(self) -> str:
        branches = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence())
        return branches[min(self._extra, len(branches) - 1)]

    def _sequence(self) -> str:
        text = ""
        while self._peek() not in ("", "|", ")"):
            text += self._repeated(self._atom())
        return text

    def _atom(self) -> str:
        character = self._pattern[self._at]
        self._at += 1
        match character:
            case "^" | "$":
                return ""
            case ".":
                return "x"
            case "(":
                return self._group()
            case "[":
                return self._bracket()
            case "\\":
                return self._escape()
            case _:
                return character

    def _group(self) -> str:
        if self._pattern.startswith(("?=", "?!", "?<"), self._at):
            raise ValueError(self._pattern)
        if self._pattern.startswith("?:", self._at):
            self._at += 2
        text = self._branches()
        self._at += 1  # The closing parenthesis.
        return text

    def _bracket(self) -> str:
        negated = self._peek() == "^"
        start = self._at + negated
        end = start + 1
        while self._pattern[end] != "]" or self._pattern[end - 1] == ":":
            end += 1
        members = self._pattern[start:end]
        self._at = end + 1
        if negated:
            return next(other for other in _OTHERS if not re.match(f"[{members}]", other))
        return self._member(members)

    def _member(self, members: str) -> str:
        if members[0] == "\\":
            return _CLASSES.get(members[1], members[1])
        first = _RANGE.match(members)
        if first is None:
            raise ValueError(members)
        named, low, _, single = first.groups()
        return _NAMED.get(named, low or single)

    def _escape(self) -> str:
        character = self._pattern[self._at]
        self._at += 1
        if character in "AZmMyYb":  # Places, not characters.
            return ""
        return _CLASSES.get(character, character)

    def _repeated(self, text: str) -> str:
        found = _QUANTIFIER.match(self._pattern, self._at)
        if found is None:
            return text
        self._at = found.end()
        sign, least, open_ended, most = found.groups()
        if least is None:
            low, high = (1 if sign == "+" else 0), (1 if sign == "?" else _MOST_REPEATS)
        else:
            low = int(least)
            high = low if open_ended is None else int(most) if most else _MOST_REPEATS
        return text * min(low + self._extra, high)

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]
