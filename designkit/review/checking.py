"""Checking: sources are read, migrations rehearsed, and all that is known put before the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

import msgspec

from designkit.concealment import concealed
from designkit.config import Config, Waiver
from designkit.errors import DesignkitError, SourceError, StatementFailed
from designkit.migrate import history as histories
from designkit.migrate import revisions, seal
from designkit.migrate.dsn import is_dsn
from designkit.migrate.history import History
from designkit.migrate.script import read_text
from designkit.model import QualifiedName, Schema, Value, replace
from designkit.review.cache import digest
from designkit.review.declared import declared_in_design, sized
from designkit.review.histories import contradictions, foreign_reference
from designkit.review.observing import Seen, observe
from designkit.review.registered import Registered, registered_of
from designkit.review.scripts import Remembering, of_history, of_statements
from designkit.review.services import expected_services, owners
from designkit.rules import (
    Finding,
    Findings,
    HistoryContext,
    SchemaContext,
    ScriptContext,
    Verdict,
)
from designkit.rules import check as ask_rules
from designkit.rules.honouring import honoured
from designkit.rules.judged import Memory, WaitingScript
from designkit.rules.query_rule import WorkloadContext
from designkit.rules.settings import in_paths
from designkit.sql.annotations import read_annotations
from designkit.sql.places import places
from designkit.sql.statements import Statement, split


class Checked(Value, frozen=True, kw_only=True):
    """What a check found, and what it could not look at.

    Attributes:
        failures: why a part could not be run; what the rest says stands all the same.
    """

    findings: Findings
    failures: tuple[DesignkitError, ...] = ()

    def joined(self, other: Checked) -> Checked:
        """All that two checks say."""
        return Checked(
            findings=Findings(items=(*self.findings.items, *other.findings.items)),
            failures=(*self.failures, *other.failures),
        )


class _Part(Value, frozen=True, kw_only=True):
    """What one source brings to the check.

    Attributes:
        subjects: asked for once, since scripts are parsed as they come.
        honoured: what comments of other linters accept.
        places: where objects are written.
    """

    subjects: Iterable[SchemaContext | HistoryContext | WaitingScript | WorkloadContext] = ()
    services: frozenset[str] = frozenset({""})
    waivers: tuple[Waiver, ...] = ()
    honoured: tuple[Waiver, ...] = ()
    places: Mapping[str, tuple[str, int]] = msgspec.field(
        default_factory=dict[str, tuple[str, int]]
    )
    findings: tuple[Finding, ...] = ()
    failures: tuple[DesignkitError, ...] = ()


def check(
    sources: Iterable[str | Path],
    config: Config,
    *,
    base: str | None = None,
    database: bool = True,
) -> Checked:
    """Return what the rules say of sources; of every service of the project, if none is given.

    Migrations are replayed and rehearsed on a real database, unless the very same ones were before.

    Args:
        sources: migrations folders, `.sql` files, designs, DSNs.
        config: settings, waivers, and which folder belongs to which service.
        base: a git revision whose migrations may not have changed since.
        database: whether a database is asked; or else the text alone is judged, and rules about
            schemas have nothing to say.

    Raises:
        ConfigError: the configuration names an unknown rule or option.
    """
    given = [str(source) for source in sources]
    if not given:
        given = [str(item.migrations) for item in expected_services(config)]
    remembering = Remembering(config)
    reading = _Reading(config, base, remembering.memory, database=database)
    parts = [reading.part(source) for source in given]
    judged = ask_rules(
        (subject for part in parts for subject in part.subjects),
        config,
        waivers=tuple(waiver for part in parts for waiver in part.waivers),
        honoured=tuple(waiver for part in parts for waiver in part.honoured),
        memory=remembering.memory,
    )
    remembering.save()
    own = [finding for part in parts for finding in part.findings]
    placed = [_placed(finding, parts) for finding in judged]
    return Checked(
        findings=Findings(items=tuple(in_paths((*own, *placed), config))),
        failures=tuple(failure for part in parts for failure in part.failures),
    )


def check_text(
    text: str, config: Config, *, service: str = "", file: str = "", schema: Schema | None = None
) -> Findings:
    """Return what the rules say of SQL text, statement by statement, and of the schema it builds.

    Args:
        text: statements of any kind, queries too.
        config: settings and waivers.
        service: whose it is.
        file: where it stands.
        schema: what it builds, if somebody ran it; without it, rules about schemas say nothing.

    Raises:
        SourceError: the text holds what only psql understands.
    """
    statements = split(text, judged=True)
    subjects: list[SchemaContext | ScriptContext] = []
    if schema is not None:
        subjects.append(
            SchemaContext(
                schema=schema,
                service=service,
                owners=owners(config, service),
                targets=config.targets,
                has_text=True,
            )
        )
    subjects.append(of_statements(statements, file, service, config.targets))
    found = ask_rules(
        subjects,
        config,
        waivers=_owned(read_annotations(text, file=file).waivers, service),
        honoured=honoured(text, file, config.honour),
    )
    lines = places(statements if schema is not None else ())
    part = _Part(
        places={name: (file, line) for name, line in lines.items()}, services=frozenset({service})
    )
    return Findings(items=tuple(in_paths((_placed(item, (part,)) for item in found), config)))


class _Reading:
    """Reads sources, each into its part of one check."""

    def __init__(self, config: Config, base: str | None, memory: Memory, *, database: bool) -> None:
        self._config = config
        self._memory = memory
        self._base = base
        self._database = database

    def part(self, source: str) -> _Part:
        """What a source brings; one that cannot be read is a failure, and the others go on."""
        try:
            return self._read(source)
        except DesignkitError as error:
            return _Part(failures=(error,))

    def _read(self, source: str) -> _Part:
        if is_dsn(source):
            return self._live(source)
        path = Path(source)
        if path.is_dir():
            return self._folder(path)
        if path.is_file():
            return self._file(path, source)
        raise SourceError(
            f"{concealed(source)}: there is no such file or folder. A source is a folder of "
            "migrations, a .sql file, or a connection string (postgresql://…)."
        )

    def _live(self, source: str) -> _Part:
        if not self._database:
            raise SourceError(f"{concealed(source)}: only a database can tell what is in it.")
        from designkit.database import read_database  # noqa: PLC0415  (it loads a driver)

        context = SchemaContext(schema=read_database(source), targets=self._config.targets)
        return _Part(subjects=(context,))

    def _file(self, path: Path, source: str) -> _Part:
        """A file of SQL: its statements are judged, unless it is a design, and what they build."""
        config = self._config
        owner = next((item.name for item in config.services if item.design == path.resolve()), None)
        service = owner or ""
        text = read_text(path)
        annotations = read_annotations(text, file=source)
        is_design = owner is not None or annotations.base is not None
        failures: list[DesignkitError] = []
        subjects: list[SchemaContext | WaitingScript] = []
        if self._database:
            try:
                subjects.append(self._built(text, source, service, has_text=not is_design))
            except (StatementFailed, SourceError) as error:
                failures.append(error)
        if not is_design:
            subjects.append(self._waiting(text, source, service))
        lines = places(_split(text, source) if self._database else ())
        return _Part(
            subjects=tuple(subjects),
            waivers=_owned(annotations.waivers, service),
            services=frozenset({service}),
            honoured=honoured(text, source, config.honour),
            places={name: (source, line) for name, line in lines.items()},
            failures=tuple(failures),
        )

    def _waiting(self, text: str, source: str, service: str) -> WaitingScript:
        """The statements of a file, which are only told apart where nobody remembers it."""
        key = digest((text, source, service))
        statements = () if key in self._memory.known else _split(text, source)
        targets = self._config.targets
        return WaitingScript(
            key, service, lambda: of_statements(statements, source, service, targets)
        )

    def _built(self, text: str, source: str, service: str, *, has_text: bool) -> SchemaContext:
        from designkit.migrate.sources import read_sql  # noqa: PLC0415  (it loads a driver)

        return SchemaContext(
            schema=read_sql(text, file=source),
            service=service,
            owners=owners(self._config, service),
            targets=self._config.targets,
            has_text=has_text,
        )

    def _folder(self, directory: Path) -> _Part:
        config = self._config
        found = config.service_at(directory)
        history = histories.read(directory, strict=False, wanted=config.format_at(directory))
        service = found.name if found is not None else ""
        failures: list[DesignkitError] = [*contradictions(history)]
        subjects: list[SchemaContext | HistoryContext | WorkloadContext] = []
        findings: list[Finding] = []
        built: Schema | None = None
        rehearsed: Mapping[str, Seen] | None = None
        has_queries = found is not None and bool(found.queries or found.code)
        known: Mapping[QualifiedName, str] = {}
        if self._database or has_queries:
            known = owners(config, service)
        if self._database:
            observed = observe(history, tuple(map(str, config.targets)))
            verdicts = zip(history.migrations, observed.verdicts, strict=True)
            rehearsed = {str(migration.files[0]): seen for migration, seen in verdicts}
            if observed.refused is not None:
                error = observed.refused.error
                findings += foreign_reference(error, history, known, service)
                failures.append(error)
            if observed.schema is not None:
                built = observed.schema.owned_by(service)
                subjects.append(
                    SchemaContext(
                        schema=built,
                        service=service,
                        owners=known,
                        targets=config.targets,
                        has_text=True,
                    )
                )
                # The replay succeeded; a rehearsal that does not is news.
                failures += [item.refused.error for item in observed.verdicts if item.refused]
        subjects.append(_history_context(history, service, self._base, rehearsed))
        texts = [(str(file), read_text(file)) for item in history.migrations for file in item.files]
        annotations = [read_annotations(text, file=file) for file, text in texts]
        registered = Registered()
        if found is not None and has_queries:
            declared = (volume for item in annotations for volume in item.volumes)
            try:
                if built is not None:
                    built = sized(built, (*declared, *declared_in_design(found)))
                registered = registered_of(found, built, config, known)
            except SourceError as error:
                failures.append(error)
        subjects += registered.subjects
        waivers = [waiver for item in annotations for waiver in item.waivers]
        return _Part(
            subjects=chain(subjects, of_history(history, service, config.targets)),
            services=frozenset({service}),
            waivers=(*_owned(waivers, service), *registered.waivers),
            honoured=tuple(
                waiver for file, text in texts for waiver in honoured(text, file, config.honour)
            ),
            places=_places(history) if self._database else {},
            findings=tuple(findings),
            failures=tuple(failures),
        )


def _split(text: str, file: str) -> tuple[Statement, ...]:
    try:
        return split(text, judged=True)
    except SourceError as error:
        raise SourceError(f"{file}: {error}") from error


def _history_context(
    history: History, service: str, base: str | None, rehearsed: Mapping[str, Verdict] | None
) -> HistoryContext:
    return HistoryContext(
        history=history,
        service=service,
        recorded=seal.inspect(history),
        revised=revisions.changed_since(history.directory, base) if base is not None else None,
        rehearsed=rehearsed,
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
        if finding.service not in part.services:
            continue
        for name in (finding.object, finding.object.rpartition(".")[0]):
            if name in part.places:
                file, line = part.places[name]
                return replace(finding, file=file, line=line)
    return finding


def _owned(waivers: Iterable[Waiver], service: str) -> tuple[Waiver, ...]:
    return tuple(replace(waiver, service=waiver.service or service) for waiver in waivers)
