"""The rule `session-setting-left`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from designkit.rules.finding import Finding
from designkit.rules.hazardous import HazardRule, spelled
from designkit.rules.statement_rule import Site
from designkit.sql.tree import Fields, Node, Tree

_TAKES_BACK = frozenset({"VAR_RESET", "VAR_RESET_ALL", "VAR_SET_DEFAULT"})
# The name of a setting, its value, and whether it ends with the transaction.
_ARGUMENTS = 3


class SessionSettingLeft(HazardRule, frozen=True, kw_only=True):
    """A script changes the role or the search path of its session, and leaves it so.

    SET LOCAL ends with the transaction; RESET, or SET to DEFAULT, takes it back.

    Why:
        The next migration runs in the same session: its tables land in another schema, or belong to
        another role, on some databases and not on others.
    Bad:
        SET search_path = billing;
        CREATE TABLE invoices (id uuid PRIMARY KEY);
    Good:
        SET LOCAL search_path = billing;
        CREATE TABLE invoices (id uuid PRIMARY KEY);
    Options:
        settings: what has to be as it was when the script ends.
    Sources:
        https://www.postgresql.org/docs/18/sql-set.html
        https://www.postgresql.org/docs/18/sql-set-role.html
    """

    kinds: ClassVar[frozenset[str]] = frozenset({"VariableSetStmt", "FuncCall"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", "down", ""})
    advice: ClassVar[str] = "SET LOCAL it, or RESET it at the end of the file."

    settings: tuple[str, ...] = (
        "role",
        "session_authorization",
        "search_path",
        "session_replication_role",
        "default_tablespace",
    )

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield what the next script of the session finds changed."""
        name = _set_for_session(node)
        later = site.script.trees[len(site.before) + 1 :]
        if name in self.settings and not any(_resets(tree, name) for tree in later):
            yield self.hazard(site, node, f"the session keeps its {name} after this script", name)


def _set_for_session(node: Node) -> str:
    """The setting that a node changes for the rest of the session, or ""."""
    fields = node.fields
    if node.kind == "VariableSetStmt":
        # SET inside of ALTER ROLE or CREATE FUNCTION is not of the session.
        sets = fields["kind"] == "VAR_SET_VALUE" and node.parent is None
        return "" if fields.get("is_local") or not sets else str(fields["name"])
    if spelled(fields["funcname"])[-1:] != ("set_config",):
        return ""
    constants: list[Fields] = [item.get("A_Const", {}) for item in fields.get("args", ())]
    if len(constants) != _ARGUMENTS or constants[2].get("boolval", {}).get("boolval"):
        return ""
    return str(constants[0].get("sval", {}).get("sval", ""))


def _resets(tree: Tree, name: str) -> bool:
    fields = tree.fields
    if tree.kind == "DiscardStmt":
        return True
    ends = tree.kind == "VariableSetStmt" and fields["kind"] in _TAKES_BACK
    return ends and (fields["kind"] == "VAR_RESET_ALL" or fields.get("name") == name)
