"""Checking: sources are read, migrations rehearsed, and all that is known put before the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from designkit.concealment import concealed
from designkit.config import Config, Service, Waiver
from designkit.errors import DesignkitError, HistoryError, SourceError, StatementFailed
from designkit.migrate import (
    History,
    Migration,
    Rehearsal,
    is_dsn,
    read,
    rehearse,
    replay,
    revisions,
    seal,
)
from designkit.migrate import history as histories
from designkit.migrate.script import read_text
from designkit.model import QualifiedName, Value, replace
from designkit.rules import (
    Finding,
    Findings,
    HistoryContext,
    SchemaContext,
    rule_named,
)
from designkit.rules import check as ask_rules
from designkit.sql.annotations import read_annotations
from designkit.sql.places import created_tables, places, referenced_tables
from designkit.sql.statements import Statement, split

_MISSING_TABLE = "42P01"


class Checked(Value, frozen=True, kw_only=True):
    """What a check found, and what it could not look at.

    Attributes:
        failures: why a part could not be run; what the rest says stands all the same.
    """

    findings: Findings
    failures: tuple[DesignkitError, ...] = ()


class _Part(Value, frozen=True, kw_only=True):
    """What one source brings to the check."""

    subjects: tuple[SchemaContext | HistoryContext, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    places: Mapping[str, tuple[str, int]]
    file: str
    findings: tuple[Finding, ...] = ()
    failures: tuple[DesignkitError, ...] = ()


def check(sources: Iterable[str | Path], config: Config, *, base: str | None = None) -> Checked:
    """Return what the rules say of sources; of every service of the project, if none is given.

    Migrations are replayed and rehearsed on a real database.

    Args:
        sources: migrations folders, `.sql` files, designs, DSNs.
        config: settings, waivers, and which folder belongs to which service.
        base: a git revision whose migrations may not have changed since.

    Raises:
        ConfigError: the configuration names an unknown rule or option.
    """
    given = [str(source) for source in sources]
    if not given:
        given = [str(item.migrations) for item in expected_services(config)]
    parts = [_part(source, config, base) for source in given]
    subjects = [subject for part in parts for subject in part.subjects]
    waivers = tuple(waiver for part in parts for waiver in part.waivers)
    judged = ask_rules(subjects, config, waivers=waivers)
    own = [finding for part in parts for finding in part.findings]
    placed = [_placed(finding, parts) for finding in judged]
    return Checked(
        findings=Findings(items=(*own, *placed)),
        failures=tuple(failure for part in parts for failure in part.failures),
    )


def expected_services(config: Config) -> tuple[Service, ...]:
    """The services whose migrations are to be read."""
    return tuple(service for service in config.services if _is_expected(service))


def _is_expected(service: Service) -> bool:
    """Whether a service's migrations are to be read: they are there, or somebody said where."""
    if not service.migrations.is_dir():
        return service.declared
    return any(service.migrations.rglob("*.sql"))


def owners(config: Config | None, service: str) -> Mapping[QualifiedName, str]:
    """Tables of the project's other services, with their owner: created by it, or declared."""
    found: dict[QualifiedName, str] = {}
    for other in config.services if config is not None else ():
        if other.name != service:
            names = {*other.tables, *_created(other)}
            found |= {QualifiedName.of(name): other.name for name in names}
    return found


def _created(service: Service) -> frozenset[str]:
    if not service.migrations.is_dir():
        return frozenset()
    try:
        history = histories.find(service.migrations, strict=False, wanted=service.format)
    except SourceError:
        # The check of that service says why; this one does not fail for it.
        return frozenset()
    return created_tables(_statements(history)) if history is not None else frozenset()


def _statements(history: History) -> Iterable[Statement]:
    return (statement for item in history.migrations for statement in item.up.statements)


def _part(source: str, config: Config, base: str | None) -> _Part:
    """What a source brings; one that cannot be read is a failure, and the others are checked."""
    try:
        return _read_part(source, config, base)
    except DesignkitError as error:
        return _Part(places={}, file=concealed(source), failures=(error,))


def _read_part(source: str, config: Config, base: str | None) -> _Part:
    path = Path(source)
    if not is_dsn(source) and path.is_dir():
        return _directory(path, config, base)
    schema = read(source, config=config)
    if is_dsn(source):
        return _Part(subjects=(SchemaContext(schema=schema),), places={}, file="")
    text = read_text(path)
    service = next((item.name for item in config.services if item.design == path.resolve()), "")
    lines = places(split(text))
    return _Part(
        subjects=(SchemaContext(schema=schema, service=service, owners=owners(config, service)),),
        waivers=_owned(read_annotations(text, file=source).waivers, service),
        places={name: (source, line) for name, line in lines.items()},
        file=source,
    )


