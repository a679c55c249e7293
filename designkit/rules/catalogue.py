"""The catalogue: every rule with its defaults, in the order in which they are listed.

A rule is added by its module and its line here.
"""

from __future__ import annotations

from designkit.errors import ConfigError
from designkit.rules.cockroach.catalogue import COCKROACH
from designkit.rules.cockroach.cockroachdb_parser import CockroachdbParser
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
from designkit.rules.design.char_type import CharType
from designkit.rules.design.column_type_differs import ColumnTypeDiffers
from designkit.rules.design.columns_numbered import ColumnsNumbered
from designkit.rules.design.comment_missing import CommentMissing
from designkit.rules.design.constraint_name_drifted import ConstraintNameDrifted
from designkit.rules.design.constraint_not_validated import ConstraintNotValidated
from designkit.rules.design.default_null_text import DefaultNullText
from designkit.rules.design.enum_changes import EnumChanges
from designkit.rules.design.foreign_key_action import ForeignKeyAction
from designkit.rules.design.foreign_key_cascades_soft_delete import ForeignKeyCascadesSoftDelete
from designkit.rules.design.foreign_key_cycle import ForeignKeyCycle
from designkit.rules.design.foreign_key_missing import ForeignKeyMissing
from designkit.rules.design.foreign_key_partly_null import ForeignKeyPartlyNull
from designkit.rules.design.foreign_key_redundant import ForeignKeyRedundant
from designkit.rules.design.foreign_key_to_itself import ForeignKeyToItself
from designkit.rules.design.foreign_key_type_differs import ForeignKeyTypeDiffers
from designkit.rules.design.index_column_twice import IndexColumnTwice
from designkit.rules.design.index_duplicate import IndexDuplicate
from designkit.rules.design.index_invalid import IndexInvalid
from designkit.rules.design.index_method_unsuited import IndexMethodUnsuited
from designkit.rules.design.index_on_boolean import IndexOnBoolean
from designkit.rules.design.index_predicate_redundant import IndexPredicateRedundant
from designkit.rules.design.index_prefix_of_another import IndexPrefixOfAnother
from designkit.rules.design.index_sequential import IndexSequential
from designkit.rules.design.index_timestamp_not_last import IndexTimestampNotLast
from designkit.rules.design.index_too_wide import IndexTooWide
from designkit.rules.design.json_type import JsonType
from designkit.rules.design.money_type import MoneyType
from designkit.rules.design.name_cut import NameCut
from designkit.rules.design.name_reserved import NameReserved
from designkit.rules.design.primary_key_missing import PrimaryKeyMissing
from designkit.rules.design.reg_type import RegType
from designkit.rules.design.serial_column import SerialColumn
from designkit.rules.design.table_all_nullable import TableAllNullable
from designkit.rules.design.table_inherits import TableInherits
from designkit.rules.design.table_not_related import TableNotRelated
from designkit.rules.design.table_single_column import TableSingleColumn
from designkit.rules.design.table_too_large import TableTooLarge
from designkit.rules.design.unique_ignores_soft_delete import UniqueIgnoresSoftDelete
from designkit.rules.design.unique_over_null import UniqueOverNull
from designkit.rules.design.varchar_length import VarcharLength
from designkit.rules.hazards.check_without_not_valid import CheckWithoutNotValid
from designkit.rules.hazards.column_twice import ColumnTwice
from designkit.rules.hazards.column_type_changed import ColumnTypeChanged
from designkit.rules.hazards.comparison_with_null import ComparisonWithNull
from designkit.rules.hazards.concurrently_in_transaction import ConcurrentlyInTransaction
from designkit.rules.hazards.cross_database_name import CrossDatabaseName
from designkit.rules.hazards.delete_without_where import DeleteWithoutWhere
from designkit.rules.hazards.domain_with_constraint import DomainWithConstraint
from designkit.rules.hazards.drop_cascade import DropCascade
from designkit.rules.hazards.drop_column import DropColumn
from designkit.rules.hazards.drop_constraint import DropConstraint
from designkit.rules.hazards.drop_database import DropDatabase
from designkit.rules.hazards.drop_default import DropDefault
from designkit.rules.hazards.drop_index_without_concurrently import DropIndexWithoutConcurrently
from designkit.rules.hazards.drop_not_null import DropNotNull
from designkit.rules.hazards.drop_schema import DropSchema
from designkit.rules.hazards.drop_table import DropTable
from designkit.rules.hazards.enum_value_used_at_once import EnumValueUsedAtOnce
from designkit.rules.hazards.exclusion_constraint_over_rows import ExclusionConstraintOverRows
from designkit.rules.hazards.foreign_key_without_not_valid import ForeignKeyWithoutNotValid
from designkit.rules.hazards.grant_to_public import GrantToPublic
from designkit.rules.hazards.index_without_concurrently import IndexWithoutConcurrently
from designkit.rules.hazards.insert_without_columns import InsertWithoutColumns
from designkit.rules.hazards.invalid_index_kept import InvalidIndexKept
from designkit.rules.hazards.leading_wildcard import LeadingWildcard
from designkit.rules.hazards.lock_timeout_missing import LockTimeoutMissing
from designkit.rules.hazards.name_cut_short import NameCutShort
from designkit.rules.hazards.not_null_unproven import NotNullUnproven
from designkit.rules.hazards.order_by_random import OrderByRandom
from designkit.rules.hazards.primary_key_without_index import PrimaryKeyWithoutIndex
from designkit.rules.hazards.refresh_without_concurrently import RefreshWithoutConcurrently
from designkit.rules.hazards.reindex_without_concurrently import ReindexWithoutConcurrently
from designkit.rules.hazards.rename_column import RenameColumn
from designkit.rules.hazards.rename_table import RenameTable
from designkit.rules.hazards.required_column_without_default import RequiredColumnWithoutDefault
from designkit.rules.hazards.rows_changed_under_lock import RowsChangedUnderLock
from designkit.rules.hazards.select_star import SelectStar
from designkit.rules.hazards.session_setting_left import SessionSettingLeft
from designkit.rules.hazards.short_lock_timeout import ShortLockTimeout
from designkit.rules.hazards.statement_not_repeatable import StatementNotRepeatable
from designkit.rules.hazards.statement_not_transactional import StatementNotTransactional
from designkit.rules.hazards.stored_generated_column import StoredGeneratedColumn
from designkit.rules.hazards.table_repacked import TableRepacked
from designkit.rules.hazards.transaction_control import TransactionControl
from designkit.rules.hazards.trigger_disabled import TriggerDisabled
from designkit.rules.hazards.truncate import Truncate
from designkit.rules.hazards.truncate_cascade import TruncateCascade
from designkit.rules.hazards.type_unsuited import TypeUnsuited
from designkit.rules.hazards.unique_constraint_without_index import UniqueConstraintWithoutIndex
from designkit.rules.hazards.unique_over_existing_rows import UniqueOverExistingRows
from designkit.rules.hazards.update_without_where import UpdateWithoutWhere
from designkit.rules.hazards.validated_in_same_transaction import ValidatedInSameTransaction
from designkit.rules.hazards.volatile_default import VolatileDefault
from designkit.rules.migrations.hazard_observed import HazardObserved
from designkit.rules.migrations.migration_changed import MigrationChanged
from designkit.rules.migrations.migration_fails_on_rows import MigrationFailsOnRows
from designkit.rules.migrations.migration_not_reversible import MigrationNotReversible
from designkit.rules.migrations.migration_number import MigrationNumber
from designkit.rules.migrations.migration_without_down import MigrationWithoutDown
from designkit.rules.migrations.statement_not_understood import StatementNotUnderstood
from designkit.rules.queries.cross_service_join import CrossServiceJoin
from designkit.rules.queries.orm_used import OrmUsed
from designkit.rules.queries.parameter_not_accepted import ParameterNotAccepted
from designkit.rules.queries.query_casts_indexed_column import QueryCastsIndexedColumn
from designkit.rules.queries.query_ignores_soft_delete import QueryIgnoresSoftDelete
from designkit.rules.queries.query_leading_wildcard import QueryLeadingWildcard
from designkit.rules.queries.query_not_indexed import QueryNotIndexed
from designkit.rules.queries.query_not_parameterised import QueryNotParameterised
from designkit.rules.queries.query_offset_pagination import QueryOffsetPagination
from designkit.rules.queries.query_pattern_from_parameter import QueryPatternFromParameter
from designkit.rules.queries.query_refused import QueryRefused
from designkit.rules.queries.query_scans_large_table import QueryScansLargeTable
from designkit.rules.queries.query_selects_star import QuerySelectsStar
from designkit.rules.queries.query_sorts_without_index import QuerySortsWithoutIndex
from designkit.rules.queries.query_unbounded import QueryUnbounded
from designkit.rules.queries.query_wraps_indexed_column import QueryWrapsIndexedColumn
from designkit.rules.queries.writes_without_transaction import WritesWithoutTransaction
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
    PrimaryKeyMissing(),
    ForeignKeyMissing(),
    ForeignKeyTypeDiffers(),
    ForeignKeyAction(),
    ForeignKeyCascadesSoftDelete(),
    ForeignKeyPartlyNull(),
    ForeignKeyRedundant(),
    ForeignKeyToItself(),
    ForeignKeyCycle(),
    UniqueIgnoresSoftDelete(),
    UniqueOverNull(),
    ConstraintNotValidated(),
    IndexDuplicate(),
    IndexPrefixOfAnother(),
    IndexColumnTwice(),
    IndexTimestampNotLast(),
    IndexPredicateRedundant(),
    IndexOnBoolean(),
    IndexMethodUnsuited(),
    IndexSequential(),
    IndexInvalid(),
    IndexTooWide(),
    MoneyType(),
    CharType(),
    VarcharLength(),
    JsonType(),
    SerialColumn(),
    RegType(),
    EnumChanges(),
    DefaultNullText(),
    ColumnTypeDiffers(),
    ColumnsNumbered(),
    TableTooLarge(),
    TableAllNullable(),
    TableSingleColumn(),
    TableInherits(),
    TableNotRelated(),
    NameReserved(),
    NameCut(),
    ConstraintNameDrifted(),
    CommentMissing(),
    MigrationNumber(),
    MigrationChanged(),
    MigrationWithoutDown(),
    MigrationNotReversible(),
    MigrationFailsOnRows(),
    HazardObserved(),
    StatementNotUnderstood(),
    DropDatabase(),
    DropSchema(),
    DropTable(),
    DropColumn(),
    DropConstraint(),
    DropCascade(),
    Truncate(),
    TruncateCascade(),
    DeleteWithoutWhere(),
    UpdateWithoutWhere(),
    RequiredColumnWithoutDefault(),
    UniqueOverExistingRows(),
    NotNullUnproven(),
    RenameTable(),
    RenameColumn(),
    ColumnTypeChanged(),
    DropNotNull(),
    DropDefault(),
    IndexWithoutConcurrently(),
    DropIndexWithoutConcurrently(),
    ReindexWithoutConcurrently(),
    RefreshWithoutConcurrently(),
    ForeignKeyWithoutNotValid(),
    CheckWithoutNotValid(),
    UniqueConstraintWithoutIndex(),
    PrimaryKeyWithoutIndex(),
    ExclusionConstraintOverRows(),
    VolatileDefault(),
    StoredGeneratedColumn(),
    TableRepacked(),
    ValidatedInSameTransaction(),
    RowsChangedUnderLock(),
    ConcurrentlyInTransaction(),
    StatementNotTransactional(),
    TransactionControl(),
    EnumValueUsedAtOnce(),
    ShortLockTimeout(),
    LockTimeoutMissing(),
    StatementNotRepeatable(),
    InvalidIndexKept(),
    SessionSettingLeft(),
    TriggerDisabled(),
    GrantToPublic(),
    DomainWithConstraint(),
    NameCutShort(),
    CrossDatabaseName(),
    TypeUnsuited(),
    ColumnTwice(),
    ComparisonWithNull(),
    InsertWithoutColumns(),
    SelectStar(),
    LeadingWildcard(),
    OrderByRandom(),
    QueryRefused(),
    QueryNotIndexed(),
    CrossServiceJoin(),
    QueryNotParameterised(),
    OrmUsed(),
    WritesWithoutTransaction(),
    ParameterNotAccepted(),
    QueryIgnoresSoftDelete(),
    QueryScansLargeTable(),
    QuerySortsWithoutIndex(),
    QueryWrapsIndexedColumn(),
    QueryCastsIndexedColumn(),
    QueryLeadingWildcard(),
    QueryPatternFromParameter(),
    QueryOffsetPagination(),
    QuerySelectsStar(),
    QueryUnbounded(),
    *COCKROACH,
    CockroachdbParser(),
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
