"""What is known of a column, a key or an index from the statements that ran before.

Read backwards from the statement in question, so that the newest word counts. Nothing is known of
what no file tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from designkit.model import QualifiedName
from designkit.rules.hazardous import commands, spelled, type_name
from designkit.rules.statement_rule import name_in_list, name_of
from designkit.sql.tree import Fields, Tree


class KnownColumn(NamedTuple):
    """A column as the last statements about it say; `type` is a `TypeName`."""

    type: Fields | None
    required: bool


class _Search:
    """What is told of a column, while the statements are read backwards."""

    def __init__(self, table: QualifiedName, column: str) -> None:
        self.table, self.column = table, column
        self.type: Fields | None = None
        self.required: bool | None = None
        self.is_over = False

    @property
    def found(self) -> KnownColumn | None:
        if self.type is None and self.required is None:
            return None
        return KnownColumn(self.type, bool(self.required))

    def read(self, tree: Tree) -> None:
        fields = tree.fields
        if tree.kind == "RenameStmt" and "relation" in fields:
            self._rename(fields)
        elif tree.kind == "AlterTableStmt" and name_of(fields["relation"]) == self.table:
            for command in reversed(tuple(commands(tree))):
                self._command(command)
        elif tree.kind == "CreateStmt" and name_of(fields["relation"]) == self.table:
            elements: list[Any] = fields.get("tableElts", [])
            keys = [item["Constraint"] for item in elements if "Constraint" in item]
            for item in elements:
                if item.get("ColumnDef", {}).get("colname") == self.column:
                    self._define(item["ColumnDef"], keys)
            self.is_over = True

    def _rename(self, fields: Fields) -> None:
        """Go on under the name of before."""
        relation, new = name_of(fields["relation"]), fields["newname"]
        if fields["renameType"] == "OBJECT_TABLE" and new == self.table.name:
            self.table = relation
        elif fields["renameType"] == "OBJECT_COLUMN" and (relation, new) == (
            self.table,
            self.column,
        ):
            self.column = fields["subname"]

    def _command(self, command: Fields) -> None:
        subtype = command["subtype"]
        if subtype == "AT_AddColumn" and command["def"]["ColumnDef"]["colname"] == self.column:
            self._define(command["def"]["ColumnDef"], ())
            self.is_over = True
        elif command.get("name") == self.column and not self.is_over:
            if subtype == "AT_AlterColumnType":
                self.type = self.type or command["def"]["ColumnDef"]["typeName"]
            elif subtype in {"AT_SetNotNull", "AT_DropNotNull"} and self.required is None:
                self.required = subtype == "AT_SetNotNull"

    def _define(self, column: Fields, keys: Iterable[Fields]) -> None:
        kinds = {item["Constraint"]["contype"] for item in column.get("constraints", ())}
        in_key = any(
            key["contype"] == "CONSTR_PRIMARY" and self.column in spelled(key.get("keys", ()))
            for key in keys
        )
        if self.required is None:
            self.required = in_key or bool(kinds & _REQUIRES)
        self.type = self.type or column.get("typeName")


_REQUIRES = frozenset({"CONSTR_NOTNULL", "CONSTR_PRIMARY", "CONSTR_IDENTITY"})


def known_column(trees: tuple[Tree, ...], table: QualifiedName, column: str) -> KnownColumn | None:
    """What statements tell of a column, through its renames and those of its table."""
    search = _Search(table, column)
    for tree in reversed(trees):
        search.read(tree)
        if search.is_over:
            break
    return search.found


def is_proven(trees: tuple[Tree, ...], table: QualifiedName, column: str) -> bool:
    """Whether a validated check says that a column is not null.

    The validation of a check that no statement tells of is believed to be about this column: who
    validates just before SET NOT NULL does it for that.
    """
    checks: dict[str, tuple[bool, bool]] = {}
    believed = False
    for tree in trees:
        if tree.kind == "CreateStmt" and name_of(tree.fields["relation"]) == table:
            for item in tree.fields.get("tableElts", ()):
                _note(item.get("Constraint", {}), column, checks)
        elif tree.kind == "AlterTableStmt" and name_of(tree.fields["relation"]) == table:
            for command in commands(tree):
                name = command.get("name", "")
                if command["subtype"] == "AT_AddConstraint":
                    _note(command["def"]["Constraint"], column, checks)
                elif command["subtype"] == "AT_ValidateConstraint":
                    believed |= name not in checks
                    checks[name] = (checks.get(name, (False, True))[0], True)
                elif command["subtype"] == "AT_DropConstraint":
                    checks.pop(name, None)
    return believed or any(proves and valid for proves, valid in checks.values())


def _note(constraint: Fields, column: str, checks: dict[str, tuple[bool, bool]]) -> None:
    if constraint.get("contype") in {"CONSTR_CHECK", "CONSTR_NOTNULL"}:
        name = constraint.get("conname", "")
        proves = demands_value(constraint, column)
        checks[name] = (proves, not constraint.get("skip_validation", False))


def demands_value(constraint: Fields, column: str) -> bool:
    """Whether a check, or a part of it that AND joins to the rest, says `column IS NOT NULL`."""
    if constraint.get("contype") == "CONSTR_NOTNULL":
        return spelled(constraint.get("keys", ())) == (column,)
    waiting = [constraint.get("raw_expr", {})]
    while waiting:
        held = waiting.pop()
        test = held.get("NullTest", {})
        if test.get("nulltesttype") == "IS_NOT_NULL":
            names = spelled(test["arg"].get("ColumnRef", {}).get("fields", ()))
            if names[-1:] == (column,):
                return True
        joined = held.get("BoolExpr", {})
        if joined.get("boolop") == "AND_EXPR":
            waiting += joined["args"]
    return False


def index_columns(fields: Fields) -> tuple[str, ...] | None:
    """The columns of an `IndexStmt`; None where a key is an expression."""
    names = [item["IndexElem"].get("name") for item in fields.get("indexParams", ())]
    return None if None in names else tuple(names)


def is_unique(trees: tuple[Tree, ...], table: QualifiedName, columns: frozenset[str]) -> bool:
    """Whether some of the columns were unique already, so that all together are."""
    return any(key and key <= columns for tree in trees for key in _unique_keys(tree, table))


def _unique_keys(tree: Tree, table: QualifiedName) -> list[frozenset[str]]:
    fields = tree.fields
    if tree.kind not in {"IndexStmt", "CreateStmt", "AlterTableStmt"}:
        return []
    if name_of(fields["relation"]) != table:
        return []
    if tree.kind == "IndexStmt":
        whole = fields.get("unique") and "whereClause" not in fields
        return [frozenset(index_columns(fields) or ())] if whole else []
    held = [item.get("def", {}) for item in commands(tree)] + list(fields.get("tableElts", ()))
    keys: list[frozenset[str]] = []
    for item in held:
        column = item.get("ColumnDef", {})
        inline = [one["Constraint"] for one in column.get("constraints", ())]
        for constraint in (item.get("Constraint", {}), *inline):
            if constraint.get("contype") in {"CONSTR_UNIQUE", "CONSTR_PRIMARY"}:
                named = spelled(constraint.get("keys", ()))
                keys.append(frozenset(named or [column.get("colname", "")]) - {""})
    return keys


def indexes_with(trees: tuple[Tree, ...], table: QualifiedName, column: str) -> tuple[str, ...]:
    """The names of the indexes that were made with a column among their keys."""
    found = {
        tree.fields["idxname"]: None
        for tree in trees
        if tree.kind == "IndexStmt"
        and name_of(tree.fields["relation"]) == table
        and column in (index_columns(tree.fields) or ())
        and "idxname" in tree.fields
    }
    return tuple(found)


def index_table(trees: tuple[Tree, ...], index: str) -> QualifiedName | None:
    """The table of an index that statements have made, and not dropped since."""
    for tree in reversed(trees):
        drops = tree.kind == "DropStmt" and tree.fields["removeType"] == "OBJECT_INDEX"
        if drops and index in {name_in_list(item).name for item in tree.fields["objects"]}:
            return None
        if tree.kind == "IndexStmt" and tree.fields.get("idxname") == index:
            return name_of(tree.fields["relation"])
    return None


def is_partitioned(trees: tuple[Tree, ...], table: QualifiedName) -> bool:
    """Whether a table was created as one of partitions, for which CONCURRENTLY is refused."""
    return any(
        tree.kind == "CreateStmt"
        and "partspec" in tree.fields
        and name_of(tree.fields["relation"]) == table
        for tree in trees
    )


def is_written_alike(old: Fields, new: Fields) -> bool:
    """Whether values of the old type stand on disk as those of the new one do, and all fit.

    Source: https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES
    """
    if "arrayBounds" in old or "arrayBounds" in new:
        return False
    before, after = _Type.of(old), _Type.of(new)
    if after == before or (before.name in {"varchar", "text"} and after in _UNBOUNDED):
        return True
    if (before.name, after.name) == ("varchar", "varchar"):
        return bool(before.sizes) and before.sizes < after.sizes
    if (before.name, after.name) == ("numeric", "numeric") and len(before.sizes) == _BOTH:
        grows = len(after.sizes) == _BOTH and after.sizes[0] >= before.sizes[0]
        return not after.sizes or (grows and after.sizes[1] == before.sizes[1])
    return False


class _Type(NamedTuple):
    name: str
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, fields: Fields) -> _Type:
        constants = (item.get("A_Const", {}).get("ival", {}) for item in fields.get("typmods", ()))
        return cls(type_name(fields), tuple(item.get("ival", 0) for item in constants))


_UNBOUNDED = (_Type("text", ()), _Type("varchar", ()))
# Digits in all, and digits behind the point.
_BOTH = 2
