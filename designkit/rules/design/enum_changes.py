"""The rule `enum-changes`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designkit.model import Enum, snake_case
from designkit.model.types import base_type
from designkit.model.words import singular
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import SchemaContext, SchemaRule


class EnumChanges(SchemaRule, frozen=True, kw_only=True):
    """An enum holds values that change over time.

    What changes is told by the last word of the type's name, or of a column's that uses it.

    Why:
        PostgreSQL cannot drop a value of an enum, nor put it elsewhere; the way back from a new one
        is a new type and a rewrite. A check on a text column is replaced in a moment, and what
        users manage is a table.
    Bad:
        CREATE TYPE account_plan AS ENUM ('free', 'team', 'company');
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            plan account_plan NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE accounts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            plan text NOT NULL CHECK (plan IN ('free', 'team', 'company')),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Options:
        words: the words that say so.
        values: from how many values on any enum is taken for one that changes.
    Sources:
        https://www.postgresql.org/docs/18/datatype-enum.html#DATATYPE-ENUM-IMPLEMENTATION-DETAILS
        https://www.cockroachlabs.com/docs/v25.2/enum
    """

    severity = Severity.WARNING
    words: tuple[str, ...] = (
        *("brand", "capability", "category", "channel", "city", "country", "currency"),
        *("department", "feature", "industry", "integration", "language", "locale", "permission"),
        *("plan", "product", "provider", "reason", "region", "role", "skill", "source", "stage"),
        *("state", "status", "tag", "tier", "timezone", "topic", "type", "vendor"),
    )
    values: int = 15

    def check(self, context: SchemaContext) -> Iterator[Finding]:
        """Yield each such enum that tables to be judged use."""
        enums = {str(item.qualified): item for item in context.schema.enums}
        users: dict[str, tuple[Enum, list[str]]] = {}
        for table in context.own_tables() if enums else ():
            if self.judges(table):
                for column in table.columns:
                    enum = enums.get(base_type(column.type))
                    if enum is not None:
                        found = users.setdefault(str(enum.qualified), (enum, []))
                        found[1].append(column.name)
        for name, (enum, columns) in users.items():
            last = {_last_word(item) for item in (enum.name, *columns)}
            word = next((item for item in self.words if item in last), "")
            if word or len(enum.values) >= self.values:
                why = f"a {word} changes" if word else f"{len(enum.values)} values do not stay"
                yield self.finding(
                    name,
                    f"enum {name}: {why} with time, and a value of an enum cannot be dropped; use "
                    "text with a check, or a table",
                )


def _last_word(name: str) -> str:
    # `payment_mode_type` speaks of modes; a column `type` of types.
    words = re.sub(r"(?<=[a-z])_(?:enum|kind|type)$", "", snake_case(name)).split("_")
    return singular(words[-1])
