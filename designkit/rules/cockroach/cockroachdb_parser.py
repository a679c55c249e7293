"""The rule `cockroachdb-parser`."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from designkit.cockroach_parser import Refusal, speaks_for
from designkit.config import Target
from designkit.rules.cockroach.fact import NEWEST
from designkit.rules.finding import Finding, Severity
from designkit.rules.statement_rule import Site, StatementRule


class CockroachdbParser(StatementRule, frozen=True, kw_only=True):
    """CockroachDB's own parser refuses a statement, for a reason that no other rule tells.

    It speaks once `designkit cockroach install` has built the parser, in the parser's own words.

    Why:
        The catalogue of what CockroachDB lacks is written by people; its parser is the grammar that
        the server runs. What an older grammar accepts a newer one accepts as well, nearly always:
        so a refusal counts for targets up to the version of the parser, and is a remark for later
        ones, which may have learned the statement.
    Bad:
        SELECT '{red,green}'::pg_catalog.varchar(8)[];
    Good:
        SELECT '{red,green}'::varchar(8)[];
    Sources:
        https://pkg.go.dev/github.com/cockroachdb/cockroachdb-parser
        https://www.cockroachlabs.com/docs/stable/sql-grammar
    """

    def check_refusal(self, refusal: Refusal, site: Site) -> Iterator[Finding]:
        """Yield the refusal, with the weight that it has for the targets."""
        versions = [
            target.version or NEWEST
            for target in site.script.targets
            if target.database == "cockroachdb"
        ]
        if not versions:
            return
        parser = speaks_for()
        if not refusal.answered:
            severity, message = Severity.WARNING, refusal.message
        elif min(versions) <= parser.version:
            severity, message = Severity.ERROR, f"{_said(refusal, parser)}; write it another way"
        else:
            severity = Severity.INFO
            newer = Target(database="cockroachdb", version=min(versions))
            message = f"{_said(refusal, parser)}; {_named(newer)} may have learned it: try it there"
        found = site.finding(self, None, message)
        line, column = site.tree.place(refusal.character or 0)
        yield msgspec.structs.replace(found, severity=severity, line=line, column=column)


def _said(refusal: Refusal, parser: Target) -> str:
    hint = f" ({' '.join(refusal.hint.split())})" if refusal.hint else ""
    issue = (
        f", https://github.com/cockroachdb/cockroach/issues/{refusal.issue}"
        if refusal.issue
        else ""
    )
    return f"{_named(parser)} refuses this: {refusal.message}{hint}{issue}"


def _named(target: Target) -> str:
    return f"CockroachDB {'.'.join(map(str, target.version))}"
