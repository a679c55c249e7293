"""The rule `comment-missing`."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.model import Table
from designkit.model.conventional import REQUIRED_COLUMNS
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaContext, SchemaRule


class CommentMissing(SchemaRule, frozen=True, kw_only=True):
    """A table has no comment.

    Unless the option says otherwise, the rule speaks where comments have begun: in a schema that
    has one on some table or column.

    Why:
        The data dictionary, and everyone who reads the schema, is told what a row of the table is.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE shops (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        COMMENT ON TABLE accounts IS 'Who may sign in.';
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE shops (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        COMMENT ON TABLE accounts IS 'Who may sign in.';
        COMMENT ON TABLE shops IS 'Where goods are sold.';
    Options:
        always: whether every table needs a comment, also where none has one.
        columns: whether each column needs one too, but for those that every table has.
    Sources:
        https://github.com/k1LoW/tbls#lint
        https://www.postgresql.org/docs/18/sql-comment.html
    """

    severity = Severity.INFO
    always: bool = False
    columns: bool = False

    def reads(self, table: Table) -> object:
        """Its comments."""
        columns = tuple((column.name, column.comment) for column in table.columns)
        return columns, table.comment, table.service, table.partition_bound

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield each table, and each column where wanted, without a comment."""
        own = [table for table in context.own_tables() if self.judges(table)]
        if not self.always and not any(map(_has_comment, own)):
            return
        for table in own:
            if not table.comment:
                yield self.finding(
                    str(table.qualified),
                    f"table {table.qualified} has no comment; say what a row of it is",
                )
            for column in table.columns if self.columns else ():
                if not column.comment and column.name not in REQUIRED_COLUMNS:
                    subject = f"{table.qualified}.{column.name}"
                    yield self.finding(
                        subject, f"column {subject} has no comment; say what it holds"
                    )


def _has_comment(table: Table) -> bool:
    return bool(table.comment) or any(column.comment for column in table.columns)
