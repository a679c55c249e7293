"""The services of a project: whose migrations are to be read, and who owns which table."""

from __future__ import annotations

from collections.abc import Mapping

from designkit.config import Config, Service
from designkit.errors import SourceError
from designkit.migrate import history as histories
from designkit.model import QualifiedName
from designkit.review.histories import up_statements
from designkit.sql.places import created_tables


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
    return created_tables(up_statements(history)) if history is not None else frozenset()
