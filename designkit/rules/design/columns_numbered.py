"""The rule `columns-numbered`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designkit.model import Column, Table
from designkit.model.types import base_type
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaRule

_NUMBERED = re.compile(r"(?P<stem>[a-z][a-z_]*?)_?(?P<number>\d{1,2})(?P<rest>_[a-z_]+)?")
_DIGIT = re.compile(r"\d")


class ColumnsNumbered(SchemaRule, frozen=True, kw_only=True):
    """Columns of a table are one thing, counted: `contact1`, `contact2`.

    The lines of an address and the axes of a space are not judged.

    Why:
        The third one needs a migration, each search must name them all, and what keeps them apart
        is nowhere said. They are rows of a table of their own.
    Bad:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            phone1 text NOT NULL,
            phone2 text,
            phone3 text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE phones (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            account_id uuid NOT NULL REFERENCES accounts (id),
            number text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX idx_phones_account_id ON phones (account_id);
    Options:
        allowed-stems: what may be counted.
    Sources:
        https://www.schemacrawler.com/lint.html
        https://en.wikipedia.org/wiki/First_normal_form
    """

    severity = Severity.WARNING
    allowed_stems: tuple[str, ...] = ("address", "address_line", "addr", "line", "street")

    def check_table(self, table: Table) -> Iterator[Finding]:
        """Yield each row of columns that are counted from 0, 1, or from none on."""
        counted: dict[tuple[str, str], list[tuple[int, Column]]] = {}
        for column in table.columns if _DIGIT.search("".join(table.columns_by_name)) else ():
            found = _NUMBERED.fullmatch(column.name)
            if found is not None:
                kind = found["stem"], found["rest"] or ""
                counted.setdefault(kind, []).append((int(found["number"]), column))
        for (stem, rest), columns in counted.items():
            plain = table.find_column(f"{stem}{rest}")
            numbered = sorted(
                [*([(1, plain)] if plain else []), *columns], key=lambda item: item[0]
            )
            if len(stem) > 1 and not self._allowed(stem) and _is_row(numbered):
                names = ", ".join(column.name for _, column in numbered)
                yield self.finding(
                    f"{table.qualified}.{numbered[0][1].name}",
                    f"columns {names} of {table.qualified} are one thing, counted; give it a table "
                    "of its own",
                )

    def _allowed(self, stem: str) -> bool:
        return stem in self.allowed_stems or stem.endswith(
            tuple(f"_{allowed}" for allowed in self.allowed_stems)
        )


def _is_row(numbered: list[tuple[int, Column]]) -> bool:
    """Whether the numbers count, and the types agree: not `sha256`, `sha512`."""
    types = {base_type(column.type) for _, column in numbered}
    numbers = [number for number, _ in numbered]
    counts = numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in {0, 1}
    return len(numbered) > 1 and counts and len(types) == 1
