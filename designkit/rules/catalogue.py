"""The catalogue: every rule with its defaults, in the order in which they are listed.

A rule is added by its module and its line here.
"""

from __future__ import annotations

from designkit.errors import ConfigError
from designkit.rules.conventions.boolean_name import BooleanName
from designkit.rules.conventions.cross_service_foreign_key import CrossServiceForeignKey
from designkit.rules.conventions.foreign_key_name import ForeignKeyName
from designkit.rules.conventions.foreign_key_not_indexed import ForeignKeyNotIndexed
from designkit.rules.conventions.index_column_order import IndexColumnOrder
from designkit.rules.conventions.index_name import IndexName
from designkit.rules.conventions.missing_required_column import MissingRequiredColumn
from designkit.rules.conventions.name_not_snake_case import NameNotSnakeCase
from designkit.rules.conventions.primary_key_not_uuid import PrimaryKeyNotUuid
from designkit.rules.conventions.soft_delete_shape import SoftDeleteShape
from designkit.rules.conventions.table_name_not_plural import TableNameNotPlural
from designkit.rules.conventions.timestamp_name import TimestampName
from designkit.rules.migrations.migration_changed import MigrationChanged
from designkit.rules.migrations.migration_not_reversible import MigrationNotReversible
from designkit.rules.migrations.migration_number import MigrationNumber
from designkit.rules.migrations.migration_without_down import MigrationWithoutDown
from designkit.rules.rule import Rule
from designkit.rules.waivers.waiver_unknown_rule import WaiverUnknownRule
from designkit.rules.waivers.waiver_unused import WaiverUnused
from designkit.rules.waivers.waiver_without_reason import WaiverWithoutReason

CATALOGUE: tuple[Rule, ...] = (
    TableNameNotPlural(),
    NameNotSnakeCase(),
    MissingRequiredColumn(),
    PrimaryKeyNotUuid(),
    SoftDeleteShape(),
    ForeignKeyName(),
    BooleanName(),
    TimestampName(),
    ForeignKeyNotIndexed(),
    IndexName(),
    IndexColumnOrder(),
    CrossServiceForeignKey(),
    MigrationNumber(),
    MigrationChanged(),
    MigrationWithoutDown(),
    MigrationNotReversible(),
    WaiverWithoutReason(),
    WaiverUnused(),
    WaiverUnknownRule(),
)


def rule_named(name: str) -> Rule:
    """The rule of that id.

    Raises:
        ConfigError: there is none.
    """
    for rule in CATALOGUE:
        if rule.id == name:
            return rule
    known = ", ".join(rule.id for rule in CATALOGUE)
    raise ConfigError(f"rule {name}: there is no such rule. There are: {known}.")
