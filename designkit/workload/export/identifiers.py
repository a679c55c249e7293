"""Names of Go, made of names from SQL; a name of a schema or a query never becomes code."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from designkit.errors import ConfigError

# Source: https://staticcheck.dev/docs/configuration/options/#initialisms
_INITIALISMS: Final = frozenset(
    "ACL API ASCII CPU CSS DNS EOF GUID HTML HTTP HTTPS ID IP JSON QPS RAM RPC SLA SMTP SQL SSH"  # noqa: SIM905
    " TCP TLS TTL UDP UI GID UID UUID URI URL UTF8 VM XML XMPP XSRF XSS SIP RTP AMQP DB TS".split()
)
# Source: https://go.dev/ref/spec#Keywords
_KEYWORDS: Final = frozenset(
    "break case chan const continue default defer else fallthrough for func go goto if import"  # noqa: SIM905
    " interface map package range return select struct switch type var".split()
)
# Packages that cannot be imported, or that the go command passes over.
_NO_PACKAGES: Final = _KEYWORDS | {"main", "init", "documentation"}
_PACKAGE: Final = re.compile(r"[a-z][a-z0-9_]*")

_LETTERS: Final = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo"})
_DIGITS: Final = "Nd"
# Where a word ends inside of `userIDsOfHTTPServer`: before a capital behind a small letter, and
# before the last capital of several that a word goes on with. An `s` alone is a plural.
_BOUNDARY: Final = re.compile(
    r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])", re.ASCII
)
# In front of what may not begin an exported name, such as a digit or a letter without a case.
_PREFIX: Final = "X"


def exported(name: str) -> str:
    """The exported Go identifier that a name becomes: `user_id` is `UserID`, `2fa` is `X2fa`.

    It begins with a capital, so it is no keyword, no import and no local variable.
    """
    composed = unicodedata.normalize("NFC", name)
    # A name all in capitals says nothing about its words.
    spelled = composed.lower() if "_" in composed and composed.isupper() else composed
    whole = "".join(_capitalised(word) for word in _words(spelled))
    begins = bool(whole) and unicodedata.category(whole[0]) == "Lu"
    return whole if begins else f"{_PREFIX}{whole}"


def package_name(service: str) -> str:
    """The Go package that the queries of a service go to: `user-service` is `userservice`."""
    name = re.sub(r"[^a-z0-9]", "", service.lower())
    is_package = name[:1].isalpha() and name not in _NO_PACKAGES
    return name if is_package else f"queries{name}"


def demand_package(name: str) -> None:
    """Make sure that Go takes a name for that of a package which others import.

    Raises:
        ConfigError: it does not.
    """
    if _PACKAGE.fullmatch(name) is None or name in _NO_PACKAGES:
        raise ConfigError(
            f"{name!r} is no name of a Go package that can be imported. Use small letters and "
            "digits, and no keyword of Go: events."
        )


def _words(name: str) -> list[str]:
    runs = "".join(letter if _is_of_names(letter) else " " for letter in name).split()
    return [word for run in runs for word in _BOUNDARY.split(run)]


def _is_of_names(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category in _LETTERS or category == _DIGITS


def _capitalised(word: str) -> str:
    upper = word.upper()
    if upper in _INITIALISMS:
        return upper
    if upper[:-1] in _INITIALISMS and word.endswith("s"):
        return f"{upper[:-1]}s"
    # A capital may be several characters, some of them marks: ǰ becomes J with a caron of its own.
    first = "".join(filter(_is_of_names, word[0].upper()))
    return first + word[1:]
