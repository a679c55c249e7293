"""`[tool.designkit]` of pyproject.toml: services, formats, targets, rule settings, waivers.

Two layouts are found without a line of configuration: `migrations/{service}/` with
`queries/{service}/`, and `services/{service}/` with `migrations/`, `queries/` and Go code inside.
Anything else is one line per service.
"""

from __future__ import annotations

import os.path
import re
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal, cast

import msgspec

from designkit.errors import ConfigError

FileFormat = Literal["goose", "sql-migrate", "dbmate", "golang-migrate", "sqlx", "diesel"]
SeverityName = Literal["error", "warning", "info"]
Database = Literal["postgresql", "cockroachdb"]
Linter = Literal["squawk", "atlas"]

_TARGET = re.compile(r"(?P<database>postgresql|cockroachdb)(?:=(?P<version>[0-9]+(?:\.[0-9]+)*))?")


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A database that the migrations shall run on.

    Attributes:
        version: its parts as numbers, `(25, 2)`; empty where any will do.
    """

    database: Database
    version: tuple[int, ...] = ()

    @classmethod
    def of(cls, text: str) -> Target:
        """Read `cockroachdb=25.2`, or a bare `postgresql`.

        Raises:
            ConfigError: it is neither of the two databases, or the version is not one.
        """
        match = _TARGET.fullmatch(text.strip())
        if match is None:
            raise ConfigError(
                f"target {text!r}: designkit knows postgresql and cockroachdb. "
                "Write postgresql=18 or cockroachdb=25.2."
            )
        version = tuple(int(part) for part in (match["version"] or "").split(".") if part)
        return cls(database=cast("Database", match["database"]), version=version)

    def __str__(self) -> str:
        version = ".".join(map(str, self.version))
        return f"{self.database}={version}" if version else self.database


class RuleSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a team says about one rule; `options` are read by the rule itself."""

    enabled: bool = True
    severity: SeverityName | None = None
    options: Mapping[str, object] = msgspec.field(default_factory=dict[str, object])


