"""The rules as `[tool.designkit.rules]` wants them: switches, severities, options."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TypeVar

import msgspec

from designkit.config import Config, PathSettings, RuleSettings
from designkit.errors import ConfigError
from designkit.model import Value, replace
from designkit.rules.finding import Finding, Severity
from designkit.rules.rule import Rule

_Kind = TypeVar("_Kind", bound=Rule)


class Configured(Value, frozen=True, kw_only=True):
    """A rule with its options set.

    Attributes:
        severity: what a team wants every finding of the rule to be, or None for the rule's own.
    """

    rule: Rule
    severity: Severity | None = None


def configure(
    rules: tuple[Rule, ...], config: Config | None, service: str = ""
) -> tuple[Configured, ...]:
    """Return the rules that are switched on for a service, as it wants them.

    Raises:
        ConfigError: the configuration names a rule or an option that does not exist, or gives an
            option a value of the wrong kind.
    """
    if config is None:
        return tuple(Configured(rule=rule) for rule in rules)
    _refuse_unknown(rules, config)
    asked = selected(rules, config)
    chosen: list[Configured] = []
    for rule in rules:
        settings = config.rule(rule.id, service)
        if settings.enabled and rule.id in asked:
            severity = None if settings.severity is None else Severity(settings.severity)
            options = _with_options(rule, settings, config, service)
            chosen.append(Configured(rule=options, severity=severity))
    return tuple(chosen)


def with_options(rule: _Kind, config: Config, service: str = "") -> _Kind:
    """A rule as a service wants it, also where it is switched off.

    Raises:
        ConfigError: the configuration gives it an option that it does not have.
    """
    return _with_options(rule, config.rule(rule.id, service), config, service)


def selected(rules: tuple[Rule, ...], config: Config) -> frozenset[str]:
    """The ids of the rules that `select` and `ignore` leave.

    Raises:
        ConfigError: a name among them means no rule.
    """
    if not config.select and not config.ignore:
        return frozenset(rule.id for rule in rules)
    wanted = _meant(rules, config.select, config, "select") if config.select else None
    ignored = _meant(rules, config.ignore, config, "ignore")
    return frozenset(
        rule.id
        for rule in rules
        if (wanted is None or rule.id in wanted) and rule.id not in ignored
    )


def _meant(
    rules: tuple[Rule, ...], names: tuple[str, ...], config: Config, key: str
) -> frozenset[str]:
    """The rules that names mean: ids, patterns (`cockroachdb-*`), or groups (`conventions`)."""
    found: set[str] = set()
    for name in names:
        meant = {rule.id for rule in rules if fnmatchcase(rule.id, name) or rule.group == name}
        if not meant:
            known = {rule.id for rule in rules} | {rule.group for rule in rules}
            raise ConfigError(
                f"{config.root / 'pyproject.toml'}: {key}: {name!r} is neither a rule nor a group "
                f"of rules{_nearest(name, known)}. `designkit rules` lists them."
            )
        found |= meant
    return frozenset(found)


def stamped(
    findings: Iterable[Finding], rules: tuple[Configured, ...], service: str = ""
) -> Iterator[Finding]:
    """Yield the findings with the service, and with the severity that a team wants."""
    return Stamp(rules, service).on(findings)


class Stamp:
    """What is put on every finding of a service: its name, and the severities that it wants."""

    def __init__(self, rules: tuple[Configured, ...], service: str) -> None:
        self._wanted = {item.rule.id: item.severity for item in rules if item.severity is not None}
        self._service = service

    def on(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings with it."""
        service = self._service
        if not self._wanted and not service:
            yield from findings
            return
        for finding in findings:
            severity = self._wanted.get(finding.rule, finding.severity)
            if finding.severity is severity and (finding.service or not service):
                yield finding
            else:
                yield replace(finding, service=finding.service or service, severity=severity)


def in_paths(findings: Iterable[Finding], config: Config) -> Iterator[Finding]:
    """Yield the findings as `[tool.designkit.paths]` wants them in their files."""
    if not config.paths:
        yield from findings
        return
    for finding in findings:
        settings = config.rule_at(finding.rule, finding.file) if finding.file else None
        if settings is None:
            yield finding
        elif settings.enabled:
            wanted = Severity(settings.severity) if settings.severity else finding.severity
            yield replace(finding, severity=wanted)


def _refuse_unknown(rules: tuple[Rule, ...], config: Config) -> None:
    known = {rule.id for rule in rules}
    for item in config.paths:
        _refuse_in_path(known, item, config)
    sections: dict[str, Mapping[str, RuleSettings]] = {"": config.rules}
    sections |= {service.name: service.rules for service in config.services}
    for service, settings in sections.items():
        for unknown in sorted(set(settings) - known):
            raise ConfigError(
                f"{_section(config, unknown, service)}: there is no such rule"
                f"{_nearest(unknown, known)}. `designkit rules` lists them."
            )


def _refuse_in_path(known: set[str], item: PathSettings, config: Config) -> None:
    place = f"{config.root / 'pyproject.toml'}: [tool.designkit.paths] {item.pattern}"
    for rule, settings in item.rules.items():
        if rule not in known:
            raise ConfigError(f"{place}: there is no rule {rule}{_nearest(rule, known)}.")
        if settings.options:
            raise ConfigError(
                f"{place}: {rule}: by path a rule has enabled and severity, and no options: "
                f"{', '.join(settings.options)}. Set them for the project or a service."
            )


def _section(config: Config, rule: str, service: str) -> str:
    own = any(item.name == service and rule in item.rules for item in config.services)
    place = f"services.{service}.rules" if own else "rules"
    return f"{config.root / 'pyproject.toml'}: [tool.designkit.{place}.{rule}]"


def _nearest(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _with_options(rule: _Kind, settings: RuleSettings, config: Config, service: str) -> _Kind:
    if not settings.options:
        return rule
    section = _section(config, rule.id, service)
    known = {field.encode_name for field in msgspec.structs.fields(rule)}
    unknown = sorted(set(settings.options) - known)
    if unknown:
        listed = ", ".join(["enabled", "severity", *sorted(known)])
        raise ConfigError(
            f"{section}: unknown option {unknown[0]!r}{_nearest(unknown[0], known)} "
            f"(known: {listed}). Correct or remove it."
        )
    try:
        return msgspec.convert(dict(settings.options), type(rule))
    except msgspec.ValidationError as error:
        raise ConfigError(f"{section}: {error}. Correct the value.") from error
