"""The engine: runs the rules of the catalogue, as configured, over schemas and histories.

What a rule says of one table is kept while that very table value is in the schema, so a check after
an edit costs the edited tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designkit.config import Config, Waiver
from designkit.model import Table, replace
from designkit.rules.catalogue import CATALOGUE
from designkit.rules.finding import Finding, Findings
from designkit.rules.fixes import applicable, relation_names
from designkit.rules.rule import (
    HistoryContext,
    HistoryRule,
    SchemaContext,
    SchemaRule,
    WaiverContext,
    WaiverRule,
)
from designkit.rules.settings import Configured, configure
from designkit.rules.waiving import waive

Subject = SchemaContext | HistoryContext


class Kept:
    """What was said of each table at the last check; give the same one to the next check."""

    def __init__(self) -> None:
        # By service, then by the table's identity: comparing whole tables would cost what keeping
        # saves. The table is held, so that its identity cannot pass to another.
        self._said: dict[str, dict[int, tuple[Table, tuple[Finding, ...]]]] = {}
        self._rules: dict[str, tuple[Configured, ...]] = {}

    def findings(
        self, service: str, tables: Iterable[Table], rules: tuple[Configured, ...]
    ) -> Iterator[Finding]:
        """Yield what the rules say of each table by itself; what is gone is forgotten."""
        before = self._said.get(service, {}) if self._rules.get(service) == rules else {}
        said = {
            id(table): before.get(id(table)) or (table, tuple(_of_table(table, rules)))
            for table in tables
        }
        self._rules[service], self._said[service] = rules, said
        for _, findings in said.values():
            yield from findings


def check_schema(
    context: SchemaContext,
    config: Config | None = None,
    *,
    waivers: tuple[Waiver, ...] = (),
    kept: Kept | None = None,
) -> Findings:
    """Return what the rules find in a schema; takes and raises what `check` does."""
    return check((context,), config, waivers=waivers, kept=kept)


def check_history(
    context: HistoryContext, config: Config | None = None, *, waivers: tuple[Waiver, ...] = ()
) -> Findings:
    """Return what the rules find in a history; takes and raises what `check` does."""
    return check((context,), config, waivers=waivers)


def check(
    subjects: Iterable[Subject],
    config: Config | None = None,
    *,
    waivers: tuple[Waiver, ...] = (),
    kept: Kept | None = None,
) -> Findings:
    """Return what the rules find in schemas and histories, and in the waivers that concern them.

    Give all subjects of a project in one call: only then is it known of every waiver whether it
    still waives something, and nothing is said of one whose rule did not look everywhere.

    Args:
        subjects: a service may come twice, with its schema and with its history.
        config: settings and waivers; None means every rule with its defaults.
        waivers: further ones, from designs and migrations, each with its service and place.
        kept: what to keep from one check to the next.

    Raises:
        ConfigError: the configuration names an unknown rule or option.
    """
    subjects = tuple(subjects)
    findings: list[Finding] = []
    looked: set[tuple[str, str]] = set()
    for subject in subjects:
        rules = configure(CATALOGUE, config, subject.service)
        found = (
            _in_schema(subject, rules, kept or Kept())
            if isinstance(subject, SchemaContext)
            else _in_history(subject, rules)
        )
        findings += _stamped(found, rules, subject.service)
        looked |= {(rule, subject.service) for rule in _looking(subject, rules)}
    services = {subject.service for subject in subjects}
    every = (*(config.waivers if config else ()), *waivers)
    concerned = tuple(waiver for waiver in every if waiver.service in {"", *services})
    judged, used = waive(findings, concerned)
    configured = {service.name for service in config.services} if config else set[str]()
    unused = tuple(
        waiver
        for waiver in concerned
        if waiver not in used
        and all(
            (waiver.rule, service) in looked
            for service in ({waiver.service} if waiver.service else configured or services)
        )
    )
    return Findings(items=(*judged, *_in_waivers(concerned, unused, config)))


def _in_schema(
    context: SchemaContext, rules: tuple[Configured, ...], kept: Kept
) -> Iterator[Finding]:
    taken = relation_names(context.schema) | context.owners.keys()
    local = kept.findings(context.service, context.own_tables(), rules)
    for finding in (*local, *_of_whole(context, rules)):
        sound = not finding.fix or applicable(finding.fix, context.schema, taken)
        yield finding if sound else replace(finding, fix=())


def _of_table(table: Table, rules: tuple[Configured, ...]) -> Iterator[Finding]:
    for item in rules:
        if isinstance(item.rule, SchemaRule) and item.rule.judges(table):
            yield from item.rule.check_table(table)


def _of_whole(context: SchemaContext, rules: tuple[Configured, ...]) -> Iterator[Finding]:
    for item in rules:
        if isinstance(item.rule, SchemaRule) and item.rule.informed(context):
            yield from item.rule.check(context)


def _in_history(context: HistoryContext, rules: tuple[Configured, ...]) -> Iterator[Finding]:
    for item in rules:
        if isinstance(item.rule, HistoryRule) and item.rule.informed(context):
            yield from item.rule.check(context)


def _in_waivers(
    waivers: tuple[Waiver, ...], unused: tuple[Waiver, ...], config: Config | None
) -> Iterator[Finding]:
    known = frozenset(rule.id for rule in CATALOGUE)
    context = WaiverContext(waivers=waivers, unused=unused, known=known)
    rules = configure(CATALOGUE, config)
    for item in rules:
        if isinstance(item.rule, WaiverRule):
            yield from _stamped(item.rule.check(context), rules)


def _stamped(
    findings: Iterable[Finding], rules: tuple[Configured, ...], service: str = ""
) -> Iterator[Finding]:
    """The findings with the service, and with the severity that a team wants."""
    wanted = {item.rule.id: item.severity for item in rules}
    for finding in findings:
        severity = wanted[finding.rule] or finding.severity
        yield replace(finding, service=finding.service or service, severity=severity)


def _looking(subject: Subject, rules: tuple[Configured, ...]) -> Iterator[str]:
    """The rules that had their say on a subject; one that is switched off has nothing to say."""
    enabled = {item.rule.id: item.rule for item in rules}
    for default in CATALOGUE:
        rule = enabled.get(default.id)
        match rule or default, subject:
            case (SchemaRule() as asked, SchemaContext()):
                looked = asked.informed(subject)
            case (HistoryRule() as asked, HistoryContext()):
                looked = asked.informed(subject)
            case _:
                continue
        if looked or rule is None:
            yield default.id
