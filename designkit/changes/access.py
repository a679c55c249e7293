"""Owners and rights, which most objects may have and no structure depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designkit.changes.needs import ROUTINES, TYPES
from designkit.changes.operation import Operation
from designkit.changes.targets import Target, bearers, with_set
from designkit.errors import ModelError
from designkit.model import Access, Carried, QualifiedName, Schema


class SetAccess(Operation, frozen=True, kw_only=True):
    """Give an object to another owner, grant and revoke rights on it."""

    target: Target
    before: Access
    after: Access

    @property
    def table_name(self) -> QualifiedName | None:
        return self.target.name if self.target.kind == "table" else self.target.table

    def apply(self, schema: Schema) -> Schema:
        if self.target not in accesses_of(schema):
            raise ModelError(str(self.target), "it does not exist, so nobody can have rights on it")
        return with_set(schema, self.target, access=self.after)

    def inverse(self) -> SetAccess:
        return SetAccess(target=self.target, before=self.after, after=self.before)

    def describe(self) -> str:
        owned = self.before.owner != self.after.owner
        rights = (self.before.grants, self.before.revoked) != (
            self.after.grants,
            self.after.revoked,
        )
        what = " and ".join(["the owner"] * owned + ["the privileges"] * rights)
        return f"change {what or 'nothing'} of {self.target}"


def accesses_of(schema: Schema) -> Mapping[Target, Access]:
    """The access to everything in a schema on which rights can be granted."""
    return {
        target: bearer.access
        for target, bearer in bearers(schema)
        if not isinstance(bearer, Carried) or bearer.kind in ROUTINES | TYPES
    }


def access_changes(reached: Schema, goal: Schema) -> Iterator[SetAccess]:
    """What leads from the rights in a schema to those in another, where both have the object."""
    present = accesses_of(reached)
    for target, access in accesses_of(goal).items():
        if target in present and present[target] != access:
            yield SetAccess(target=target, before=present[target], after=access)
