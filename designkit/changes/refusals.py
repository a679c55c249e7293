"""What no operation does, refused by name before any is made."""

from __future__ import annotations

from designkit.changes.heirs import demand_one_source
from designkit.changes.mentions import bare_name, type_names
from designkit.changes.needs import TYPES
from designkit.changes.objects import Whole, name_of
from designkit.changes.renames import Rename, RenameColumn
from designkit.errors import DiffIncomplete
from designkit.model import Carried, Enum, Schema, Table, View


def demand_definition(item: Whole) -> None:
    """Refuse to create or drop what nothing is known to write.

    Raises:
        DiffIncomplete: the object is such a one.
    """
    if isinstance(item, Carried) and not item.definition:
        problem = "no operation sets it" if item.kind == "setting" else _UNPRINTED
        raise DiffIncomplete(
            f"{name_of(item)} is on one side only, and {problem}: "
            "write its creation and removal into a migration by hand"
        )


_UNPRINTED = "PostgreSQL cannot print its definition"


def is_setting(item: Whole) -> bool:
    """Whether it is no object, but what is told of one."""
    return isinstance(item, Carried) and item.kind == "setting"


def type_named(item: Whole) -> str:
    """By which name columns have the object as their type."""
    return item.identity.replace('"', "") if isinstance(item, Carried) else str(item.qualified)


def demand_unused(item: Whole, start: Schema) -> None:
    """Refuse to make a type again under a column: its values would have nowhere to be meanwhile.

    Raises:
        DiffIncomplete: a column has it as its type, or rows of a table are of it.
    """
    match item:
        case View() | Table() | Enum():
            # Of a relation it is the type of its rows.
            names = {str(item.qualified)}
        case Carried() if item.kind in TYPES:
            place = item.identity.replace('"', "").removesuffix(bare_name(item))
            names = {place + name for name in type_names(item)}
        case _:
            return
    for other in start.carried:
        if other.kind == "setting" and other.identity in {f"rows of type {it}" for it in names}:
            raise DiffIncomplete(
                f"{name_of(item)} changes while the rows of table {other.table} are of it: write "
                "that change into a migration by hand"
            )
    for table in start.tables:
        for column in table.columns:
            if column.type.removesuffix("[]").replace('"', "") in names:
                raise DiffIncomplete(
                    f"{name_of(item)} changes while column {table.qualified}.{column.name} has it "
                    "as its type: write that change into a migration by hand"
                )


def demand_settled(item: Carried, start: Schema, goal: Schema) -> None:
    """Refuse to move an extension to another schema under columns that have its types.

    Raises:
        DiffIncomplete: a column would have its type from there.
    """
    for table in start.tables:
        other = goal.find_table(table.qualified)
        for column in table.columns if other is not None else ():
            wanted = other.find_column(column.name) if other is not None else None
            here = column.type.rpartition(".")
            there = here if wanted is None else wanted.type.rpartition(".")
            if here[0] != there[0] and here[2] == there[2]:
                raise DiffIncomplete(
                    f"{name_of(item)} moves to another schema while column "
                    f"{table.qualified}.{column.name} may have its type from there: write that "
                    "change into a migration by hand"
                )


def demand_renamable(rename: Rename, schema: Schema) -> None:
    """Refuse to rename what PostgreSQL renames at several tables at once, or not at all.

    Raises:
        DiffIncomplete: it is a column that an heir has from elsewhere as well.
    """
    if isinstance(rename, RenameColumn):
        demand_one_source(schema, rename.table, rename.before)
