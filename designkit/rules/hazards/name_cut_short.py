"""The rule `name-cut-short`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from designkit.config import Database
from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule
from designkit.rules.statement_rule import EVERY_WAY, ScriptContext, Site
from designkit.sql.statements import words
from designkit.sql.tree import Node

_FITS = 63
# What may be such a name, at a glance: most statements are not split into words for it.
_MAY_BE_LONG = re.compile(r"[\w$]{64}|\"[^\"]{64}|[^\x00-\x7f]")


class NameCutShort(HazardRule, frozen=True, kw_only=True):
    """A statement spells a name of more than 63 bytes.

    Of PostgreSQL alone: a schema that was read from it shows the name cut already.

    Why:
        PostgreSQL cuts the name without a word. Two names may become one, and who looks for the
        whole name, in DOWN or on CockroachDB, does not find it.
    Bad:
        CREATE TABLE the_invoices_of_all_accounts_that_were_closed_before_the_migration (id uuid);
    Good:
        CREATE TABLE invoices_of_closed_accounts (id uuid);
    Sources:
        https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
    """

    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql"})
    ways: ClassVar[frozenset[str]] = EVERY_WAY
    advice: ClassVar[str] = "Give it a shorter name."

    def check_script(self, script: ScriptContext) -> Iterator[Finding]:
        """Yield the names that do not fit, each once in a script."""
        told: set[str] = set()
        for tree in script.trees if self.concerns(script) else ():
            site = Site(script)
            site.tree = tree
            for name, node in _long_names(tree.statement.text):
                if name not in told:
                    told.add(name)
                    kept = name.encode()[:_FITS].decode(errors="ignore")
                    said = f"{name} has {len(name.encode())} bytes, and becomes {kept}"
                    yield self.hazard(site, node, said, name)


def _long_names(text: str) -> Iterator[tuple[str, Node]]:
    """The names that do not fit, and where each stands first."""
    if not _MAY_BE_LONG.search(text):
        return
    for word in words(text):
        is_quoted = word.startswith('"')
        if not is_quoted and ("'" in word or not (word[0].isalpha() or word[0] == "_")):
            continue
        name = word[1:-1].replace('""', '"') if is_quoted else word
        if len(name.encode()) > _FITS:
            byte = len(text[: text.index(word)].encode())
            yield name, Node("", {"location": byte}, None, "")
