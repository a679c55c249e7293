"""`designkit check`: what the rules say."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from designkit.cli.answers import remembering
from designkit.cli.outcome import Outcome
from designkit.cli.parameters import Cockroach, Sources, sources_or_services
from designkit.cli.terminal import complain, say, say_exactly, say_json
from designkit.config import Config, Target, load
from designkit.errors import ConfigError, SourceError

if TYPE_CHECKING:
    from designkit.review import Checked
    from designkit.rules.baseline import Compared

# Where this stands, nobody knows whether the migration can be taken back.
_NOT_REHEARSED = "migration-without-down"


class CheckFormat(Enum):
    """How findings are told."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


def check(  # noqa: PLR0917  (each is an option of the command)
    sources: Sources = None,
    output_format: Annotated[
        CheckFormat,
        typer.Option("--format", help="github annotates the lines of a pull request."),
    ] = CheckFormat.TEXT,
    base: Annotated[
        str | None,
        typer.Option(
            metavar="REV", help="A git revision whose migrations may not have changed since."
        ),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(metavar="DATABASE", help="In place of the configured: cockroachdb=25.2."),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help="Only these rules: an id, a pattern, a group."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="All but these rules.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Known findings: only others fail.", dir_okay=False),
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write what stands now to that file.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend in the design what is mechanical, and check again.")
    ] = False,
    database: Annotated[
        bool,
        typer.Option(
            "--database/--no-database", help="Whether a database is asked, or the text alone."
        ),
    ] = True,
    cockroach: Cockroach = None,
) -> Outcome:
    """Say what the rules find in sources.

    Migrations are also rehearsed on a real database, once for each state of their folder; with
    --cockroach on that CockroachDB too.

    Ends with 1 if an error or a warning stands; waived and known findings and notes do not count.
    Ends with 2 if a source could not be read or run, or a migration has no DOWN that could be
    rehearsed.
    """
    from designkit.cli.source_lines import forget
    from designkit.review.checking import check as check_sources
    from designkit.review.inputs import inputs_of_check

    forget()
    if write_baseline and baseline is None:
        raise ConfigError("--write-baseline: say where: --baseline FILE.")
    config = _asked(load(), target, select, ignore)
    given = sources_or_services(sources, config)
    if fix:
        from designkit.cli.fixing import fix as fix_sources

        given = fix_sources(given, config)
    # What rests on more than files, or changes some, is done each time.
    is_lasting = not (fix or base is not None or baseline or (cockroach and database))
    inputs = inputs_of_check(given, config, database=database) if is_lasting else None
    with remembering(inputs) as listening:
        checked = check_sources(given, config, base=base, database=database)
        if cockroach and database:
            from designkit.review.on_cockroach import check_on_cockroach

            checked = checked.joined(check_on_cockroach(given, config, cockroach))
        compared = _compared(checked, baseline, config, write=write_baseline)
        _tell(checked, compared, output_format, config)
        outcome = _outcome(checked, compared)
        # Why something could not be run may lie outside of all files.
        listening.code = None if checked.failures else int(outcome)
    return outcome


def _outcome(checked: Checked, compared: Compared) -> Outcome:
    """How the check ends, of which what stands in the way is told."""
    for failure in checked.failures:
        complain(str(failure))
    unproven = [item for item in checked.findings.unwaived if item.rule == _NOT_REHEARSED]
    if unproven:
        complain(f"not rehearsed for want of a DOWN: {', '.join(item.file for item in unproven)}")
    if checked.failures or unproven:
        return Outcome.FAILED
    stand = compared.new.errors or compared.new.warnings
    return Outcome.FINDINGS if stand else Outcome.CLEAN


def _asked(
    config: Config, target: list[str] | None, select: list[str] | None, ignore: list[str] | None
) -> Config:
    """The configuration with what the command line says in its place."""
    import msgspec

    if target:
        config = msgspec.structs.replace(config, targets=tuple(map(Target.of, target)))
    if select:
        config = msgspec.structs.replace(config, select=tuple(select))
    return msgspec.structs.replace(config, ignore=(*config.ignore, *(ignore or ())))


def _compared(checked: Checked, file: Path | None, config: Config, *, write: bool) -> Compared:
    from designkit.cli.source_lines import line_of
    from designkit.files import replace_file
    from designkit.rules.baseline import Baseline, baseline_of, compare, read_baseline

    known = Baseline()
    if file is not None and write:
        known = baseline_of(checked.findings, line_of, config.root)
        replace_file(file, known.text.encode())
    elif file is not None:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(
                f"{file}: cannot be read: {error}. Write it with --write-baseline."
            ) from error
        known = read_baseline(text, str(file))
    return compare(checked.findings, known, line_of, config.root)


def _tell(checked: Checked, compared: Compared, output_format: CheckFormat, config: Config) -> None:
    match output_format:
        case CheckFormat.JSON:
            say_json(_document(checked, compared))
        case CheckFormat.SARIF:
            import json

            from designkit.cli.sarif import sarif

            log = sarif(compared.new, checked.failures, config.root)
            say_exactly(f"{json.dumps(log, indent=2)}\n")
        case CheckFormat.GITHUB:
            _annotate(checked, compared)
        case CheckFormat.TEXT:
            _say_findings(checked, compared)


def _document(checked: Checked, compared: Compared) -> dict[str, object]:
    from collections import Counter

    from msgspec import to_builtins

    from designkit.cli.finding_documents import failure_document, finding_document

    return {
        "findings": [finding_document(finding) for finding in compared.new],
        "failures": [failure_document(failure) for failure in checked.failures],
        "rules": dict(sorted(Counter(item.rule for item in compared.new.unwaived).items())),
        "baseline": {"known": compared.known, "gone": to_builtins(compared.gone)},
    }


def _annotate(checked: Checked, compared: Compared) -> None:
    from designkit.cli.annotations import annotation, failure_annotation

    for finding in compared.new.unwaived:
        say_exactly(f"{annotation(finding)}\n")
    for failure in checked.failures:
        say_exactly(f"{failure_annotation(failure)}\n")


def _say_findings(checked: Checked, compared: Compared) -> None:
    from designkit.cli.findings import say_finding, say_summary

    for finding in compared.new.unwaived:
        say_finding(finding)
    for item in compared.gone:
        say(f"gone since the baseline: {item}")
    if compared.gone:
        say("Write the baseline again, so that what is gone fails if it comes back.")
    if compared.known:
        say(f"{compared.known} in the baseline")
    # Where nothing could be looked at, "no findings" would mislead.
    if compared.new.items or not checked.failures:
        say_summary(compared.new)
