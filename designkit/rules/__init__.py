"""Rules: what they say of schemas, migrations and waivers, and the engine that asks them."""

from __future__ import annotations

from designkit.rules.catalogue import CATALOGUE, rule_named
from designkit.rules.engine import check, check_history, check_schema
from designkit.rules.explanation import Explanation, explain
from designkit.rules.finding import Finding, Findings, Severity
from designkit.rules.kept import Kept
from designkit.rules.query_rule import QueryRule, WorkloadContext
from designkit.rules.reference import rule_page, rules_index
from designkit.rules.rule import (
    HistoryContext,
    HistoryRule,
    Related,
    Rule,
    SchemaContext,
    SchemaRule,
    Verdict,
    WaiverContext,
    WaiverRule,
)
from designkit.rules.statement_rule import ScriptContext, StatementRule

__all__ = [
    "CATALOGUE",
    "Explanation",
    "Finding",
    "Findings",
    "HistoryContext",
    "HistoryRule",
    "Kept",
    "QueryRule",
    "Related",
    "Rule",
    "SchemaContext",
    "SchemaRule",
    "ScriptContext",
    "Severity",
    "StatementRule",
    "Verdict",
    "WaiverContext",
    "WaiverRule",
    "WorkloadContext",
    "check",
    "check_history",
    "check_schema",
    "explain",
    "rule_named",
    "rule_page",
    "rules_index",
]
