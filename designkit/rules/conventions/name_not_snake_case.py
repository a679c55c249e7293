"""The rule `name-not-snake-case`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designkit.changes import Operation, RenameConstraint, RenameIndex
from designkit.model import Column, Index, QualifiedName, Table, is_snake_case, snake_case
from designkit.rules.finding import Finding
from designkit.rules.fixes import mend_column_name, mend_table_name
from designkit.rules.rule import SchemaContext, SchemaRule


class NameNotSnakeCase(SchemaRule, frozen=True, kw_only=True):
    """A name is not lower snake_case.

    Tables, columns, indexes, constraints and enum types are named in small ASCII letters and
    digits, words parted by single underscores, a letter first.

    Why:
        A name with a capital must be quoted in every query for ever, or PostgreSQL folds it to
        another one.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            "displayName" text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            display_name text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Sources:
        https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
        https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_upper_case_table_or_column_names
    """

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield the table's name, and those of its constraints and indexes, that are not."""
        where = table.qualified
        if not is_snake_case(table.name):
            fix = mend_table_name(table, snake_case(table.name))
            yield self._of(str(where), f"table {where}", table.name, fix)
        for constraint in table.constraints:
            if not is_snake_case(constraint.name):
                after = snake_case(constraint.name)
                rename = RenameConstraint(table=where, before=constraint.name, after=after)
                subject = f"{where}.{constraint.name}"
                yield self._of(subject, f"constraint {subject}", constraint.name, (rename,))
        yield from self._indexes(where, table.indexes)

    def suspects(self, column: Column) -> bool:
        """Whether the column's name is not."""
        return not is_snake_case(column.name)

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each such column."""
        fix = mend_column_name(table, column.name, snake_case(column.name))
        subject = f"{table.qualified}.{column.name}"
        yield self._of(subject, f"column {subject}", column.name, fix)

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield the names of enum types, and of materialized views' indexes, that are not."""
        for enum in context.schema.enums:
            if not is_snake_case(enum.name):
                # The types of columns would have to follow, which no operation does.
                yield self._of(str(enum.qualified), f"enum {enum.qualified}", enum.name, ())
        for view in context.schema.views:
            yield from self._indexes(view.qualified, view.indexes)

    def _indexes(self, owner: QualifiedName, indexes: tuple[Index, ...]) -> Iterator[Finding]:
        for index in indexes:
            if not is_snake_case(index.name):
                rename = RenameIndex(table=owner, before=index.name, after=snake_case(index.name))
                yield self._of(index.name, f"index {index.name} of {owner}", index.name, (rename,))

    def _of(self, subject: str, thing: str, name: str, fix: Iterable[Operation]) -> Finding:
        message = f"{thing} is not named in snake_case; name it {snake_case(name)}"
        return self.finding(subject, message, fix=fix)
