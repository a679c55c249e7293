"""Singular and plural of the last word of a name: `user_role`, `user_roles`.

Written here because the libraries for it fail on the field's words (`status`, `alias`, `metadata`)
or take seconds to import.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from designkit.model import word_list

_PLURALS = {plural: singular for singular, plural in word_list.IRREGULAR.items()}
_SINGULARS = _PLURALS | word_list.ALSO_PLURAL
_COMPOUNDED_PLURALS = {word_list.IRREGULAR[word]: word for word in word_list.COMPOUNDED}

# The last word, then what is not one: a year, a version, a shard's number or region, an adjective
# that follows its noun.
_QUALIFIERS = "|".join(sorted(word_list.QUALIFIERS))
_LAST_WORD = re.compile(rf"([^\W\d_]+)((?:_(?:{_QUALIFIERS})|_v?\d+|\d+)*_?)\Z")
_LAST_CAPITAL = re.compile(r"(?<=[a-z])[A-Z][a-z]*\Z")


@lru_cache(maxsize=4096)
def is_plural(name: str) -> bool:
    """Whether the last word of a name is a plural, or has none: `user_roles`, `user_metadata`."""
    _, word, _ = _split(name)
    return not word or _is_plural(word.lower())


@lru_cache(maxsize=4096)
def plural(name: str) -> str:
    """Return the name with its last word in the plural; what is plural already stays."""
    head, word, tail = _split(name)
    known = word.lower()
    return (
        name if not word or _is_plural(known) else f"{head}{_spelled(_plural(known), word)}{tail}"
    )


@lru_cache(maxsize=4096)
def singular(name: str) -> str:
    """Return the name with its last word in the singular; what is singular already stays."""
    head, word, tail = _split(name)
    known = word.lower()
    return f"{head}{_spelled(_singular(known), word)}{tail}" if _is_plural(known) else name


def _split(name: str) -> tuple[str, str, str]:
    found = _LAST_WORD.search(name)
    if found is None:
        return name, "", ""
    run, tail = found.groups()
    capital = _LAST_CAPITAL.search(run)
    word = capital.group() if capital else run
    return name[: len(name) - len(tail) - len(word)], word, tail


def _spelled(form: str, like: str) -> str:
    """The form with the letters of the word it replaces, where they agree but for case."""
    kept = 0
    while kept < min(len(form), len(like)) and form[kept] == like[kept].lower():
        kept += 1
    return like[:kept] + form[kept:]


def _is_plural(word: str) -> bool:
    if _is_uncountable(word) or word in _SINGULARS or _compounded(word, _COMPOUNDED_PLURALS):
        return True
    if not word.endswith("s") or word in word_list.SINGULAR_IN_S or word in word_list.IRREGULAR:
        return False
    match word[-2:]:
        case "us":
            return word in word_list.PLURAL_IN_US
        case "is":
            # Of so few letters it is an acronym: apis, kpis.
            return len(word) <= len("apis") or word in word_list.PLURAL_IN_IS
        case ending:
            return ending != "ss" and len(word) > 1


def _is_uncountable(word: str) -> bool:
    return word in word_list.UNCOUNTABLE or word.endswith(word_list.UNCOUNTABLE_ENDINGS)


def _plural(word: str) -> str:
    if word in word_list.IRREGULAR:
        return word_list.IRREGULAR[word]
    tail = _compounded(word, word_list.COMPOUNDED)
    if tail:
        return word.removesuffix(tail) + word_list.IRREGULAR[tail]
    if re.search(r"(?:[^aeiou]|qu)y\Z", word):
        return f"{word[:-1]}ies"
    if word in word_list.PLURAL_IN_OES:
        return f"{word}es"
    if word.endswith(("s", "x", "z", "ch", "sh")) and word not in word_list.CH_AS_K:
        return f"{word}es"
    return f"{word}s"


def _singular(word: str) -> str:
    if _is_uncountable(word):
        return word
    if word in _SINGULARS:
        return word_list.ALSO_PLURAL.get(word) or _PLURALS[word]
    tail = _compounded(word, _COMPOUNDED_PLURALS)
    if tail:
        return word.removesuffix(tail) + _COMPOUNDED_PLURALS[tail]
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-1] if word[:-1] in word_list.SINGULAR_IN_IE else f"{word[:-3]}y"
    return word[:-2] if _adds_two_letters(word) else word[:-1]


def _adds_two_letters(word: str) -> bool:
    """Whether a plural in -es is its singular and two letters: boxes, not sizes."""
    shorter, stem = word[:-1], word[:-2]
    if word.endswith("oes"):
        return shorter not in word_list.SINGULAR_IN_OE
    if word.endswith("ches"):
        return shorter not in word_list.SINGULAR_IN_CHE
    if word.endswith("uses"):
        return shorter not in word_list.SINGULAR_IN_USE and not stem.endswith(("aus", "ous"))
    return stem in word_list.SINGULAR_IN_S or word.endswith(("shes", "sses", "xes", "zzes", "tzes"))


def _compounded(word: str, tails: Iterable[str]) -> str:
    """The irregular word that ends a longer one, or ""."""
    if word in word_list.NOT_COMPOUNDED:
        return ""
    return next((tail for tail in tails if word.endswith(tail) and word != tail), "")
