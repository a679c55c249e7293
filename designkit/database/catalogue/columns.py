"""A column of the catalogue as a value of the model."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

from designkit.model import UNASKED, Access, Column, Counting, Value, ViewColumn


class ColumnSettings(Value, frozen=True, kw_only=True):
    """What few columns have, as the queries tell it."""

    settings: tuple[str, ...] = ()
    access: Access | None = None
    inherited: bool = False


_NOTHING = ColumnSettings()


# The same column stands in many tables (`created_at`), and in every reading of a schema: one value
# for all of them takes less room, and is compared at once.
@lru_cache(maxsize=100_000)
def column_of(  # noqa: PLR0917  (a row of the catalogue, by place)
    expression: str | None,
    name: str,
    type_name: str,
    nullable: bool,  # noqa: FBT001
    identity: Literal["always", "by default"] | None,
    generated: str | None,
    stored: bool,  # noqa: FBT001
    collation: str | None,
    comment: str | None,
    counting: str | None,
    settings: str | None,
) -> Column:
    """A column of a table or a view; a setting, right or counter is told as JSON."""
    beside = _NOTHING if settings is None else msgspec.json.decode(settings, type=ColumnSettings)
    return Column(
        name=name,
        type=type_name,
        nullable=nullable,
        default=expression if generated is None else None,
        identity=identity,
        generated=generated,
        stored=stored,
        collation=collation,
        counting=None if counting is None else msgspec.json.decode(counting, type=Counting),
        comment=comment,
        settings=beside.settings,
        inherited=beside.inherited,
        access=beside.access or UNASKED,
    )


def is_told(column: Column) -> bool:
    """Whether a view's column has more than its name and its type."""
    told = (column.default, column.collation, column.comment, column.access)
    return told != (None, None, None, UNASKED)


def view_column(column: Column) -> ViewColumn:
    """What a view's column has beside its name and its type."""
    return ViewColumn(
        name=column.name,
        default=column.default,
        collation=column.collation,
        comment=column.comment,
        access=column.access,
    )