def _directory(directory: Path, config: Config, base: str | None) -> _Part:
    found = config.service_at(directory)
    history = histories.read(directory, strict=False, wanted=config.format_at(directory))
    service = found.name if found is not None else ""
    known = owners(config, service)
    failures: list[DesignkitError] = [*contradictions(history)]
    subjects: list[SchemaContext | HistoryContext] = []
    findings: list[Finding] = []
    try:
        schema = replay(history).owned_by(service)
        subjects.append(SchemaContext(schema=schema, service=service, owners=known))
    except StatementFailed as error:
        findings += _foreign_reference(error, history, known, service)
        failures.append(error)
    targets = tuple(map(str, config.targets))
    rehearsed = dict(
        zip(history.migrations, rehearse(history.migrations, targets=targets), strict=True)
    )
    if subjects:  # The replay succeeded; a rehearsal that does not is news.
        failures += _unrehearsed(rehearsed)
    subjects.append(_history_context(history, service, base, rehearsed))
    texts = [(file, read_text(file)) for item in history.migrations for file in item.files]
    return _Part(
        subjects=tuple(subjects),
        waivers=_owned(
            (
                waiver
                for file, text in texts
                for waiver in read_annotations(text, file=str(file)).waivers
            ),
            service,
        ),
        places=_places(history),
        file=str(directory),
        findings=tuple(findings),
        failures=tuple(failures),
    )


def contradictions(history: History) -> Iterable[HistoryError]:
    """What the runner of the format would refuse, or would never run."""
    for orphan in history.orphans:
        yield HistoryError(
            f"{orphan}: a way down without its way up, so it was not rehearsed. "
            "Add the up file, or remove this one."
        )
    for file in history.foreign:
        yield HistoryError(
            f"{file}: a migration written in Go, which only its own program can run, so nothing "
            "behind it can be relied on. Write it in SQL."
        )
    for migration in history.migrations:
        for script in (migration.up, *((migration.down,) if migration.down else ())):
            for objection in script.objections:
                yield HistoryError(f"{script.file}:{objection.line}: {objection.problem}")
    if history.format in {"sql-migrate", "diesel"}:
        return  # sql-migrate goes by file name, diesel by text.
    for group in history.duplicates:
        names = " and ".join(migration.files[0].name for migration in group)
        yield HistoryError(
            f"{history.directory}: {names} have one number, so {history.format} runs neither. "
            "Renumber the one that is not released."
        )


def _unrehearsed(rehearsed: Mapping[Migration, Rehearsal]) -> Iterable[StatementFailed]:
    for migration, seen in rehearsed.items():
        error = seen.up.error
        if error is not None:
            yield StatementFailed(
                file=str(migration.up.file),
                line=error.line,
                sqlstate=error.sqlstate,
                problem=f"UP runs once, but not in a rehearsal: {error.message}",
                statement=error.statement,
            )


def _history_context(
    history: History, service: str, base: str | None, rehearsed: Mapping[Migration, Rehearsal]
) -> HistoryContext:
    return HistoryContext(
        history=history,
        service=service,
        recorded=seal.inspect(history),
        revised=revisions.changed_since(history.directory, base) if base is not None else None,
        rehearsed={str(migration.files[0]): seen for migration, seen in rehearsed.items()},
    )


def _foreign_reference(
    error: StatementFailed, history: History, known: Mapping[QualifiedName, str], service: str
) -> Iterable[Finding]:
    """The finding behind a foreign key that PostgreSQL refused because its table is elsewhere."""
    if error.sqlstate != _MISSING_TABLE:
        return
    for statement in _statements(history):
        if statement.text != error.statement:
            continue
        for name in sorted(referenced_tables(statement)):
            owner = known.get(QualifiedName.of(name))
            if owner is not None:
                rule = rule_named("cross-service-foreign-key")
                yield rule.finding(
                    name,
                    f"a foreign key points to {name}, which belongs to service {owner}: keep the "
                    "column, leave out the foreign key",
                    service=service,
                    file=error.file,
                    line=error.line,
                )


def _places(history: History) -> Mapping[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for migration in history.migrations:
        lines = places(migration.up.statements)
        found |= {name: (str(migration.up.file), line) for name, line in lines.items()}
    return found


def _placed(finding: Finding, parts: Iterable[_Part]) -> Finding:
    """The finding at the place where its object, or at least its table, was last written."""
    if finding.file:
        return finding
    for part in parts:
        if not any(subject.service == finding.service for subject in part.subjects):
            continue
        for name in (finding.object, finding.object.rpartition(".")[0]):
            if name in part.places:
                file, line = part.places[name]
                return replace(finding, file=file, line=line)
    return finding


def _owned(waivers: Iterable[Waiver], service: str) -> tuple[Waiver, ...]:
    return tuple(replace(waiver, service=waiver.service or service) for waiver in waivers)