class Waiver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A finding that a team accepts, for a reason.

    Attributes:
        rule: the rule's id.
        object: what the finding is about: `users`, `users.email_verified`, an index's name, a file;
            "" for any.
        reason: why; a waiver without one is itself a finding.
        service: the service, or "" for all.
        file: the file of the finding, or a pattern of such files; "" for any.
        lines: first and last line of what a comment in SQL speaks of; None where it is no comment,
            or names its object. With an object, either of the two is enough.
        place: the file in which the waiver is written, for findings about the waiver.
        line: of that file, where it is a comment in SQL.
    """

    rule: str
    object: str = ""
    reason: str = ""
    service: str = ""
    file: str = ""
    lines: tuple[int, int] | None = None
    place: str = ""
    line: int | None = None

    @property
    def subject(self) -> str:
        """What it speaks of, in a word or two."""
        if self.object:
            return self.object
        return f"line {self.lines[0]}" if self.lines else self.file


class PathSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a team says about rules in the files of a pattern, `migrations/legacy/**`.

    Attributes:
        pattern: of absolute paths.
    """

    pattern: str
    rules: Mapping[str, RuleSettings]


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A service and where its files lie.

    Attributes:
        migrations: the directory of its migrations; it need not exist yet.
        design: the draft's design file; it need not exist yet.
        declared: whether the configuration says where the migrations lie.
        tables: further tables that it owns, beyond those that its migrations create.
        queries: the folders and files of its queries.
        code: the folders of its Go code.
        approvers: how many people an approval takes.
    """

    name: str
    migrations: Path
    design: Path
    format: FileFormat = "goose"
    declared: bool = False
    tables: tuple[str, ...] = ()
    queries: tuple[Path, ...] = ()
    code: tuple[Path, ...] = ()
    approvers: int = 1
    rules: Mapping[str, RuleSettings] = msgspec.field(default_factory=dict[str, RuleSettings])


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """A project's settings, complete: defaults are filled in, paths are absolute.

    Attributes:
        root: the folder of pyproject.toml, or where the search began when there is none.
        docs: where the generated diagrams and dictionaries go.
        targets: the databases that every migration shall run on, at least one.
        safe: whether changes of tables that may hold many rows take the form that blocks nobody.
        select: the rules that are asked, by id, pattern or group; empty for all.
        ignore: the rules that are not asked, in the same way.
        honour: the linters whose comments of acceptance in SQL count here as well.
        paths: settings of rules for some files, in the order of the configuration.
    """

    root: Path
    services: tuple[Service, ...] = ()
    docs: Path
    targets: tuple[Target, ...] = ()
    safe: bool = True
    rules: Mapping[str, RuleSettings] = msgspec.field(default_factory=dict[str, RuleSettings])
    waivers: tuple[Waiver, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    honour: tuple[Linter, ...] = ()
    paths: tuple[PathSettings, ...] = ()

    def service(self, name: str) -> Service:
        """The service of that name.

        Raises:
            ConfigError: the project does not know it.
        """
        for service in self.services:
            if service.name == name:
                return service
        known = ", ".join(service.name for service in self.services) or "none"
        raise ConfigError(
            f"{self.root / 'pyproject.toml'}: service {name!r} is not configured (known: {known}). "
            f"Add a line [tool.designkit.services.{name}], or make the folder migrations/{name}."
        )

    def service_at(self, directory: Path) -> Service | None:
        """The service whose migrations lie in that directory, or None."""
        wanted = directory.resolve()
        return next((item for item in self.services if item.migrations.resolve() == wanted), None)

    def format_at(self, directory: Path) -> FileFormat | None:
        """The format that the service of that directory is told to have, or None."""
        service = self.service_at(directory)
        return service.format if service is not None else None

    def rule(self, rule: str, service: str = "") -> RuleSettings:
        """The settings of a rule; what a service says about it goes before the project."""
        for item in self.services:
            if item.name == service and rule in item.rules:
                return item.rules[rule]
        return self.rules.get(rule, RuleSettings())

    def rule_at(self, rule: str, file: str) -> RuleSettings | None:
        """What is said about a rule in the files of a pattern; the last that fits counts."""
        for item in reversed(self.paths):
            if rule in item.rules and matches(file, item.pattern):
                return item.rules[rule]
        return None


def matches(file: str, pattern: str) -> bool:
    """Whether a file is meant by an absolute pattern: itself, or a folder that it lies in."""
    path = os.path.abspath(file)  # noqa: PTH100  (resolve() would follow links)
    return fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern.rstrip('/')}/*")


_Approvers = Annotated[int, msgspec.Meta(ge=1)]


class _PathTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: dict[str, dict[str, object]] = {}


class _ServiceTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    migrations: str = ""
    design: str = ""
    format: FileFormat | None = None
    tables: tuple[str, ...] = ()
    queries: str | tuple[str, ...] = ()
    code: str | tuple[str, ...] = ()
    approvers: _Approvers | None = None
    rules: dict[str, dict[str, object]] = {}


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: FileFormat = "goose"
    designs: str = "notebooks/designs"
    docs: str = "docs/database"
    targets: tuple[str, ...] = ("postgresql=18", "cockroachdb=25.2")
    safe: bool = True
    approvers: _Approvers = 1
    services: dict[str, _ServiceTable] = {}
    rules: dict[str, dict[str, object]] = {}
    waivers: tuple[Waiver, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    honour: tuple[Linter, ...] = ()
    paths: dict[str, _PathTable] = {}


def load(start: Path | None = None) -> Config:
    """Read the configuration that governs a folder: of the nearest pyproject.toml that has one.

    Raises:
        ConfigError: the file is not TOML, or holds a key or a value that designkit does not know.
    """
    begin = (start or Path.cwd()).resolve()
    for folder in (begin, *begin.parents):
        file = folder / "pyproject.toml"
        if not file.is_file():
            continue
        try:
            document = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(f"{file}: cannot be read as TOML: {error}") from error
        tools: object = document.get("tool")
        settings = (
            cast("dict[str, object]", tools).get("designkit") if isinstance(tools, dict) else None
        )
        if settings is not None:
            return _complete(folder, file, settings)
    return _complete(begin, begin / "pyproject.toml", {})


def _complete(root: Path, file: Path, settings: object) -> Config:
    try:
        table = msgspec.convert(settings, _Table)
        rules = _rule_settings(table.rules)
        declared = {name: _rule_settings(item.rules) for name, item in table.services.items()}
        paths = tuple(
            PathSettings(pattern=str(root / pattern), rules=_rule_settings(item.rules))
            for pattern, item in table.paths.items()
        )
    except msgspec.ValidationError as error:
        raise ConfigError(f"{file}: [tool.designkit]: {error}") from error
    unknown = {item.service for item in table.waivers} - _discovered(root).keys()
    unknown -= {"", *table.services}
    if unknown:
        raise ConfigError(
            f"{file}: a waiver is of service {min(unknown)!r}, which the project does not know."
        )
    services = tuple(
        Service(
            name=name,
            migrations=root / item.migrations if item.migrations else _found(root, name),
            design=root / (item.design or f"{table.designs}/{name}.sql"),
            format=item.format or table.format,
            declared=bool(item.migrations),
            tables=item.tables,
            queries=_places(root, item.queries, f"queries/{name}", f"services/{name}/queries"),
            code=_places(root, item.code, f"services/{name}"),
            approvers=item.approvers or table.approvers,
            rules=declared.get(name, {}),
        )
        for name, item in sorted((_discovered(root) | table.services).items())
    )
    return Config(
        root=root,
        services=services,
        docs=root / table.docs,
        targets=_targets(file, table.targets),
        safe=table.safe,
        rules=rules,
        waivers=tuple(_waiver(file, item) for item in table.waivers),
        select=table.select,
        ignore=table.ignore,
        honour=table.honour,
        paths=paths,
    )


def _waiver(file: Path, waiver: Waiver) -> Waiver:
    if waiver.lines is not None or waiver.line is not None:
        raise ConfigError(
            f"{file}: [[tool.designkit.waivers]]: lines move. Name the object, or write the waiver "
            "above the statement: -- designkit: allow RULE reason"
        )
    if not waiver.object and not waiver.file:
        raise ConfigError(
            f"{file}: [[tool.designkit.waivers]]: the waiver of {waiver.rule} names neither an "
            "object nor a file. Name one, or switch the rule off."
        )
    pattern = str(file.parent / waiver.file) if waiver.file else ""
    return msgspec.structs.replace(waiver, file=pattern, place=file.name)


def _targets(file: Path, texts: tuple[str, ...]) -> tuple[Target, ...]:
    if not texts:
        raise ConfigError(
            f"{file}: [tool.designkit]: targets is empty. "
            "Name the databases that the migrations run on, or leave the line out for both."
        )
    try:
        found = tuple(Target.of(text) for text in texts)
    except ConfigError as error:
        raise ConfigError(f"{file}: [tool.designkit]: {error}") from error
    if len({target.database for target in found}) != len(found):
        raise ConfigError(
            f"{file}: [tool.designkit]: targets names a database twice. "
            "Keep its oldest version: what runs there runs on the newer ones."
        )
    return found


def _rule_settings(raw: Mapping[str, Mapping[str, object]]) -> dict[str, RuleSettings]:
    known = {"enabled", "severity"}
    return {
        rule: msgspec.convert(
            {key: value for key, value in item.items() if key in known}
            | {"options": {key: value for key, value in item.items() if key not in known}},
            RuleSettings,
        )
        for rule, item in raw.items()
    }


def _places(root: Path, told: str | tuple[str, ...], *usual: str) -> tuple[Path, ...]:
    """What the configuration names, or else those of the usual folders that exist."""
    if told:
        return tuple(root / item for item in ((told,) if isinstance(told, str) else told))
    return tuple(root / folder for folder in usual if (root / folder).is_dir())


def _found(root: Path, name: str) -> Path:
    beside_code = root / "services" / name / "migrations"
    return beside_code if beside_code.is_dir() else root / "migrations" / name


def _discovered(root: Path) -> dict[str, _ServiceTable]:
    own = {path.name for path in (root / "migrations").glob("*/") if path.is_dir()}
    beside_code = {path.parent.name for path in (root / "services").glob("*/migrations/")}
    return {name: _ServiceTable() for name in own | beside_code if not name.startswith(".")}
