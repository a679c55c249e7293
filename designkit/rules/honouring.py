"""The comments in which other linters are told to be silent, honoured on request.

Squawk's `-- squawk-ignore NAME, NAME` stands above or behind a statement, `-- squawk-ignore-file`
anywhere in a file; Atlas's `-- atlas:nolint CODE NAME` stands above a statement, or, with an empty
line below it, at the head of a file. Without a name each silences everything.

Sources: https://squawkhq.com/docs/quick_start
https://atlasgo.io/lint/analyzers#nolint-directive
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from designkit.config import Linter, Waiver
from designkit.rules.waiving import EVERY_RULE
from designkit.sql.statements import (
    Comment,
    Statement,
    comments,
    split,
    spoken_of,
    without_rows,
)

_LAST_LINE = 10**9
_SQUAWK = re.compile(r"squawk-ignore(?P<file>-file)?(?:[\s:]+(?P<names>.*))?")
_ATLAS = re.compile(r"atlas:nolint(?:\s+(?P<names>.*))?")

# By squawk's names; several of ours may stand for one of theirs. What is not here has no rule.
SQUAWK: Final[Mapping[str, tuple[str, ...]]] = {
    "adding-field-with-default": ("volatile-default", "stored-generated-column"),
    "adding-foreign-key-constraint": ("foreign-key-without-not-valid",),
    "adding-not-nullable-field": ("not-null-unproven",),
    "adding-required-field": ("required-column-without-default",),
    "adding-serial-primary-key-field": ("primary-key-without-index",),
    "ban-char-field": ("char-type",),
    "ban-concurrent-index-creation-in-transaction": ("concurrently-in-transaction",),
    "ban-alter-domain-with-add-constraint": ("domain-with-constraint",),
    "ban-create-domain-with-constraint": ("domain-with-constraint",),
    "ban-drop-column": ("drop-column",),
    "ban-drop-database": ("drop-database",),
    "ban-drop-not-null": ("drop-not-null",),
    "ban-drop-table": ("drop-table",),
    "ban-duplicate-column-assignments": ("column-twice",),
    "ban-truncate-cascade": ("truncate-cascade",),
    "ban-uncommitted-transaction": ("transaction-control",),
    "changing-column-type": ("column-type-changed",),
    "constraint-missing-not-valid": ("check-without-not-valid", "foreign-key-without-not-valid"),
    "disallowed-unique-constraint": ("unique-constraint-without-index",),
    "identifier-too-long": ("name-cut", "name-cut-short"),
    "prefer-repack": ("table-repacked",),
    "prefer-robust-stmts": ("statement-not-repeatable",),
    "prefer-text-field": ("varchar-length",),
    "prefer-timestamp-tz": ("timestamp-name",),
    "renaming-column": ("rename-column",),
    "renaming-table": ("rename-table",),
    "require-concurrent-index-creation": ("index-without-concurrently",),
    "require-concurrent-index-deletion": ("drop-index-without-concurrently",),
    "require-concurrent-reindex": ("reindex-without-concurrently",),
    "require-lock-timeout": ("lock-timeout-missing",),
    "require-timeout-settings": ("lock-timeout-missing",),
    "transaction-nesting": ("transaction-control",),
}

# By Atlas's codes, and by the names of its analyzers, which stand for several codes.
ATLAS: Final[Mapping[str, tuple[str, ...]]] = {
    "DS101": ("drop-schema",),
    "DS102": ("drop-table",),
    "DS103": ("drop-column",),
    "MF101": ("unique-over-existing-rows",),
    "MF102": ("unique-over-existing-rows",),
    "MF103": ("required-column-without-default",),
    "MF104": ("not-null-unproven",),
    "BC101": ("rename-table",),
    "BC102": ("rename-column",),
    "CD101": ("drop-constraint",),
    "CD102": ("drop-constraint",),
    "CD103": ("drop-constraint",),
    "PG101": ("index-without-concurrently",),
    "PG102": ("drop-index-without-concurrently",),
    "PG103": ("concurrently-in-transaction",),
    "PG104": ("primary-key-without-index",),
    "PG105": ("unique-constraint-without-index",),
    "PG301": ("column-type-changed",),
    "PG302": ("volatile-default",),
    "PG303": ("not-null-unproven",),
    "PG304": ("primary-key-without-index",),
    "PG305": ("check-without-not-valid",),
    "PG306": ("foreign-key-without-not-valid",),
    "PG307": ("table-repacked",),
    "PG309": ("stored-generated-column",),
    "PG310": ("volatile-default",),
    "PG311": ("table-repacked",),
    "TX101": ("statement-not-transactional", "concurrently-in-transaction"),
    "TX201": ("transaction-control",),
}
_ANALYZERS: Final = {
    "destructive": "DS",
    "data_depend": "MF",
    "incompatible": "BC",
    "condrop": "CD",
    "concurrent_index": "PG10",
    "nestedtx": "TX",
}


def honoured(text: str, file: str, linters: Iterable[Linter]) -> tuple[Waiver, ...]:
    """Return what the comments of other linters accept in a text; each is its own reason."""
    wanted = frozenset(linters)
    squawk = "squawk" in wanted and "squawk-ignore" in text
    atlas = "atlas" in wanted and "atlas:nolint" in text
    if not squawk and not atlas:
        return ()
    text = without_rows(text)
    statements, found = split(text, judged=True), list[Waiver]()
    for comment in comments(text):
        match = _SQUAWK.fullmatch(comment.words) if squawk else None
        if match is not None:
            whole = match["file"] is not None
            rules = _meant(match["names"], SQUAWK)
            found += _waivers(rules, comment, file, None if whole else statements)
        match = _ATLAS.fullmatch(comment.words) if atlas else None
        if match is not None:
            whole = _heads_file(comment, text, statements)
            rules = _meant(match["names"], ATLAS)
            found += _waivers(rules, comment, file, None if whole else statements)
    return tuple(found)


def _waivers(
    rules: Iterable[str], comment: Comment, file: str, statements: tuple[Statement, ...] | None
) -> Iterator[Waiver]:
    lines = (1, _LAST_LINE) if statements is None else spoken_of(comment, statements)
    if lines is not None:
        for rule in rules:
            yield Waiver(rule=rule, reason=comment.words, file=file, lines=lines)


def _meant(names: str | None, known: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Our rules for their names; for none, every rule."""
    words = re.split(r"[\s,]+", (names or "").strip())
    if words == [""]:
        yield EVERY_RULE
    for word in words:
        yield from known.get(word, ())
        prefix = _ANALYZERS.get(word)
        if prefix is not None and known is ATLAS:
            for code, rules in ATLAS.items():
                if code.startswith(prefix):
                    yield from rules


def _heads_file(comment: Comment, text: str, statements: tuple[Statement, ...]) -> bool:
    """Whether a comment stands above all statements, with an empty line below it."""
    above = not statements or comment.offset < statements[0].offset
    end = text.find("\n", comment.offset)
    return above and end >= 0 and not text[end + 1 :].partition("\n")[0].strip()
