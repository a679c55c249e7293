"""The rule `table-name-not-plural`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Table, snake_case
from designkit.model.words import is_plural, plural
from designkit.rules.finding import Finding
from designkit.rules.fixes import mend_table_name
from designkit.rules.rule import SchemaRule


class TableNameNotPlural(SchemaRule, frozen=True, kw_only=True):
    """A table's name is not plural.

    The last word counts: `user_roles`. Irregular and uncountable nouns are right as they are:
    `people`, `statuses`, `indices`, `news`, `media`, `user_metadata`.

    Why:
        One form for all tables means that nobody has to look one up, and that the singular is free
        for what points to a row: `user_id`.
    Bad:
        CREATE TABLE account (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Options:
        allowed-words: further last words that are right as they are.
    Sources:
        https://guides.rubyonrails.org/v8.0/active_record_basics.html#naming-conventions
        https://docs.getdbt.com/best-practices/how-we-style/1-how-we-style-our-dbt-models
    """

    allowed_words: tuple[str, ...] = ()

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield the table if the last word of its name is a singular."""
        name = snake_case(table.name)
        if is_plural(name) or name.rpartition("_")[2] in self.allowed_words:
            return
        after = plural(name)
        yield self.finding(
            str(table.qualified),
            f"table {table.qualified} is named in the singular; name it {after}",
            # Of a word that English does not have, the plural may look like a singular in -us.
            fix=mend_table_name(table, after) if is_plural(after) else (),
        )
