"""What the rules say of queries alone, whatever else a check of the service would say."""

from __future__ import annotations

from designkit.config import Config, Waiver
from designkit.rules import CATALOGUE, Findings, WaiverRule, check
from designkit.rules.query_rule import WorkloadContext

_ON_WAIVERS = frozenset(rule.id for rule in CATALOGUE if isinstance(rule, WaiverRule))


def judged(context: WorkloadContext, config: Config, waivers: tuple[Waiver, ...] = ()) -> Findings:
    """What the rules say of the queries of a context, of their waivers, and of its code.

    Of waivers only those in the files of queries are judged: what else accepts something may mean
    what nobody looked at here.
    """
    files = {item.query.place.file for item in context.queries}
    found = check((context,), config, waivers=waivers)
    return Findings(
        items=tuple(it for it in found if it.rule not in _ON_WAIVERS or it.file in files)
    )
