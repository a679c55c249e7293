"""What every operation is: a reversible step from one schema to the next."""

from __future__ import annotations

from enum import Enum as _Enum

from designkit.errors import ModelError
from designkit.model import QualifiedName, Schema, Table, Value, replace


class Reversibility(_Enum):
    """What the inverse of an operation gives back."""

    LOSSLESS = "lossless"
    STRUCTURE_ONLY = "structure only"
    NONE = "not reversible"


class Operation(Value, frozen=True, kw_only=True, tag=True):
    """One step: `apply` gives the schema after it, `inverse` the step back.

    A destructive operation carries what it destroys, so its inverse can always be made.
    """

    @property
    def reversibility(self) -> Reversibility:
        """What running the inverse gives back, rows included."""
        return Reversibility.LOSSLESS

    @property
    def table_name(self) -> QualifiedName | None:
        """The table that the operation touches, or None."""
        return None

    def apply(self, schema: Schema) -> Schema:
        """The schema after this operation.

        Raises:
            ModelError: the schema does not hold what the operation needs.
        """
        raise NotImplementedError

    def inverse(self) -> Operation:
        """The operation that undoes this one."""
        raise NotImplementedError

    def describe(self) -> str:
        """Say in a few words what happens, for people: `add column users.email`."""
        raise NotImplementedError


def with_table(schema: Schema, table: Table) -> Schema:
    """The schema with that table in the place of the one of its name."""
    known = schema.table(table.qualified)
    return replace(schema, tables=tuple(table if item is known else item for item in schema.tables))


def absent(present: bool, where: str) -> None:  # noqa: FBT001
    """Refuse to create what is there already."""
    if present:
        raise ModelError(where, "it exists already")
