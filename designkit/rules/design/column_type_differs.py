"""The rule `column-type-differs`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from designkit.model import Column, Table
from designkit.model.conventional import REQUIRED_COLUMNS, words
from designkit.model.types import base_type, is_array, short_name
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaContext, SchemaRule

# Names that mean another thing in every table.
_GENERAL = words(
    """
    action amount body code config content context count data default details end event flags
    format from input key kind level limit max message meta metadata min mode name number order
    output params parent payload point points position priority properties range rank rate
    reason ref reference result role rule rules score section session settings size source start
    state stats status step tag tags target text title to token total type unit user value
    values version weight
    """
)
_TEXTS = frozenset({"character", "character varying", "text"})


class ColumnTypeDiffers(SchemaRule, frozen=True, kw_only=True):
    """Columns of one name have different types in different tables of a service.

    Names so general that they mean another thing in every table, such as `value`, are left alone,
    as are the columns of foreign keys, which `foreign-key-type-differs` judges. Text is text, of
    whatever length.

    Why:
        What has one name is taken for one thing: it is compared, joined and scanned into one Go
        type.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            postcode text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE addresses (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            postcode text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE shops (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            postcode integer NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            postcode text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE addresses (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            postcode text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE shops (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            postcode text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Options:
        general-names: further names that mean another thing in every table.
    Sources:
        https://www.schemacrawler.com/lint.html
        https://azimutt.app/docs/analyzer
    """

    severity = Severity.WARNING
    general_names: tuple[str, ...] = ()

    def reads(self, table: Table) -> object:
        """The names and types of its columns, which of them are keys, and whose it is."""
        columns = tuple((column.name, column.type) for column in table.columns)
        return columns, table.foreign_keys, table.service, table.partition_bound

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield each column whose type is not that of most columns of its name."""
        found: dict[tuple[str, str], list[tuple[Table, Column]]] = {}
        passed = _GENERAL.union(self.general_names, REQUIRED_COLUMNS)
        for table in context.own_tables():
            if not self.judges(table):
                continue
            owner = context.owner_of(table)
            held = {name for key in table.foreign_keys for name in key.columns}
            for column in table.columns:
                # What a column `…_type` beside it explains is another thing in each row.
                explained = f"{column.name.removesuffix('_id')}_type"
                if column.name in passed or column.name in held:
                    continue
                if table.find_column(explained) is None:
                    found.setdefault((owner, column.name), []).append((table, column))
        for (_, name), columns in found.items():
            first = columns[0][1].type
            if any(column.type != first for _, column in columns):
                yield from self._judged(name, columns)

    def _judged(self, name: str, columns: list[tuple[Table, Column]]) -> Iterator[Finding]:
        # Of types that are equally common, the one that comes first among the tables counts.
        counts = Counter(_kind(column) for _, column in columns)
        common, _ = counts.most_common(1)[0]
        example = next(table for table, column in columns if _kind(column) == common)
        for table, column in columns:
            if _kind(column) != common:
                subject = f"{table.qualified}.{name}"
                yield self.finding(
                    subject,
                    f"column {subject} is of type {short_name(column.type)}, and "
                    f"{example.qualified}.{name} of type {short_name(common)}; give both one type, "
                    "or one of them another name",
                )


def _kind(column: Column) -> str:
    kind = base_type(column.type)
    return f"{'text' if kind in _TEXTS else kind}{'[]' * is_array(column.type)}"
