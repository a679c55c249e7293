"""The rule `boolean-name`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Column, Table, snake_case
from designkit.model.types import is_boolean
from designkit.rules.conventions.soft_delete_shape import marks_deletion
from designkit.rules.finding import Finding
from designkit.rules.fixes import mend_column_name
from designkit.rules.rule import SchemaRule

# Verbs that begin a name already: `is_has_avatar` is no name, and `is_avatar` says another thing.
_VERBS = ("has_", "can_", "should_", "was_", "did_", "does_", "will_", "are_")

# The end of a moment's name: `is_flagged_at` would be no better a name for a boolean.
_MOMENT = "_at"


class BooleanName(SchemaRule, frozen=True, kw_only=True):
    """A boolean column's name does not begin with `is_`.

    A column that marks deleted rows is left to `soft-delete-shape`.

    Why:
        The name then says that it is a question with two answers, in SQL and in the Go struct.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            active boolean NOT NULL DEFAULT true,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            is_active boolean NOT NULL DEFAULT true,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Options:
        prefixes: what the name may begin with; the first is the one that the fix gives.
    Sources:
        https://docs.getdbt.com/best-practices/how-we-style/1-how-we-style-our-dbt-models
    """

    prefixes: tuple[str, ...] = ("is_",)

    def suspects(self, column: Column) -> bool:
        """Whether the column is a boolean with another beginning."""
        name = snake_case(column.name)
        named = name.startswith(self.prefixes) or marks_deletion(name)
        return is_boolean(column.type) and not named

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each boolean column with another beginning."""
        name = snake_case(column.name)
        subject = f"{table.qualified}.{column.name}"
        message = f"boolean column {subject} does not begin with {' or '.join(self.prefixes)}"
        if name.startswith(_VERBS) or name.endswith(_MOMENT) or not self.prefixes:
            # What it is called without its verb, or whether it is to hold the moment, is for
            # people to say.
            yield self.finding(subject, f"{message}; rename it")
        else:
            after = f"{self.prefixes[0]}{name}"
            fix = mend_column_name(table, column.name, after)
            yield self.finding(subject, f"{message}; name it {after}", fix=fix)
