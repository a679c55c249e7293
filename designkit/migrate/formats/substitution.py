"""Variables of the environment put into a line of SQL, as goose does it between its ENVSUB lines.

Source: https://github.com/mfridman/interpolate/blob/v0.0.2/parser.go, which goose 3.24 and later
use. It differs in one thing: goose takes a variable that is not set for an empty text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_ESCAPES = {"\\\\": "\\\\", "\\$": "$", "$$": "$", "$(": "$("}
_INTEGER = re.compile(r"\s*([+-]?[0-9]+)\s*")


def substitute(line: str, environment: Mapping[str, str]) -> str:
    """Return the line with `$NAME`, `${NAME}`, `${NAME:-default}` and the like replaced.

    Raises:
        ValueError: a variable is not set, or a dollar sign begins nothing that goose knows.
    """
    return _Reader(line, environment).text()


class _Reader:
    """Walks once through a line; a default that is not needed is read and dropped."""

    def __init__(self, line: str, environment: Mapping[str, str]) -> None:
        self._line = line
        self._environment = environment
        self._at = 0

    def text(self, *, stop: str = "", needed: bool = True) -> str:
        parts: list[str] = []
        while self._at < len(self._line) and self._next != stop:
            pair = self._line[self._at : self._at + 2]
            if pair in _ESCAPES:
                self._at += 2
                parts.append(_ESCAPES[pair])
            elif self._next == "$" and len(pair) > 1:
                self._at += 1
                parts.append(self._variable(needed=needed))
            else:
                parts.append(self._next)
                self._at += 1
        return "".join(parts)

    @property
    def _next(self) -> str:
        return self._line[self._at : self._at + 1]

    def _variable(self, *, needed: bool) -> str:
        if self._next != "{":
            name = self._name()
            return self._value(name) if needed else ""
        self._at += 1
        value = self._braced(self._name(), needed=needed)
        self._take("}")
        return value

    def _braced(self, name: str, *, needed: bool) -> str:
        given = self._environment.get(name)
        if self._next == "}":
            return self._value(name) if needed else ""
        operator = ":-" if self._line.startswith(":-", self._at) else self._next
        self._at += len(operator)
        if operator in {":-", "-"}:
            wanting = given is None or (operator == ":-" and given == "")
            default = self.text(stop="}", needed=needed and wanting)
            return default if wanting else given or ""
        if operator == "?":
            reason = self.text(stop="}", needed=needed and given is None)
            return self._value(name, reason) if needed else ""
        if operator == ":":
            offset, length = self._slice()
            return _cut(name, self._value(name), offset, length) if needed else ""
        raise ValueError(f"${{{name}{operator} is nothing that goose knows. Close it with }}.")

    def _slice(self) -> tuple[int, int | None]:
        offset = _integer(self._until(lambda character: character in ":}"))
        if self._next != ":":
            return offset, None
        self._at += 1
        return offset, _integer(self._until(lambda character: character == "}"))

    def _name(self) -> str:
        if not self._next.isalpha():
            raise ValueError(
                f"goose reads ${self._next} as a variable, and its name begins with a letter. "
                "Write $$ for a dollar sign, or switch the substitution off around this line."
            )
        return self._until(lambda each: not (each.isalpha() or each.isnumeric() or each == "_"))

    def _until(self, ends: Callable[[str], bool]) -> str:
        start = self._at
        while self._at < len(self._line) and not ends(self._next):
            self._at += 1
        return self._line[start : self._at]

    def _take(self, wanted: str) -> None:
        if self._next != wanted:
            raise ValueError(f"a variable without its closing {wanted}. Write it.")
        self._at += 1

    def _value(self, name: str, reason: str = "") -> str:
        value = self._environment.get(name)
        if value is None:
            said = f" ({reason})" if reason else ""
            raise ValueError(
                f"the environment variable {name} is not set{said}. Set it, or give the line a "
                f"default: ${{{name}:-…}}."
            )
        return value


def _integer(text: str) -> int:
    match = _INTEGER.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no number, as a part of a variable needs one. Write it.")
    return int(match[1])


def _cut(name: str, value: str, offset: int, length: int | None) -> str:
    """A part of a value; goose counts bytes, and from the end where a number is negative."""
    content = value.encode()
    size = len(content)
    start = min(max(offset + size, 0) if offset < 0 else offset, size)
    if length is None:
        end = size
    else:
        end = min(start + length, size) if length >= 0 else max(length + size, start)
    try:
        return content[start:end].decode()
    except UnicodeDecodeError as error:
        raise ValueError(
            f"a part of the environment variable {name} would end inside of a letter, since goose "
            "counts bytes. Choose another part."
        ) from error
