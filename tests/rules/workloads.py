"""The examples of rules on queries, made into the workloads that they judge.

Beside its tables an example may say `-- target: NAME=VERSION`, a database that runs the queries.
The tables of an example come first, then its queries as files hold them, from the first line with
`-- name:`. Where a table says `rows=` they are planned at that scale. An example in Go is a file of
a service that uses lib/pq.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from designkit.config import Config, Target
from designkit.model import Schema
from designkit.rules import Findings, WorkloadContext, check
from designkit.workload import read_queries, read_query_waivers
from designkit.workload.golang import scan_sources
from designkit.workload.ground import examined, ground
from designkit.workload.volumes import resolve

Build = Callable[[str], Schema]

FILE = "queries.sql"
_QUERIES = re.compile(r"^(?:-- designkit: (?:weight|allow).*\n)*-- name: ", re.MULTILINE)
_TARGET = re.compile(r"^-- target: (.*)$", re.MULTILINE)
_MODULE = b"module example\n\nrequire github.com/lib/pq v1.10.9\n"


def parts(example: str) -> tuple[str, str]:
    """The tables of an example; its queries, in the same lines."""
    found = _QUERIES.search(example)
    assert found is not None, example
    tables = example[: found.start()]
    return tables, "\n" * tables.count("\n") + example[found.start() :]


def in_go(example: str) -> WorkloadContext:
    """The workload of an example in Go."""
    code = scan_sources({"go.mod": _MODULE, "service.go": example.encode()})
    return WorkloadContext(schema=Schema(), code=code)


def in_sql(example: str, build: Build) -> WorkloadContext:
    """The workload of an example in SQL; `build` makes the schema of its tables."""
    tables, text = parts(example)
    schema = build(tables)
    queries = read_queries(text, file=FILE)
    if any(volume.rows for volume in schema.volumes):
        with ground(queries, schema, resolve(schema)) as workload:
            found = workload.planned()
    else:
        found = examined(queries, schema)
    targets = tuple(map(Target.of, _TARGET.findall(tables)))
    return WorkloadContext(schema=schema, queries=found, targets=targets)


def judged(example: str, build: Build, config: Config | None = None) -> Findings:
    """What all rules on queries say of an example in SQL; its own waivers accept a part of that."""
    return judged_in(example, in_sql(example, build), config)


def judged_in(example: str, context: WorkloadContext, config: Config | None = None) -> Findings:
    """The same of an example whose workload is known."""
    waivers = read_query_waivers(parts(example)[1], file=FILE)
    return check([context], config, waivers=waivers)
