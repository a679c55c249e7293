"""The engine: runs the rules of the catalogue, as configured, over all that a project has.

What a rule says of one table is kept while the tables that it looked at are in the schema, so a
check after an edit costs the edited tables.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from designkit.config import Config, Waiver
from designkit.model import Value, replace
from designkit.model.value import uncollected
from designkit.rules.asked_of_queries import of_queries
from designkit.rules.catalogue import CATALOGUE
from designkit.rules.finding import Finding, Findings, Severity
from designkit.rules.judged import Judged, Memory, WaitingScript
from designkit.rules.kept import Kept
from designkit.rules.migrations.hazard_observed import HazardObserved
from designkit.rules.query_rule import QueryRule, WorkloadContext
from designkit.rules.rule import (
    HistoryContext,
    HistoryRule,
    SchemaContext,
    SchemaRule,
    WaiverContext,
    WaiverRule,
)
from designkit.rules.settings import Configured, Stamp, selected, stamped
from designkit.rules.statement_rule import Panel, ScriptContext, StatementRule
from designkit.rules.waiving import waive

Subject = SchemaContext | HistoryContext | ScriptContext | WaitingScript | WorkloadContext

# A hazard, by the file and the line of its statement and by its kind.
_Observation = tuple[str, int | None, str]

# The hazards that the rules on statements see by the text.
_OBSERVED = {rule.id: rule.observed for rule in CATALOGUE if isinstance(rule, StatementRule)}

_IDS = frozenset(rule.id for rule in CATALOGUE)

# The rules on schemas that tell of a column what a rule on statements tells of it.
_TWINS = {rule.id: rule.twins for rule in CATALOGUE if isinstance(rule, StatementRule)}


def check_schema(
    context: SchemaContext,
    config: Config | None = None,
    *,
    waivers: tuple[Waiver, ...] = (),
    kept: Kept | None = None,
) -> Findings:
    """Return what the rules find in a schema; takes and raises what `check` does."""
    # The search for garbage would take up to a quarter of the time of a first check.
    with uncollected():
        return check((context,), config, waivers=waivers, kept=kept)


def names_schema_rule(config: Config) -> bool:
    """Whether a rule is selected that has something to say of schemas alone.

    What CockroachDB refuses is told of statements as well, and often PostgreSQL cannot run those.
    """
    asked = selected(CATALOGUE, config)
    return any(
        isinstance(rule, SchemaRule) and rule.group != "cockroach" and rule.id in asked
        for rule in CATALOGUE
    )


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
    honoured: tuple[Waiver, ...] = (),
    kept: Kept | None = None,
    memory: Memory | None = None,
) -> Findings:
    """Return what the rules find in schemas, histories, scripts and queries, and in their waivers.

    Give all subjects of a project in one call: only then is it known of every waiver whether it
    still waives something, and nothing is said of one whose rule did not look everywhere.

    Args:
        subjects: a service may come several times, with its schema, its history, then the scripts
            of that history, and its queries.
        config: settings and waivers; None means every rule with its defaults.
        waivers: further ones, from designs and migrations, each with its service and place.
        honoured: those of other linters, which need neither a reason of their own nor a use.
        kept: what to keep from one check to the next.
        memory: what was said of scripts under this configuration.

    Raises:
        ConfigError: the configuration names an unknown rule or option.
    """
    every = (*(config.waivers if config else ()), *waivers)
    asking = _Asking(config, kept or Kept(), memory or Memory(), notes=bool(every))
    for subject in subjects:
        asking.look(subject)
    concerned = tuple(item for item in every if item.service in {"", *asking.services})
    judged, used = waive(asking.findings, (*concerned, *honoured))
    repeated, used_beside = waive((item.finding for item in asking.repeated), concerned)
    reasons = {
        observation: finding.waived
        for item, finding in zip(asking.repeated, repeated, strict=True)
        if finding.waived is not None
        for observation in item.observed
    }
    if reasons:
        judged = tuple(_waived_as(finding, reasons) for finding in judged)
    if asking.repeated or asking.silenced:
        judged = tuple(asking.as_configured(judged))
    unused = tuple(
        waiver
        for waiver in concerned
        if waiver not in used and waiver not in used_beside and asking.looked_for(waiver)
    )
    beside = tuple(_in_waivers(concerned, unused, asking.general))
    if asking.is_ordered and not beside:
        return Findings.ordered(judged)
    return Findings(items=(*judged, *beside))


class _Repeated(Value, frozen=True, kw_only=True):
    """What the text of a statement shows, and a rehearsal has observed as well."""

    finding: Finding
    observed: frozenset[_Observation]


class _Asking:
    """One check: what was found so far, and which rules looked where.

    Attributes:
        repeated: what is told already as an observed hazard.
        silenced: the observed hazards whose rule on the text is switched off.
        is_ordered: whether the findings are those of one schema, which are in their order.
    """

    def __init__(self, config: Config | None, kept: Kept, memory: Memory, *, notes: bool) -> None:
        self._config = config
        self._kept = kept
        self._memory = memory
        self._rules: dict[str, tuple[Configured, ...]] = {}
        # The rules on statements that are switched on, by service.
        self._enabled: dict[str, frozenset[str]] = {}
        self._stamps: dict[str, Stamp] = {}
        self._panels: dict[str, Panel] = {}
        # Which rules looked, by service; nobody asks where nothing is waived.
        self._notes = notes
        self._looked: set[tuple[str, str]] = set()
        # The files whose queries were judged.
        self._of_queries: set[str] = set()
        self._observed: set[_Observation] = set()
        # What was found in the schema that the text of the next subject built.
        self._in_schema: tuple[Finding, ...] = ()
        # A rule that nobody selected did not look.
        self._selected = _IDS if config is None or not notes else selected(CATALOGUE, config)
        self.findings: list[Finding] = []
        self.repeated: list[_Repeated] = []
        self.silenced: set[_Observation] = set()
        self.services: set[str] = set()
        self.is_ordered = True

    def look(self, subject: Subject) -> None:
        """Ask the rules about a subject."""
        service = subject.service
        self.is_ordered = isinstance(subject, SchemaContext) and not self.services
        self.services.add(service)
        rules = self._of(service)
        match subject:
            case SchemaContext():
                self._in_schema = tuple(self._kept.findings(subject, rules))
                self.findings += self._in_schema
            case HistoryContext():
                found = self._stamps[service].on(_in_history(subject, rules))
                for finding in found:
                    self._observed |= _observations(finding)
                    self.findings.append(finding)
            case WaitingScript():
                known = self._memory.known.get(subject.key)
                if known is None:
                    known = self._memory.add(subject.key, self._judged(subject.script(), rules))
                self._in_script(known, service)
            case ScriptContext():
                self._in_script(self._judged(subject, rules), service)
            case WorkloadContext():
                self._of_queries.update(item.query.place.file for item in subject.queries)
                self.findings += self._stamps[service].on(_in_workload(subject, rules))
        if not isinstance(subject, SchemaContext):
            self._in_schema = ()
        if self._notes:
            self._note(subject, rules)

    @property
    def general(self) -> tuple[Configured, ...]:
        """The rules as the project wants them, whatever a service says."""
        return self._of("")

    def looked_for(self, waiver: Waiver) -> bool:
        """Whether the rule of a waiver looked wherever it could have found what it waives."""
        if waiver.rule in _OBSERVED and waiver.place in self._of_queries:
            # Of statements: in a file of queries it means no migration.
            return waiver.rule in self._selected
        if waiver.service or waiver.lines is not None:
            concerned = {waiver.service}
        else:
            known = self._config.services if self._config else ()
            concerned = {service.name for service in known} or self.services
        return all((waiver.rule, service) in self._looked for service in concerned)

    def _of(self, service: str) -> tuple[Configured, ...]:
        if service not in self._rules:
            rules = self._rules[service] = self._kept.configured(self._config, service)
            self._stamps[service] = Stamp(rules, service)
        return self._rules[service]

    def _enabled_in(self, service: str) -> frozenset[str]:
        if service not in self._enabled:
            self._enabled[service] = frozenset(
                item.rule.id for item in self._of(service) if isinstance(item.rule, StatementRule)
            )
        return self._enabled[service]

    def _judged(self, script: ScriptContext, rules: tuple[Configured, ...]) -> Judged:
        panel = self._panels.get(script.service)
        if panel is None:
            own = [item.rule for item in rules if isinstance(item.rule, StatementRule)]
            panel = self._panels[script.service] = Panel((*own, *self._switched_off(rules)))
        return Judged(
            starts=tuple(tree.statement.line for tree in script.trees),
            findings=tuple(panel.check(script)),
        )

    def _switched_off(self, rules: tuple[Configured, ...]) -> Iterator[StatementRule]:
        """The rules whose silence holds for what a rehearsal observes of their statements, too."""
        if self._config is None:
            return
        asked = selected(CATALOGUE, replace(self._config, ignore=()))
        enabled = {item.rule.id for item in rules}
        for rule in CATALOGUE:
            if isinstance(rule, StatementRule) and rule.observed and rule.id in asked - enabled:
                yield rule

    def as_configured(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings, an observed hazard as the rule on its text is wanted to be."""
        severities: dict[_Observation, Severity] = {}
        silenced, told = set(self.silenced), set[_Observation]()
        for item in self.repeated:
            enabled, severity = self._wanted(item.finding)
            if not enabled:
                silenced |= item.observed
                continue
            told |= item.observed
            if severity is not None:
                severities |= dict.fromkeys(item.observed, severity)
        for finding in findings:
            seen = _observations(finding)
            if seen & (silenced - told):
                continue
            wanted = next((severities[it] for it in seen if it in severities), finding.severity)
            yield finding if wanted is finding.severity else replace(finding, severity=wanted)

    def _wanted(self, finding: Finding) -> tuple[bool, Severity | None]:
        """Whether the rule of a finding is wanted in its file, and the severity given to it."""
        if self._config is None:
            return True, None
        at = self._config.rule_at(finding.rule, finding.file) if finding.file else None
        own = self._config.rule(finding.rule, finding.service)
        given = (at.severity if at is not None else None) or own.severity
        return at is None or at.enabled, Severity(given) if given else None

    def _in_script(self, judged: Judged, service: str) -> None:
        if not judged.findings:
            return
        enabled = self._enabled_in(service)
        for finding in self._stamps[service].on(judged.findings):
            known = self._known(finding, judged.starts) if self._observed else None
            if finding.rule not in enabled:
                self.silenced |= known or set()
            elif self._is_told(finding):
                continue
            elif known:
                self.repeated.append(_Repeated(finding=finding, observed=known))
            else:
                self.findings.append(finding)

    def _is_told(self, finding: Finding) -> bool:
        """Whether the schema that the text builds shows the same of the column."""
        twins = _TWINS[finding.rule]
        return bool(twins) and any(
            other.rule in twins and other.object.rpartition(".")[2] == finding.object
            for other in self._in_schema
        )

    def _known(self, finding: Finding, starts: tuple[int, ...]) -> frozenset[_Observation]:
        """What a rehearsal saw of the statement of a finding, where it says the same."""
        place = bisect_right(starts, finding.line or 0) - 1
        where = (finding.file, starts[max(place, 0)])
        kinds = _OBSERVED.get(finding.rule, frozenset())
        return frozenset((*where, kind) for kind in kinds) & self._observed

    def _note(self, subject: Subject, rules: tuple[Configured, ...]) -> None:
        """Note which rules had their say; one that is switched off has nothing to say."""
        is_script = isinstance(subject, ScriptContext | WaitingScript)
        if is_script and ("", subject.service) in self._looked:
            return
        enabled = {item.rule.id: item.rule for item in rules}
        for default in CATALOGUE:
            if default.id not in self._selected:
                continue
            rule = enabled.get(default.id)
            match rule or default, subject:
                case (SchemaRule() as asked, SchemaContext()):
                    looked = asked.informed(subject)
                case (HistoryRule() as asked, HistoryContext()):
                    looked = asked.informed(subject)
                case (StatementRule(), ScriptContext() | WaitingScript()):
                    looked = True
                case (QueryRule() as asked, WorkloadContext()):
                    looked = asked.informed(subject)
                case _:
                    continue
            if looked or rule is None:
                self._looked.add((default.id, subject.service))
        if is_script:
            self._looked.add(("", subject.service))


