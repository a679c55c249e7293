"""The engine: settings, waivers, what it keeps, and what findings are together."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from designkit.config import Config, RuleSettings, Service, Waiver
from designkit.errors import ConfigError
from designkit.model import Schema, Table, replace
from designkit.rules import (
    Finding,
    Findings,
    Kept,
    SchemaContext,
    Severity,
    check,
    check_schema,
)
from tests.rules.built import column, faults, index, schema, table

VERIFIED = table("users", column("email_verified", "boolean"))
CONFIG = Config(root=Path("/project"), docs=Path("/project/docs"))


def configured(service: str = "", **settings: object) -> Config:
    """A configuration of the rule boolean-name, for the project or for a service."""
    rules = {"boolean-name": RuleSettings(**settings)}  # type: ignore[arg-type]
    if not service:
        return Config(root=CONFIG.root, docs=CONFIG.docs, rules=rules)
    own = Service(name=service, migrations=CONFIG.root, design=CONFIG.root, rules=rules)
    return Config(root=CONFIG.root, docs=CONFIG.docs, services=(own,))


def judged(config: Config | None, service: str = "", **more: object) -> Findings:
    context = SchemaContext(schema=schema(VERIFIED), service=service)
    return check_schema(context, config, **more)  # type: ignore[arg-type]


def waiver(
    rule: str = "boolean-name", thing: str = "users.email_verified", **fields: str
) -> Waiver:
    given = {"reason": "The name is public.", **fields}
    return msgspec.convert({"rule": rule, "object": thing, **given}, Waiver)


def test_a_rule_can_be_switched_off() -> None:
    assert not judged(configured(enabled=False))


def test_a_severity_can_be_set() -> None:
    (finding,) = judged(configured(severity="info"))
    assert finding.severity is Severity.INFO


def test_an_option_can_be_set() -> None:
    assert not judged(configured(options={"prefixes": ["is_", "email_"]}))


def test_a_services_settings_are_its_own() -> None:
    config = configured("auth", enabled=False)
    assert not judged(config, "auth")
    assert judged(config, "events")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"prefix": "is_"},
            r"pyproject.toml.*rules.boolean-name.*unknown option 'prefix'.*prefixes",
        ),
        ({"prefixes": "is_"}, r"rules.boolean-name.*Expected `array`, got `str`"),
        ({"prefixes": [1]}, r"rules.boolean-name.*Expected `str`, got `int`"),
    ],
)
def test_a_wrong_option_is_refused_with_its_section(
    options: dict[str, object], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        judged(configured(options=options))


def test_a_services_wrong_option_is_refused_with_the_services_section() -> None:
    with pytest.raises(ConfigError, match=r"services\.auth\.rules\.boolean-name"):
        judged(configured("auth", options={"x": 1}), "auth")


def test_an_unknown_rule_is_refused_with_the_nearest_one() -> None:
    config = Config(root=CONFIG.root, docs=CONFIG.docs, rules={"boolean-nam": RuleSettings()})
    with pytest.raises(ConfigError, match="did you mean boolean-name"):
        judged(config)


@pytest.mark.parametrize("thing", ["users.email_verified", "users.*", "*"])
def test_a_waiver_accepts_a_finding_with_its_reason(thing: str) -> None:
    findings = judged(None, waivers=(waiver(thing=thing),))
    assert not findings
    assert [finding.waived for finding in findings] == ["The name is public."]


def test_a_waiver_of_the_configuration_counts() -> None:
    config = Config(root=CONFIG.root, docs=CONFIG.docs, waivers=(waiver(),))
    assert not judged(config)


def test_a_waiver_of_the_table_does_not_accept_its_columns() -> None:
    assert ("boolean-name", "users.email_verified") in faults(
        judged(None, waivers=(waiver(thing="users"),))
    )


def test_another_services_waiver_neither_counts_nor_is_stale() -> None:
    findings = judged(None, "events", waivers=(waiver(service="auth"),))
    assert faults(findings) == {("boolean-name", "users.email_verified")}


def test_a_waiver_without_reason_accepts_nothing_and_is_found() -> None:
    assert faults(judged(None, waivers=(waiver(reason=" "),))) == {
        ("boolean-name", "users.email_verified"),
        ("waiver-without-reason", "users.email_verified"),
    }


def test_a_stale_waiver_is_found_at_its_place() -> None:
    findings = judged(None, waivers=(waiver(thing="users.gone", place="pyproject.toml"),))
    (stale,) = (item for item in findings if item.rule == "waiver-unused")
    assert (stale.object, stale.file) == ("users.gone", "pyproject.toml")


def test_a_waiver_of_a_rule_that_is_switched_off_is_stale() -> None:
    findings = judged(configured(enabled=False), waivers=(waiver(),))
    assert faults(findings) == {("waiver-unused", "users.email_verified")}


@pytest.mark.parametrize("rule", ["migration-without-down", "index-column-order"])
def test_a_waiver_is_not_stale_where_its_rule_did_not_look(rule: str) -> None:
    findings = judged(None, waivers=(waiver(), waiver(rule=rule, thing="idx_x")))
    assert not findings


def test_a_waiver_for_all_services_is_stale_only_when_all_were_seen() -> None:
    services = tuple(
        Service(name=name, migrations=CONFIG.root, design=CONFIG.root)
        for name in ("auth", "events")
    )
    config = Config(
        root=CONFIG.root, docs=CONFIG.docs, services=services, waivers=(waiver(thing="gone"),)
    )
    one, other = (SchemaContext(schema=Schema(), service=name) for name in ("auth", "events"))
    assert not check([one], config)
    assert faults(check([one, other], config)) == {("waiver-unused", "gone")}


def test_a_waiver_of_an_unknown_rule_is_found_with_the_nearest_one() -> None:
    findings = judged(None, waivers=(waiver(), waiver(rule="boolean-names")))
    (finding,) = findings.unwaived
    assert finding.rule == "waiver-unknown-rule"
    assert "did you mean boolean-name?" in finding.message


def test_findings_say_whose_they_are() -> None:
    assert [finding.service for finding in judged(None, "auth")] == ["auth"]


def test_a_fix_whose_name_is_taken_is_withdrawn() -> None:
    findings = check_schema(SchemaContext(schema=schema(table("shop"), table("shops"))))
    assert [(item.object, item.fixable) for item in findings] == [("shop", False)]


def test_a_fix_whose_index_name_another_table_has_is_withdrawn() -> None:
    other = table("orders", column("code"), indexes=(index("idx_users_email", "code"),))
    named = table("users", column("email"), indexes=(index("users_email", "email"),))
    findings = check_schema(SchemaContext(schema=schema(other, named)))
    assert {item.object: item.fixable for item in findings} == {
        "idx_users_email": True,
        "users_email": False,
    }


def test_a_renamed_column_takes_the_names_of_its_indexes_along() -> None:
    subject = table(
        "users",
        column("active", "boolean"),
        indexes=(index("idx_users_active_id", "active", "id"),),
    )
    (finding,) = check_schema(SchemaContext(schema=schema(subject)))
    assert [operation.describe() for operation in finding.fix] == [
        "rename column users.active to is_active",
        "rename index idx_users_active_id of users to idx_users_is_active_id",
    ]


def test_what_was_said_of_an_unchanged_table_is_kept() -> None:
    kept = Kept()
    before = schema(VERIFIED, table("orders"))
    first = check_schema(SchemaContext(schema=before), kept=kept)
    after = replace(before, tables=(*before.tables, table("event")))
    second = check_schema(SchemaContext(schema=after), kept=kept)
    assert faults(first) < faults(second)
    assert faults(check_schema(SchemaContext(schema=before), kept=kept)) == faults(first)


def test_a_changed_table_is_judged_anew() -> None:
    kept = Kept()
    check_schema(SchemaContext(schema=schema(VERIFIED)), kept=kept)
    better: Table = replace(VERIFIED, columns=table("users").columns)
    assert not check_schema(SchemaContext(schema=schema(better)), kept=kept)


def test_other_settings_are_not_answered_from_what_was_kept() -> None:
    kept = Kept()
    assert judged(None, kept=kept)
    assert not judged(configured(enabled=False), kept=kept)


def finding(severity: Severity, **fields: object) -> Finding:
    return Finding(rule="r", severity=severity, message="m", **fields)  # type: ignore[arg-type]


def test_severities_are_ordered() -> None:
    assert Severity.INFO < Severity.WARNING < Severity.ERROR
    assert max(Severity) is Severity.ERROR


def test_findings_are_false_when_nothing_stands() -> None:
    assert not Findings()
    assert not Findings(items=(finding(Severity.ERROR, waived="why"),))
    assert not Findings(items=(finding(Severity.INFO),))
    assert Findings(items=(finding(Severity.WARNING),))


def test_findings_are_ordered_by_place() -> None:
    items = (
        finding(Severity.ERROR, file="b.sql", line=1),
        finding(Severity.ERROR, file="a.sql", line=10),
        finding(Severity.ERROR, file="a.sql", line=9),
        finding(Severity.ERROR, object="users"),
    )
    assert [(item.file, item.line) for item in Findings(items=items)] == [
        ("", None),
        ("a.sql", 9),
        ("a.sql", 10),
        ("b.sql", 1),
    ]


def test_findings_are_told_by_severity() -> None:
    found = Findings(
        items=(
            finding(Severity.ERROR, object="a"),
            finding(Severity.ERROR, object="b", waived="why"),
            finding(Severity.WARNING, object="c"),
        )
    )
    assert [item.object for item in found.errors] == ["a"]
    assert [item.object for item in found.warnings] == ["c"]
    assert [item.object for item in found.waived] == ["b"]
    assert found.worst is Severity.ERROR
    assert len(found) == 3
    assert str(found).endswith("1 error, 1 warning, 1 waived")


def test_findings_are_shown_with_their_place_and_whether_they_can_be_mended() -> None:
    (shown,) = str(judged(None, "auth")).splitlines()[:-1]
    assert shown == (
        "auth: error: boolean column users.email_verified does not begin with is_; "
        "name it is_email_verified [boolean-name] (fixable)"
    )


def test_findings_of_an_object_are_together() -> None:
    assert set(judged(None).by_object()) == {"users.email_verified"}
