"""The public functions: what a notebook imports as `dk`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from designkit import config as configuration
from designkit import migrate, review
from designkit.changes import Rename
from designkit.config import Config, Service, Target
from designkit.migrate import Rehearsals, declared
from designkit.migrate import history as histories
from designkit.migrate.dsn import is_dsn
from designkit.model import Schema, replace
from designkit.review import Planned
from designkit.review.planning import plan as plan_queries
from designkit.review.volumes import Measured, statistics_of, with_volumes
from designkit.rules import Findings, WorkloadContext
from designkit.rules.engine import names_schema_rule
from designkit.sql.annotations import Annotations, demand_grounds
from designkit.sql.script import Changes
from designkit.workbook import display
from designkit.workbook.trial import Trial
from designkit.workbook.workbook import Workbook
from designkit.workload.given import Given, given_queries
from designkit.workload.plans import GROWTH

Source = str | Path | Schema


def open(service: str, *, trial: bool = False, after: int | None = None) -> Workbook:
    """The workbook of a service: its migrations replayed, its draft restored.

    Args:
        service: a service of the project's configuration.
        trial: work on a copy in a temporary folder; what is approved there counts nowhere.
        after: begin a trial behind the migration of that number; 0 begins from nothing.

    Raises:
        ConfigError: the project does not know the service.
        StatementFailed: a migration or the design does not run. Where a design that was saved on
            this machine is broken since, the workbook opens with the one saved last, and
            `conflict` says what is wrong with the file.
    """
    config = configuration.load()
    found = config.service(service)
    copy = Trial(found, after) if trial or after is not None else None
    workbook = Workbook(found, config, trial=copy, last_good=True)
    display.install(workbook)
    return workbook


def read(source: str | Path) -> Schema:
    """The schema of a migrations folder, a `.sql` file, a design, or a DSN.

    It is what a real PostgreSQL holds after running it; a DSN is read in a read-only session.

    Raises:
        SourceError: there is no such source.
        StatementFailed: PostgreSQL refused a statement.
        ConnectionFailed: the server of a DSN does not answer.
    """
    display.install()
    return migrate.read(source, config=configuration.load())


def read_sql(text: str) -> Schema:
    """The schema that SQL statements build on an empty PostgreSQL.

    Raises:
        StatementFailed: PostgreSQL refused a statement.
    """
    display.install()
    return migrate.read_sql(text)


def diff(before: Source, after: Source, renames: Sequence[Rename] = ()) -> Changes:
    """The changes from one schema to another: ordered operations, `.up`, `.down`, `.hazards`.

    Falsy where the two are equal. Renames are given, or declared in the annotations of `after` if
    that is a `.sql` file, and never guessed.

    Raises:
        DiffIncomplete: they differ in something that no operation expresses.
        SourceError: an annotation tells a rename of what is not there.
    """
    start, goal = _schema(before), _schema(after)
    told = Annotations() if isinstance(after, Schema) else declared(after)
    demand_grounds(told, start, goal)
    return Changes.between(start, goal, (*told.renames, *renames), apart=told.apart)


def check(source: str | Path) -> Findings:
    """What the rules say of a source; the migrations of a folder are rehearsed, too.

    Raises:
        DesignkitError: a part of it could not be run.
    """
    display.install()
    checked = review.check([source], configuration.load())
    for failure in checked.failures:
        raise failure
    return checked.findings


def check_sql(
    text: str,
    *,
    service: str = "",
    target: str | Sequence[str] = (),
    select: Sequence[str] = (),
    schema: bool | None = None,
) -> Findings:
    """What the rules say of SQL, statement by statement, without asking a database.

    Args:
        text: statements of any kind, queries too.
        service: whose it is.
        target: the databases that shall run it, `cockroachdb=25.2`; those of the project's
            configuration, if none is named.
        select: the rules to ask: ids, patterns (`cockroachdb-*`), groups; all, if none is named.
        schema: whether to run the text on an empty PostgreSQL as well, for what rules say of the
            schema that it builds; by default, where `select` names such a rule, other than
            those on CockroachDB, which judge statements as well.

    Raises:
        ConfigError: a target or a rule does not exist.
        SourceError: the text holds what only psql understands.
        StatementFailed: PostgreSQL, if it was asked, refused a statement.
    """
    display.install()
    config = configuration.load()
    targets = (target,) if isinstance(target, str) and target else target
    if targets:
        config = replace(config, targets=tuple(map(Target.of, targets)))
    if select:
        config = replace(config, select=tuple(select))
    if schema is None:
        schema = bool(select) and names_schema_rule(config)
    built = read_sql(text) if schema else None
    return review.check_text(text, config, service=service, schema=built)


def verify(source: str | Path) -> Rehearsals:
    """The rehearsal of every migration of a folder: UP, DOWN, UP again on a real database.

    Raises:
        SourceError: the folder holds no migrations.
    """
    display.install()
    config = configuration.load()
    path = Path(source)
    history = histories.read(path, strict=False, wanted=config.format_at(path))
    targets = map(str, config.targets)
    return Rehearsals(items=tuple(migrate.rehearse(history.migrations, targets=targets)))


def plan(
    source: Source,
    queries: Given,
    *,
    statistics: Measured = None,
    growth: Sequence[float] = GROWTH,
    cockroach: str = "",
) -> Planned:
    """What PostgreSQL would do with queries at production's scale, on an empty database.

    Args:
        source: a schema, a service of the project, or whatever `read` takes.
        queries: `.sql` files with `-- name:` lines, Go files, or folders of them; SQL text; a
            mapping from names to SQL; queries that were read already.
        statistics: a file of `pg_dump --statistics-only`, or a connection string, which is only
            read; what is declared goes before it, and what neither says is guessed.
        growth: the factors by which all tables grow, ascending; of each plan the first is told
            that changes it.
        cockroach: the connection string of a CockroachDB that is asked too, in a scratch database
            that is told the same rows; where it cannot tell, the answer says why.

    Raises:
        SourceError: there is no such source, or no query.
        QueryError: a text is no query.
        ConnectionFailed: a server does not answer, or was given with DESIGNKIT_DSN, so that no
            database of any scale is made there.
    """
    display.install()
    config = configuration.load()
    service = _service(source, config)
    if isinstance(source, Schema):
        schema = source
    else:
        place = source if service is None else service.migrations
        schema = with_volumes(migrate.read(place, config=config), place, config)
    name = "" if service is None else service.name
    context = WorkloadContext(
        schema=schema, service=name, targets=config.targets, owners=review.owners(config, name)
    )
    return plan_queries(
        given_queries(queries, service=name),
        context,
        config,
        measured=statistics_of(statistics),
        growth=growth,
        cockroach=cockroach,
    )


def _service(source: Source, config: Config) -> Service | None:
    """The service whose name or whose migrations the source is."""
    if isinstance(source, Schema) or is_dsn(source):
        return None
    named = next((item for item in config.services if item.name == str(source)), None)
    return named or config.service_at(Path(source))


def _schema(source: Source) -> Schema:
    return source if isinstance(source, Schema) else read(source)
