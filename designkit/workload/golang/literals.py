"""Go's literals of strings and characters, as the texts that they stand for."""

from __future__ import annotations

import re
import sys
from typing import Final

from designkit.workload.golang.parsing import Syntax

LITERALS: Final = ("interpreted_string_literal", "raw_string_literal", "rune_literal")
_SIMPLE: Final = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    "'": "'",
    '"': '"',
}
# Halves of characters, which stand for nothing alone.
_SURROGATES: Final = range(0xD800, 0xE000)
# https://go.dev/ref/spec#Rune_literals; octal and \x are bytes, of which ASCII is what SQL holds.
_ESCAPE: Final = re.compile(
    r"\\(?:(?P<octal>[0-7]{3})|x(?P<byte>[0-9a-fA-F]{2})|u(?P<short>[0-9a-fA-F]{4})"
    r"|U(?P<long>[0-9a-fA-F]{8})|(?P<simple>.))",
    re.DOTALL,
)


def unquoted(node: Syntax) -> str:
    """The text of a literal; of a broken one, as much as can be made of it."""
    written = node.text
    if node.kind == "raw_string_literal":
        # Carriage returns are no part of a raw string.
        return written.strip("`").replace("\r", "")
    return _ESCAPE.sub(_character, written[1:-1] if len(written) > 1 else "")


def _character(match: re.Match[str]) -> str:
    if match["simple"] is not None:
        return _SIMPLE.get(match["simple"], match["simple"])
    digits = match["octal"] or match["byte"] or match["short"] or match["long"]
    number = int(digits, 8 if match["octal"] else 16)
    return chr(number) if number <= sys.maxunicode and number not in _SURROGATES else "\ufffd"