def _observations(finding: Finding) -> set[_Observation]:
    observed = finding.rule == HazardObserved().id
    return {(finding.file, finding.line, finding.object)} if observed else set()


def _waived_as(finding: Finding, reasons: Mapping[_Observation, str]) -> Finding:
    """The observed hazard, waived where a waiver accepts what its text shows."""
    if finding.waived is not None:
        return finding
    for observation in _observations(finding) & reasons.keys():
        return replace(finding, waived=reasons[observation])
    return finding


def _in_history(context: HistoryContext, rules: tuple[Configured, ...]) -> Iterator[Finding]:
    for item in rules:
        if isinstance(item.rule, HistoryRule) and item.rule.informed(context):
            yield from item.rule.check(context)


def _in_workload(context: WorkloadContext, rules: tuple[Configured, ...]) -> Iterator[Finding]:
    for item in rules:
        if isinstance(item.rule, QueryRule):
            yield from item.rule.check(context)
    yield from of_queries(
        context, (item.rule for item in rules if isinstance(item.rule, StatementRule))
    )


def _in_waivers(
    waivers: tuple[Waiver, ...], unused: tuple[Waiver, ...], rules: tuple[Configured, ...]
) -> Iterator[Finding]:
    context = WaiverContext(waivers=waivers, unused=unused, known=_IDS)
    for item in rules:
        if isinstance(item.rule, WaiverRule):
            yield from stamped(item.rule.check(context), rules)
