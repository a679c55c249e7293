"""What rules on hazards share: when they speak, and what the statements before one tell.

They judge text, so they know what the files say and nothing of the rows: a rehearsal that has seen
the same thing knows better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, ClassVar, NamedTuple

from designkit.config import Database
from designkit.model import QualifiedName
from designkit.rules.finding import Finding, Severity
from designkit.rules.statement_rule import (
    Look,
    ScriptContext,
    Site,
    StatementRule,
    name_in_list,
    name_of,
)
from designkit.rules.watching import Clue, Watch
from designkit.sql.tree import Fields, Node, Tree

_SERIAL = frozenset({"serial", "serial4", "serial2", "serial8", "bigserial", "smallserial"})


class HazardRule(StatementRule, frozen=True, kw_only=True):
    """A demand on statements that may cost data, rows or waiting clients.

    Attributes:
        advice: the safe way, in a sentence; it ends every message.
        databases: those on which the statement is a hazard.
        ways: of a migration, besides SQL that is none. What DOWN takes away is what it is for.
    """

    severity: ClassVar[Severity] = Severity.WARNING
    advice: ClassVar[str] = ""
    databases: ClassVar[frozenset[Database]] = frozenset({"postgresql", "cockroachdb"})
    ways: ClassVar[frozenset[str]] = frozenset({"up", ""})

    def watches(self, script: ScriptContext) -> Iterator[Watch[Look]]:
        """Yield the nodes to judge, where the way and the targets are those of the rule."""
        if self.concerns(script):
            for kind in self.kinds:
                yield Watch(kind, Clue(), self.judge)

    def concerns(self, script: ScriptContext) -> bool:
        """Whether the rule has something to say of that way and those targets at all."""
        if script.way not in self.ways:
            return False
        databases = {target.database for target in script.targets}
        return not databases or not databases.isdisjoint(self.databases)

    def judge(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield the hazards at a node."""
        del node, site
        yield from ()

    def hazard(self, site: Site, node: Node | None, message: str, subject: object = "") -> Finding:
        """A finding whose message ends with the safe way."""
        said = f"{message}. {self.advice}".removesuffix(" ").removesuffix(".")
        return site.finding(self, node, said, subject=str(subject))


class AddedColumn(NamedTuple):
    """A column that ALTER TABLE adds to a table that stood before the script."""

    table: QualifiedName
    name: str
    type: Fields
    constraints: Mapping[str, Fields]

    @property
    def default(self) -> Node | None:
        """The expression by which rows that stand get a value, or None."""
        found = self.constraints.get("CONSTR_DEFAULT")
        return None if found is None else expression(found.get("raw_expr", {}))

    @property
    def fills_itself(self) -> bool:
        """Whether the rows that stand get a value: by a default, a sequence or an expression."""
        generated = {"CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"}
        if generated & self.constraints.keys():
            default = self.default
            return default is None or not default.fields.get("isnull")
        return self.counts

    @property
    def counts(self) -> bool:
        """Whether its values come from a sequence."""
        return "CONSTR_IDENTITY" in self.constraints or type_name(self.type) in _SERIAL


def altered_table(node: Node, site: Site) -> QualifiedName | None:
    """The table that an ALTER TABLE changes at a node; None where it came in this script."""
    holder: Node | None = node
    while holder is not None and holder.kind != "AlterTableStmt":
        holder = holder.parent
    if holder is None or holder.fields.get("objtype") != "OBJECT_TABLE":
        return None
    relation: Fields = holder.fields["relation"]
    return None if site.is_new(relation) else name_of(relation)


def filled_table(node: Node, site: Site) -> QualifiedName | None:
    """The table that an ALTER TABLE changes at a node; None where the script knows it empty."""
    table = altered_table(node, site)
    return None if table in site.emptied else table


def added_column(node: Node, site: Site) -> AddedColumn | None:
    """The column that a `ColumnDef` adds to a table that may hold rows, or None."""
    if node.parent is None or node.parent.fields.get("subtype") != "AT_AddColumn":
        return None
    table = filled_table(node, site)
    if table is None:
        return None
    fields = node.fields
    held = (item["Constraint"] for item in fields.get("constraints", ()))
    constraints = {item["contype"]: item for item in held}
    return AddedColumn(table, fields["colname"], fields.get("typeName", {}), constraints)


def is_new_column(node: Node) -> bool:
    """Whether a constraint is part of the definition of a column that is added."""
    return node.parent is not None and node.parent.kind == "ColumnDef"


def expression(held: Fields) -> Node | None:
    """The one node that a field of any kind holds."""
    for kind, fields in held.items():
        return Node(kind, fields, None, "")
    return None


def type_name(fields: Fields) -> str:
    """The last name of a `TypeName`: `varchar`, `serial`."""
    names = fields.get("names", ())
    return str(names[-1]["String"]["sval"]) if names else ""


def spelled(names: Iterable[Any]) -> tuple[str, ...]:
    """The words of a list of strings, such as a function's name or a key's columns."""
    return tuple(item["String"]["sval"] for item in names if "String" in item)


def objects(fields: Fields) -> Iterator[QualifiedName]:
    """The names in a `DropStmt` of relations."""
    return map(name_in_list, fields.get("objects", ()))


def commands(tree: Tree) -> Iterator[Fields]:
    """The commands of an ALTER TABLE."""
    if tree.kind == "AlterTableStmt":
        for item in tree.fields.get("cmds", ()):
            yield item["AlterTableCmd"]


def makes(trees: Iterable[Tree], table: QualifiedName, column: str = "") -> bool:
    """Whether statements make a table, or a column of it, or give it that name."""
    return any(_makes(tree, table, column) for tree in trees)


def _makes(tree: Tree, table: QualifiedName, column: str) -> bool:
    fields = tree.fields
    match tree.kind:
        case "CreateStmt":
            return name_of(fields["relation"]) == table
        case "CreateTableAsStmt":
            return name_of(fields["into"]["rel"]) == table
        case "RenameStmt" if "relation" in fields:
            wanted = column or table.name
            return bool(fields["newname"] == wanted)
        case "AlterTableStmt" if column and name_of(fields["relation"]) == table:
            return any(
                command["subtype"] == "AT_AddColumn"
                and command["def"]["ColumnDef"]["colname"] == column
                for command in commands(tree)
            )
        case _:
            return False


def takes_back(site: Site, table: QualifiedName, column: str = "") -> bool:
    """Whether what is dropped came by this very file, or by the UP that a DOWN takes back.

    Where nobody says what a DOWN takes back, it is believed.
    """
    script = site.script
    if script.way == "down" and not script.undone:
        return True
    return makes(chain(site.before, script.undone), table, column)


def happened(site: Site, name: str) -> tuple[Tree, ...]:
    """The statements before that of the site, of earlier files those about a table or an index."""
    return (*site.script.earlier.about(name), *site.before)


def oldest(site: Site) -> int | None:
    """The major version of PostgreSQL that has to run it; None where any newer one may."""
    for target in site.script.targets:
        if target.database == "postgresql" and target.version:
            return target.version[0]
    return None
