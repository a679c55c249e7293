"""The words and parameter marks of a statement, as far as a scan needs them.

The database reads statements; this tells whether a text is one, what it writes to, and which kind
of parameters it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import dropwhile, islice
from typing import Final, Literal, NamedTuple

from designkit.workload.golang.pieces import STAND_INS

MarkKind = Literal[
    "word", "quoted", "string", "number", "sign", "dollar", "colon", "at", "question", "unknown"
]


class Mark(NamedTuple):
    """One token: its kind and the text."""

    kind: MarkKind
    text: str


_TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))
  | (?P<string>[eE]'(?:[^'\\]|\\.|'')*'?|(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'?)
  | (?P<dollar_quoted>\$(?P<tag>[A-Za-z_]\w*)?\$.*?(?:\$(?P=tag)\$|\Z)|\$\$.*?(?:\$\$|\Z))
  | (?P<quoted>"(?:[^"]|"")*"?)
  | (?P<dollar>\$\d+|\$(?=[\ue000\ue001]))
  | (?P<number>\d[\w.]*)
  | (?P<word>[A-Za-z_\u0080-\ud7ff][\w$\u0080-\ud7ff]*)
  | (?P<cast>::|:=)
  | (?P<colon>:[A-Za-z_][\w.]*)
  | (?P<at>(?<![-+*/<>=~!@\#%^&|`?])@[A-Za-z_]\w*)
  | (?P<question_sign>\?[|&](?!\|))
  | (?P<question>\?)
  | (?P<unknown>[\ue000\ue001\ue002])
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_STATEMENTS: Final = frozenset(
    [
        "select",
        "insert",
        "update",
        "delete",
        "with",
        "merge",
        "values",
        "table",
        "create",
        "alter",
        "drop",
        "truncate",
        "comment",
        "grant",
        "revoke",
        "set",
        "show",
        "reset",
        "begin",
        "start",
        "commit",
        "rollback",
        "savepoint",
        "release",
        "lock",
        "listen",
        "notify",
        "unlisten",
        "copy",
        "vacuum",
        "analyze",
        "explain",
        "refresh",
        "call",
        "do",
        "declare",
        "fetch",
        "close",
        "prepare",
        "execute",
        "deallocate",
        "discard",
        "reindex",
        "cluster",
        "checkpoint",
        "upsert",
        "import",
    ]
)
_WRITES: Final = {"insert", "update", "delete", "merge", "upsert", "truncate", "with"}
# Of a text, to tell a statement from a sentence.
_ENOUGH: Final = 4_000
_ALONE: Final = {"begin", "commit", "rollback", "checkpoint", "vacuum", "analyze"}
# After these a value follows, so that `?` is a parameter and no operator of JSON.
_BEFORE_VALUES: Final = frozenset(
    [
        "and",
        "or",
        "not",
        "in",
        "values",
        "where",
        "limit",
        "offset",
        "like",
        "ilike",
        "between",
        "then",
        "else",
        "when",
        "set",
        "select",
        "returning",
        "on",
        "by",
        "any",
        "all",
        "some",
        "is",
        "similar",
        "to",
        "escape",
        "from",
        "using",
        "default",
        "having",
        "case",
        "over",
        "end",
        "distinct",
        "fetch",
        "first",
        "next",
        "interval",
        "date",
        "timestamp",
        "timestamptz",
        "time",
    ]
) - {"end", "date", "time", "timestamp", "timestamptz", "default"}
_BREAKS_OFF: Final = frozenset(
    {"where", "and", "or", "set", "in", "by", "values", "from", "having"}
)


@lru_cache(maxsize=1_000)
def marks(text: str) -> tuple[Mark, ...]:
    """The tokens of a statement without spaces and comments."""
    return tuple(_marks(text))


def _marks(text: str) -> Iterator[Mark]:
    depth = 0
    before = Mark("sign", "")
    for match in _TOKEN.finditer(text):
        kind, written = match.lastgroup, match[0]
        if kind == "tag" or match["dollar_quoted"]:
            before = Mark("string", written)
        elif kind == "space":
            continue
        elif kind in {"cast", "question_sign"}:
            before = Mark("sign", written)
        elif kind == "question":
            before = Mark("sign" if _is_operand(before) else "question", written)
        elif kind == "colon":
            # In `list[1:n]` it is the sign between two bounds.
            before = Mark("sign" if depth else "colon", written)
        else:
            depth += (written == "[") - (written == "]" and depth > 0)
            before = Mark(_kind(kind), written)
        yield before


def _kind(name: str | None) -> MarkKind:
    match name:
        case "word" | "quoted" | "string" | "number" | "dollar" | "at" | "unknown":
            return name
        case _:
            return "sign"


def _is_operand(mark: Mark) -> bool:
    match mark.kind:
        case "word":
            return mark.text.lower() not in _BEFORE_VALUES
        case "sign":
            return mark.text in {")", "]"}
        case _:
            return True


def is_statement(text: str) -> bool:
    """Whether a text begins as a statement does."""
    words = _head(text)
    if not words or words[0].kind != "word" or words[0].text.lower() not in _STATEMENTS:
        return False
    return len(words) > 1 or words[0].text.lower() in _ALONE


def is_whole(text: str) -> bool:
    """Whether a statement does not break off where a value or a list has to follow."""
    tokens = marks(text)
    last = tokens[-1] if tokens else Mark("sign", "")
    if last.kind == "word" and last.text.lower() in _BREAKS_OFF:
        return False
    return not any(
        tokens[number].text.lower() in {"in", "values"}
        and [mark.text for mark in tokens[number + 1 : number + 3]] == ["(", ")"]
        for number in range(len(tokens))
    )


def is_surely_statement(text: str) -> bool:
    """Whether a text is a statement rather than a sentence, also where no database is near."""
    words = [mark.text.lower() for mark in marks(text[:_ENOUGH]) if mark.kind == "word"]
    if not is_statement(text) or not words:
        return False
    match words:
        case ["insert" | "merge" | "upsert", "into", *_] | ["delete", "from", *_]:
            return True
        case ["select", *others]:
            return "from" in others or "(" in text
        case ["update", *others]:
            return "set" in others
        case ["with", *others]:
            return "as" in others
        case _:
            return False


def written_tables(text: str) -> tuple[str, ...]:
    """The tables whose rows a statement changes, each once, in the order of the text."""
    found: dict[str, None] = {}
    tokens = marks(text)
    words = [mark.text.lower() if mark.kind == "word" else "" for mark in tokens]
    if not words or words[0] not in _WRITES:
        return ()
    for number, word in enumerate(words):
        before = words[number - 1] if number else ""
        following = words[number + 1] if number + 1 < len(words) else ""
        if (word in {"insert", "merge", "upsert"} and following == "into") or (
            word == "delete" and following == "from"
        ):
            found[_name(tokens, number + 2)] = None
        elif (
            word == "update" and before not in {"for", "do", "key", "on"} and following != "set"
        ) or (word == "truncate" and number == 0):
            found[_name(tokens, number + 1)] = None
    return tuple(name for name in found if name)


def _name(tokens: tuple[Mark, ...], number: int) -> str:
    while number < len(tokens) and tokens[number].text.lower() in {"only", "table"}:
        number += 1
    name = ""
    while number < len(tokens) and (tokens[number].kind in {"word", "quoted", "unknown"}):
        written = tokens[number].text
        quoted = tokens[number].kind == "quoted"
        name += "…" if written in STAND_INS else written.strip('"') if quoted else written.lower()
        number += 1
        if number >= len(tokens) or tokens[number].text != ".":
            break
        name += "."
        number += 1
    return name


def _head(text: str) -> list[Mark]:
    following = dropwhile(lambda mark: mark.text == "(", marks(text))
    return list(islice(following, 2))
