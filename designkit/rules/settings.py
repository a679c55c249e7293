"""The rules as `[tool.designkit.rules]` wants them: switches, severities, options."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from designkit.config import Config, RuleSettings
from designkit.errors import ConfigError
from designkit.model import Value
from designkit.rules.finding import Severity
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
    chosen: list[Configured] = []
    for rule in rules:
        settings = config.rule(rule.id, service)
        if settings.enabled:
            severity = None if settings.severity is None else Severity(settings.severity)
            options = _with_options(rule, settings, _section(config, rule.id, service))
            chosen.append(Configured(rule=options, severity=severity))
    return tuple(chosen)


def _refuse_unknown(rules: tuple[Rule, ...], config: Config) -> None:
    known = {rule.id for rule in rules}
    sections: dict[str, Mapping[str, RuleSettings]] = {"": config.rules}
    sections |= {service.name: service.rules for service in config.services}
    for service, settings in sections.items():
        for unknown in sorted(set(settings) - known):
            raise ConfigError(
                f"{_section(config, unknown, service)}: there is no such rule"
                f"{_nearest(unknown, known)}. `designkit rules` lists them."
            )


def _section(config: Config, rule: str, service: str) -> str:
    own = any(item.name == service and rule in item.rules for item in config.services)
    place = f"services.{service}.rules" if own else "rules"
    return f"{config.root / 'pyproject.toml'}: [tool.designkit.{place}.{rule}]"


def _nearest(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _with_options(rule: _Kind, settings: RuleSettings, section: str) -> _Kind:
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
