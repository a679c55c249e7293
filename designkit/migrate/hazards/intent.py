"""What a statement means to do, read from its parse tree, as far as a hazard depends on it.

What it does in fact is observed; read here is only what no lock and no counter tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

from pglast import ast, enums

from designkit.model import Value

Deed = Literal[
    "add column",
    "add computed column",
    "require column",
    "require value",
    "add check",
    "add foreign key",
    "add unique",
    "add index",
    "validate",
    "attach",
    "change type",
    "drop column",
    "drop",
    "rename",
    "truncate",
    "delete",
    "update all",
    "repack",
]
"""`add computed column`: identity, serial or generated; `require column`: NOT NULL without a value
for old rows; `require value`: SET NOT NULL; `repack`: CLUSTER or VACUUM."""


class Intent(Value, frozen=True, kw_only=True):
    """One thing that a statement means to do to a table, or to another object.

    Attributes:
        object: the table, or what else is renamed or dropped.
        column: the column that it is about, "" where it is about none or several.
        type: the parse tree of the new type, for `change type`.
    """

    deed: Deed
    object: str
    column: str = ""
    type: ast.TypeName | None = None


_Alter: Final = enums.AlterTableType
_Constraint: Final = enums.ConstrType

_COMMANDS: Final[dict[int, Deed]] = {
    _Alter.AT_SetNotNull: "require value",
    _Alter.AT_ValidateConstraint: "validate",
    _Alter.AT_AttachPartition: "attach",
    _Alter.AT_AlterColumnType: "change type",
    _Alter.AT_DropColumn: "drop column",
}
_CONSTRAINTS: Final[dict[int, Deed]] = {
    _Constraint.CONSTR_CHECK: "add check",
    _Constraint.CONSTR_FOREIGN: "add foreign key",
    _Constraint.CONSTR_UNIQUE: "add unique",
    _Constraint.CONSTR_PRIMARY: "add unique",
    _Constraint.CONSTR_EXCLUSION: "add unique",
    _Constraint.CONSTR_NOTNULL: "require value",
}
_COMPUTED: Final = frozenset({_Constraint.CONSTR_GENERATED, _Constraint.CONSTR_IDENTITY})
_REQUIRED: Final = frozenset({_Constraint.CONSTR_NOTNULL, _Constraint.CONSTR_PRIMARY})
# A column of such a type draws its values from a sequence.
_SERIALS: Final = frozenset({"smallserial", "serial", "bigserial", "serial2", "serial4", "serial8"})
# What no client of a running service names is renamed and dropped without its notice.
_UNSEEN: Final = frozenset(
    {
        enums.ObjectType.OBJECT_INDEX,
        enums.ObjectType.OBJECT_TRIGGER,
        enums.ObjectType.OBJECT_POLICY,
        enums.ObjectType.OBJECT_RULE,
        enums.ObjectType.OBJECT_TABCONSTRAINT,
        enums.ObjectType.OBJECT_DOMCONSTRAINT,
        enums.ObjectType.OBJECT_STATISTIC_EXT,
        enums.ObjectType.OBJECT_EVENT_TRIGGER,
    }
)


def intents(node: ast.Node | None) -> tuple[Intent, ...]:
    """Return what a statement means to do, in order; nothing for what is no hazard."""
    return (*_to_structure(node), *_to_rows(node))


def _to_structure(node: Any) -> Iterator[Intent]:
    match node:
        case ast.AlterTableStmt():
            for command in node.cmds or ():
                yield from _command(name_of(node.relation), command)
        case ast.IndexStmt():
            deed: Deed = "add unique" if node.unique else "add index"
            keys = [key.name or "an expression" for key in node.indexParams or ()]
            yield Intent(deed=deed, object=name_of(node.relation), column=", ".join(keys))
        case ast.RenameStmt() if node.renameType not in _UNSEEN:
            yield _renamed(node)
        case ast.AlterObjectSchemaStmt():
            moved = name_of(node.relation) if node.relation else _path(node.object)
            yield Intent(deed="rename", object=moved)
        case ast.AlterEnumStmt() if node.oldVal:
            yield Intent(deed="rename", object=_path(node.typeName), column=node.oldVal)
        case ast.DropStmt() if node.removeType not in _UNSEEN:
            for dropped in node.objects or ():
                yield Intent(deed="drop", object=_path(dropped))
        case _:
            return


def _to_rows(node: Any) -> Iterator[Intent]:
    match node:
        case ast.TruncateStmt():
            for relation in node.relations or ():
                yield Intent(deed="truncate", object=name_of(relation))
        case ast.DeleteStmt():
            yield Intent(deed="delete", object=name_of(node.relation))
        case ast.UpdateStmt() if node.whereClause is None:
            yield Intent(deed="update all", object=name_of(node.relation))
        case ast.ClusterStmt() if node.relation is not None:
            yield Intent(deed="repack", object=name_of(node.relation))
        case ast.VacuumStmt():
            for item in node.rels or ():
                yield Intent(deed="repack", object=name_of(item.relation))
        case _:
            return


def _renamed(node: Any) -> Intent:
    if node.relation is not None:
        return Intent(deed="rename", object=name_of(node.relation), column=node.subname or "")
    # A schema, a role and the like have a name only.
    return Intent(deed="rename", object=_path(node.object) if node.object else node.subname)


def _command(table: str, command: Any) -> Iterator[Intent]:
    if command.subtype == _Alter.AT_AddColumn:
        yield from _added(table, command.def_)
    elif command.subtype == _Alter.AT_AddConstraint:
        if not command.def_.skip_validation:
            yield from _constraint(table, command.def_)
    elif command.subtype in _COMMANDS:
        new_type = command.def_.typeName if isinstance(command.def_, ast.ColumnDef) else None
        yield Intent(
            deed=_COMMANDS[command.subtype],
            object=table,
            column=command.name or "",
            type=new_type,
        )


def _added(table: str, column: Any) -> Iterator[Intent]:
    kinds = {constraint.contype for constraint in column.constraints or ()}
    deed: Deed = "add column"
    if kinds & _COMPUTED or column.typeName.names[-1].sval in _SERIALS:
        deed = "add computed column"
    elif kinds & _REQUIRED and _Constraint.CONSTR_DEFAULT not in kinds:
        deed = "require column"
    yield Intent(deed=deed, object=table, column=column.colname)
    for constraint in column.constraints or ():
        if constraint.contype != _Constraint.CONSTR_NOTNULL:
            yield from _constraint(table, constraint, column.colname)


def _constraint(table: str, constraint: Any, column: str = "") -> Iterator[Intent]:
    keys = column or ", ".join(key.sval for key in constraint.keys or ())
    if constraint.contype == _Constraint.CONSTR_PRIMARY and not column:
        yield Intent(deed="require value", object=table, column=keys)
    # An index that stands already is taken as it is.
    if constraint.contype in _CONSTRAINTS and not constraint.indexname:
        yield Intent(deed=_CONSTRAINTS[constraint.contype], object=table, column=keys)


def name_of(relation: Any) -> str:
    """The name of a relation as designkit prints it: bare in `public`."""
    public = relation.schemaname in {None, "public"}
    return relation.relname if public else f"{relation.schemaname}.{relation.relname}"


def _path(name: Any) -> str:
    """The name of an object that is no relation, in the many shapes that the grammar has."""
    match name:
        case ast.ObjectWithArgs():
            return _path(name.objname)
        case ast.TypeName():
            return _path(name.names)
        case ast.String():
            return str(name.sval)
        case _:
            parts = [_path(part) for part in name]
            return ".".join(parts[1:] if parts[0] == "public" and len(parts) > 1 else parts)
