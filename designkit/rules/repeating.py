"""Whether a statement fails where it has run before, as far as its script tells."""

from __future__ import annotations

from designkit.rules.hazardous import commands, expression, spelled
from designkit.rules.statement_rule import Site, name_in_list
from designkit.sql.tree import Node

# Commands that fail the second time unless they say IF [NOT] EXISTS.
_DROPS = frozenset({"AT_DropColumn", "AT_DropConstraint"})


def dropped_before(site: Site) -> set[str]:
    """The names of what the statements before the site drop where it is there."""
    found: set[str] = set()
    # The commands of the very statement count too: DROP COLUMN IF EXISTS x, ADD COLUMN x.
    for tree in (*site.before, site.tree):
        if tree.kind == "DropStmt" and tree.fields.get("missing_ok"):
            for item in tree.fields["objects"]:
                if "List" in item:
                    found.add(name_in_list(item).name)
                elif "TypeName" in item:
                    found.add(item["TypeName"]["names"][-1]["String"]["sval"])
        found.update(
            command["name"]
            for command in commands(tree)
            if command["subtype"] in _DROPS and command.get("missing_ok")
        )
        made = expression({tree.kind: tree.fields})
        if made is not None and tree is not site.tree:
            found.discard(_made_by(made))
    return found


def _made_by(node: Node) -> str:
    """The name of what a statement makes for good, or ""."""
    fields = node.fields
    match node.kind:
        case "CreateStmt" if fields.get("oncommit") != "ONCOMMIT_DROP":
            return str(fields["relation"]["relname"])
        case "IndexStmt":
            # Without a name PostgreSQL finds a free one each time.
            return str(fields.get("idxname", ""))
        case "CreateEnumStmt":
            return str(fields["typeName"][-1]["String"]["sval"])
        case "AlterTableStmt":
            for command in (item["AlterTableCmd"] for item in fields.get("cmds", ())):
                if command.get("subtype") == "AT_AddConstraint":
                    return str(command["def"]["Constraint"].get("conname", ""))
        case _:
            pass
    return ""


def fails_again(node: Node, site: Site) -> bool:
    """Whether a node of a statement without IF [NOT] EXISTS fails where it ran before."""
    fields = node.fields
    if node.kind == "DropStmt":
        return True
    if node.kind != "AlterTableCmd":
        made = _made_by(node)
        return bool(made) and made not in dropped_before(site)
    if fields["subtype"] == "AT_AddConstraint":
        constraint = fields["def"]["Constraint"]
        names = {constraint.get("conname", ""), *spelled(constraint.get("keys", ()))}
        return bool(constraint.get("conname")) and not names & dropped_before(site)
    if fields["subtype"] == "AT_AddColumn":
        return fields["def"]["ColumnDef"]["colname"] not in dropped_before(site)
    return fields["subtype"] in _DROPS
