"""The rules on CockroachDB, made from the facts of each family."""

from __future__ import annotations

from typing import Final

from designkit.rules.cockroach import (
    columns,
    commands,
    constraints,
    objects,
    queries,
    roles,
    routines,
    statements,
    tables,
    transactions,
    types,
)
from designkit.rules.cockroach.cockroachdb_mixed_transaction import CockroachdbMixedTransaction
from designkit.rules.cockroach.cockroachdb_refused_in_transaction import (
    CockroachdbRefusedInTransaction,
)
from designkit.rules.cockroach.judging import rule_of
from designkit.rules.statement_rule import StatementRule

_FAMILIES = (
    transactions,
    tables,
    columns,
    constraints,
    types,
    queries,
    commands,
    routines,
    roles,
    objects,
    statements,
)

COCKROACH: Final[tuple[StatementRule, ...]] = (
    CockroachdbMixedTransaction(),
    CockroachdbRefusedInTransaction(),
    *(rule_of(topic, family.__name__) for family in _FAMILIES for topic in family.TOPICS),
)
