"""The rule `money-type`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designkit.model import Column, Table
from designkit.model.conventional import words
from designkit.model.types import base_type
from designkit.rules.finding import Finding, Severity
from designkit.rules.rebuilding import retype
from designkit.rules.rule import SchemaRule

_MONEY = words(
    """
    amount balance bonus budget charge commission cost credit debit deposit discount earnings
    expense fare fee fees income invoice margin money payment payout payroll price premium
    profit refund rent revenue royalty salary spend subtotal surcharge tax tip turnover wage
    """
)
# What is measured in something else, although it speaks of money or amounts.
_MEASURES = words(
    """
    confidence count days factor fraction hours index kg kwh level mg minutes ml multiplier pct
    percent percentage quantity rate ratio score seconds share volume weight
    """
)
_TRADE = re.compile(
    r"(?:^|_)(?:bill|cart|charge|invoice|order|payment|purchase|quote|receipt|sale)"
)

# What is wrong with money of a type.
_WHY = {
    "real": "has no exact cents",
    "double precision": "has no exact cents",
    "money": "means another currency in another session",
}


class MoneyType(SchemaRule, frozen=True, kw_only=True):
    """Money is kept in floating point, or in the type money.

    What is money is told by the column's name: `price`, `tax_amount`, the `total` of an order.

    Why:
        Floating point has no tenth: 0.1 + 0.2 is not 0.3, and sums drift. The type money takes its
        currency and decimals from a setting of the session, and CockroachDB lacks it.
    Bad:
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            price double precision NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Good:
        CREATE TABLE invoices (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            price numeric(19,4) NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
    Options:
        words: further words that speak of money.
    Sources:
        https://www.postgresql.org/docs/18/datatype-numeric.html#DATATYPE-FLOAT
        https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_money
        https://www.cockroachlabs.com/docs/v25.2/decimal
    """

    severity = Severity.WARNING

    words: tuple[str, ...] = ()

    def suspects(self, column: Column) -> bool:
        """Whether the column is of a type in which money is not exact."""
        return base_type(column.type) in _WHY

    def check_column(self, table: Table, column: Column) -> Iterator[Finding]:
        """Yield each column of money in another type than an exact one."""
        kind = base_type(column.type)
        if kind == "money" or self._is_money(table, column):
            subject = f"{table.qualified}.{column.name}"
            yield self.finding(
                subject,
                f"column {subject} is money of type {column.type}, which {_WHY[kind]}; make it "
                "numeric(19,4), or a bigint of the smallest unit",
                fix=retype(table, column, "numeric(19,4)") if column.type == kind else (),
            )

    def _is_money(self, table: Table, column: Column) -> bool:
        # An amount of something is money where that is: amount_of_tax, not amount_of_rain.
        parts = column.name.lower().removeprefix("amount_of_").split("_")
        if not _MEASURES.isdisjoint(parts):
            return False
        if parts[-1] == "total" and _TRADE.search(table.name):
            return True
        return not _MONEY.isdisjoint(parts) or not set(self.words).isdisjoint(parts)
