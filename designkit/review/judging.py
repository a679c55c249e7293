"""What the rules say of queries alone, whatever else a check of the service would say."""

from __future__ import annotations

from designkit.config import Config, Waiver
from designkit.rules import CATALOGUE, Findings, check
from designkit.rules.query_rule import QueryRule, WorkloadContext

_RULES = frozenset(rule.id for rule in CATALOGUE if isinstance(rule, QueryRule))


def judged(context: WorkloadContext, config: Config, waivers: tuple[Waiver, ...] = ()) -> Findings:
    """What the rules say of the queries of a context, and of its code where it has some."""
    found = check((context,), config, waivers=waivers)
    return Findings(items=tuple(item for item in found if item.rule in _RULES))
