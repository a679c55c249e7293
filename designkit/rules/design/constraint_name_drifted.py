"""The rule `constraint-name-drifted`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.changes import RenameConstraint
from designkit.model import MAX_NAME_BYTES, Constraint, PrimaryKey, Table, snake_case
from designkit.model.conventional import key_name
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule


class ConstraintNameDrifted(SchemaRule, frozen=True, kw_only=True):
    """A constraint is still named after what its table or column was called before.

    Names that PostgreSQL gives are judged, `{table}_pkey`, `{table}_{columns}_key` and
    `{table}_{columns}_fkey`; a name of another form was given by people and stands.

    Why:
        Errors name the constraint and nothing else: a stale name sends people to a table that is
        not there.
    Bad:
        CREATE TABLE purchases (
            id uuid DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT orders_pkey PRIMARY KEY (id)
        );
    Good:
        CREATE TABLE purchases (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Sources:
        https://www.postgresql.org/docs/18/sql-altertable.html
        https://www.postgresql.org/docs/18/ddl-constraints.html
    """

    severity = Severity.WARNING

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each constraint whose name speaks of another table or column."""
        for constraint in table.constraints:
            after = key_name(snake_case(table.name), constraint)
            if after and _has_drifted(table, constraint, after):
                subject = f"{table.qualified}.{constraint.name}"
                rename = RenameConstraint(
                    table=table.qualified, before=constraint.name, after=after
                )
                taken = any(other.name == after for other in table.constraints)
                yield self.finding(
                    subject,
                    f"constraint {constraint.name} of {table.qualified} is named after what is "
                    f"called otherwise now; name it {after}",
                    fix=() if taken else (rename,),
                )


def _has_drifted(table: Table, constraint: Constraint, after: str) -> bool:
    """Whether the name has the form of the right one, with another table or a column that is gone.

    A name that says less, `orders_user_fkey`, or more is not stale.
    """
    name = snake_case(constraint.name)
    ending = after[after.rindex("_") :]
    # A name that PostgreSQL cut has both parts shortened.
    cut = len(constraint.name.encode()) >= MAX_NAME_BYTES
    if not name.endswith(ending) or name == after or cut:
        return False
    stem = name.removesuffix(ending)
    here = snake_case(table.name)
    if isinstance(constraint, PrimaryKey):
        return stem != here and not stem.startswith((f"{here}_", "pk_"))
    columns = after.removesuffix(ending).removeprefix(f"{here}_")
    if stem.endswith(f"_{columns}"):
        return stem.removesuffix(f"_{columns}") != here
    gone = stem.removeprefix(f"{here}_")
    known = {column.name for column in table.columns}
    return gone != stem and gone.endswith("_id") and gone not in known and "_id" in columns
