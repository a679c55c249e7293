"""Which tables statements keep everybody out of, as far as their text tells, and for how long.

Source: https://www.postgresql.org/docs/18/explicit-locking.html#LOCKING-TABLES
"""

from __future__ import annotations

import re

from designkit.model import QualifiedName
from designkit.rules.hazardous import commands, objects
from designkit.rules.statement_rule import Site, name_of
from designkit.sql.tree import Fields, Tree

# These let others read and write, or at least read.
_GENTLE = frozenset(
    {
        "AT_ValidateConstraint",
        "AT_SetStatistics",
        "AT_ClusterOn",
        "AT_DropCluster",
        "AT_AttachPartition",
        "AT_EnableTrig",
        "AT_DisableTrig",
    }
)
_UNITS = {"us": 0.001, "ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}


def locked_by(tree: Tree) -> frozenset[QualifiedName]:
    """The tables of which a statement lets nobody read or write, nor keep a lock of their own."""
    fields = tree.fields
    match tree.kind:
        case "AlterTableStmt" if fields.get("objtype") == "OBJECT_TABLE":
            if {command["subtype"] for command in commands(tree)} <= _GENTLE:
                return frozenset()
            return frozenset({name_of(fields["relation"])})
        case "RenameStmt" if fields.get("renameType") in {"OBJECT_TABLE", "OBJECT_COLUMN"}:
            return frozenset({name_of(fields["relation"])})
        case "DropStmt" if fields.get("removeType") == "OBJECT_TABLE":
            return frozenset(objects(fields))
        case "TruncateStmt":
            return frozenset(name_of(item["RangeVar"]) for item in fields["relations"])
        case _:
            return frozenset()


def since_begin(site: Site) -> list[Tree]:
    """The statements before the site in the transaction that is open."""
    found: list[Tree] = []
    for tree in site.before:
        found.append(tree)
        if tree.kind == "TransactionStmt" and "SAVEPOINT" not in tree.fields["kind"]:
            found.clear()
    return found


def locked_before(site: Site) -> frozenset[QualifiedName]:
    """The tables that stood before, and that the open transaction keeps everybody out of."""
    names = {name for tree in since_begin(site) for name in locked_by(tree)}
    return frozenset(names - site.created)


def timeout_before(site: Site, name: str) -> float | None:
    """The milliseconds of a timeout that the script has set before the site; 0 is none at all."""
    for tree in reversed(site.before):
        if tree.kind == "VariableSetStmt" and tree.fields.get("name") == name:
            for argument in tree.fields.get("args", ()):
                return _milliseconds(argument.get("A_Const", {}))
            return None
    return None


def _milliseconds(constant: Fields) -> float | None:
    if "ival" in constant:
        return float(constant["ival"].get("ival", 0))
    text = str(constant.get("sval", {}).get("sval", ""))
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*", text)
    return float(match[1]) * _UNITS[match[2] or "ms"] if match else None
