"""`designkit queries`: what is wrong with registered queries, and their export for services."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from designkit.cli.outcome import Outcome, ending
from designkit.cli.parameters import Format, OutputFormat
from designkit.cli.plan import asked
from designkit.cli.terminal import say, say_exactly, say_json
from designkit.config import load

queries = typer.Typer(
    help="Check the queries of services, and export them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Language(Enum):
    """What queries are written as."""

    SQL = "sql"
    GO = "go"


Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH",
        help=".sql files with `-- name:` lines, Go files, or folders of them; "
        "by default those of every service.",
    ),
]
Schema = Annotated[
    str | None,
    typer.Option(
        "--schema",
        metavar="SOURCE",
        help="On what they run: a service, a folder of migrations, a .sql file, a DSN.",
    ),
]


def check(
    paths: Paths = None, schema: Schema = None, output_format: OutputFormat = Format.TEXT
) -> Outcome:
    """Say what the rules find in queries, each prepared by PostgreSQL on its schema.

    Plans are judged by `designkit plan`.

    Ends with 1 if an error or a warning stands.
    """
    from designkit.cli.finding_documents import finding_document
    from designkit.review.workload import judged, workloads
    from designkit.rules import Findings
    from designkit.workload.ground import examined

    config = load()
    sources = asked([schema] if schema is not None else None, config)
    items: list[object] = []
    found = Findings()
    count = 0
    for workload in workloads(sources, config, queries=paths or ()):
        answers = examined(workload.collected.queries, workload.schema)
        count += len(answers)
        found += judged(workload, answers, config)
        items += [str(note) for note in workload.collected.code.unreadable]
    if output_format is Format.JSON:
        say_json({"findings": [finding_document(item) for item in found], "unreadable": items})
    else:
        for item in found:
            say(str(item))
        for note in items:
            say(f"not read: {note}")
        say(f"{_counted(count)}: {found.summary}")
    return Outcome.FINDINGS if found else Outcome.CLEAN


def export(
    paths: Paths = None,
    schema: Schema = None,
    language: Annotated[
        Language, typer.Option("--language", "-l", help="sql: a catalogue; go: code for sqlx.")
    ] = Language.SQL,
    package: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of the Go file; by default the service's.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to, in place of the terminal; folders are made.",
        ),
    ] = None,
) -> Outcome:
    """Write the queries of one service as a catalogue of SQL, or as Go for sqlx over lib/pq."""
    from designkit.errors import SourceError
    from designkit.files import replace_file
    from designkit.review.workload import workloads
    from designkit.workload.export import catalogue, go_file, package_name
    from designkit.workload.ground import examined, prepared

    config = load()
    sources = asked([schema] if schema is not None else None, config)
    if len(sources) > 1:
        raise SourceError(
            f"several services have queries: {', '.join(sources)}. Say of which one: --schema NAME."
        )
    (workload,) = workloads(sources, config, queries=paths or ())
    if language is Language.SQL:
        text = catalogue(workload.collected.queries)
    else:
        taken = prepared(examined(workload.collected.queries, workload.schema))
        name = package or package_name(workload.service or "queries")
        text = go_file(taken, package=name)
    if output is None:
        say_exactly(text)
    else:
        replace_file(output, text.encode())
        say(f"{output}: {_counted(len(workload.collected.queries))}")
    return Outcome.CLEAN


def _counted(count: int) -> str:
    return f"{count} {'query' if count == 1 else 'queries'}"


queries.command()(ending(check))
queries.command()(ending(export))
