"""The rule `statement-not-understood`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import replace
from designkit.rules.finding import Finding
from designkit.rules.statement_rule import ScriptContext, Site, StatementRule

_TEMPLATE = ("{{", "{%", "{#", "<%", "${")


class StatementNotUnderstood(StatementRule, frozen=True, kw_only=True):
    """PostgreSQL's grammar refuses a statement, so no other rule can judge it.

    Why:
        It is a mistake, text that a template has yet to fill, or the language of another database:
        PostgreSQL will not run it, and what it does nobody has looked at.
    Bad:
        SELEC id FROM users WHERE id = '4c1f';
    Good:
        SELECT id FROM users WHERE id = '4c1f';
    Sources:
        https://www.postgresql.org/docs/18/sql-commands.html
    """

    def check_script(self, script: ScriptContext) -> Iterator[Finding]:
        """Yield the statements without a tree, each at the place where the grammar gave up."""
        site = Site(script)
        for tree in script.trees:
            if not tree.error:
                continue
            line, column = tree.place(tree.error_at)
            site.tree = tree
            found = site.finding(self, None, f"{tree.error}; {_advice(tree.statement.text)}")
            yield replace(found, line=line, column=column)


def _advice(text: str) -> str:
    if any(mark in text for mark in _TEMPLATE):
        return "check what its template makes of it"
    return "correct it"
