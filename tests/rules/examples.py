"""The examples of the rules' docstrings, made into what the rules judge.

Besides SQL an example may hold comment lines that say what SQL cannot: `-- service: NAME` opens the
tables of a service, `-- distinct: table.column 12` declares a number of values, `-- designkit:` is
an annotation as designs have them, `-- name:` opens the queries, `-- file: NAME` opens a migration
file, `-- recorded: NAME` a file as it was when its checksum was recorded.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import msgspec

from designkit.config import Config, Waiver
from designkit.migrate import checksums, history
from designkit.model import ColumnVolume, QualifiedName, Schema, Volume, replace
from designkit.rules import (
    Findings,
    HistoryContext,
    HistoryRule,
    Rule,
    SchemaContext,
    WaiverRule,
    check,
    check_history,
    check_schema,
)
from designkit.rules.query_rule import CodeRule, QueryRule
from designkit.rules.statement_rule import StatementRule
from designkit.sql.annotations import read_annotations
from tests.rules import workloads
from tests.rules.built import column, table
from tests.rules.scripts import judged_by_all

ReadSql = Callable[[str], Schema]


def judged(rule: Rule, example: str, read_sql: ReadSql, folder: Path) -> Findings:
    """What the whole catalogue says of one example."""
    match rule:
        case HistoryRule():
            return check_history(written(example, folder))
        case WaiverRule():
            return accepted(example)
        case StatementRule():
            return judged_by_all(rule, example)
        case CodeRule():
            return check([workloads.in_go(example)])
        case QueryRule():
            return workloads.judged(example, lambda tables: built(tables, read_sql))
        case _:
            return in_schema(built(example, read_sql), example)


def in_schema(schema: Schema, example: str) -> Findings:
    """What is said of the schema of an example; its own waivers accept a part of that."""
    waivers = read_annotations(example).waivers
    return check_schema(SchemaContext(schema=schema), waivers=waivers)


def built(example: str, read_sql: ReadSql) -> Schema:
    """The schema of an example, with its owners and volumes."""
    schema = read_sql(example)
    owners = {
        name: service
        for service, text in sections(example, "service")
        for name in re.findall(r"CREATE TABLE (\w+)", text)
    }
    tables = tuple(replace(item, service=owners.get(item.name, "")) for item in schema.tables)
    return replace(
        schema, tables=tables, volumes=(*volumes(example), *read_annotations(example).volumes)
    )


def volumes(example: str) -> list[Volume]:
    declared: dict[str, list[ColumnVolume]] = {}
    for line in re.findall(r"^-- distinct: (.*)$", example, re.MULTILINE):
        for name, field, count in re.findall(r"(\w+)\.(\w+) (\d+)", line):
            declared.setdefault(name, []).append(ColumnVolume(column=field, distinct=int(count)))
    return [
        Volume(table=QualifiedName(name=name), columns=tuple(columns))
        for name, columns in declared.items()
    ]


def sections(example: str, kind: str) -> list[tuple[str, str]]:
    """Name and text of each section of a kind."""
    _, *parts = re.split(r"^-- (service|file|recorded): (.*)\n", example, flags=re.MULTILINE)
    found = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return [(name, f"{text.rstrip()}\n") for section, name, text in found if section == kind]


def written(example: str, folder: Path) -> HistoryContext:
    """The history of an example's files, compared with what it recorded before."""
    recorded = sections(example, "recorded")
    for name, text in recorded:
        (folder / name).write_text(text)
    before = checksums.compute(history.read(folder)) if recorded else None
    for name, text in sections(example, "file"):
        (folder / name).write_text(text)
    now = history.read(folder)
    faults = None if before is None else checksums.compare(before, now)
    return HistoryContext(history=now, recorded=faults)


def accepted(example: str) -> Findings:
    """What is said of an example's waivers where `users.email_verified` is to be waived."""
    raw = tomllib.loads(example)["tool"]["designkit"]["waivers"]
    waivers = msgspec.convert(raw, tuple[Waiver, ...])
    users = table("users", column("email_verified", "boolean"))
    config = Config(root=Path("/project"), docs=Path("/project/docs"), waivers=waivers)
    return check([SchemaContext(schema=Schema(tables=(users,)))], config)


def about_waivers(rule: Rule, findings: Findings) -> set[str]:
    """The rules that object; where waivers are judged, only those that judge waivers."""
    names = {finding.rule for finding in findings.unwaived}
    return (
        {name for name in names if name.startswith("waiver-")} if rule.language == "toml" else names
    )
