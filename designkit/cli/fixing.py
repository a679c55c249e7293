"""`check --fix`: what is mechanical is mended in the designs of services, never in a migration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from designkit.cli.terminal import say
from designkit.files import replace_file

if TYPE_CHECKING:
    from designkit.config import Config, Service


def fix(sources: Iterable[str], config: Config) -> tuple[str, ...]:
    """Mend the designs of the services that the sources mean; return what is to be checked then.

    In the place of a service's migrations stands its design, which holds the mended draft.
    """
    return tuple(_fixed(source, config) for source in sources)


def _fixed(source: str, config: Config) -> str:
    service = _service_of(source, config)
    if service is None:
        say(f"{source}: not fixed: only the design of a service of the project is ever changed")
        return source
    return str(_mend(service, config))


def _mend(service: Service, config: Config) -> Path:
    # The workbook is loaded where something is to be mended.
    from designkit.workbook.workbook import Workbook

    design = service.design
    before = design.read_bytes() if design.is_file() else None
    with Workbook(service, config) as workbook:
        operations = [operation.describe() for operation in workbook.fix()]
        unmended = workbook.unmended
    for left in unmended:
        say(f"{service.name}: not fixed: {left}")
    if not operations:
        say(f"{service.name}: nothing is mechanical to fix")
        return design if before is not None else service.migrations
    for operation in operations:
        say(f"{service.name}: fixed: {operation}")
    for line in _way_back(design, before):
        say(f"{service.name}: {line}")
    return design


def _way_back(design: Path, before: bytes | None) -> Iterator[str]:
    """Yield how the design gets back what it was."""
    from designkit.files import nearby

    if before is None:
        yield f"to undo it, delete {nearby(design)}, which is new"
        return
    kept = design.with_name(f"{design.name}.before")
    replace_file(kept, before)
    yield f"to undo it, move {nearby(kept)} over {nearby(design)}"


def _service_of(source: str, config: Config) -> Service | None:
    path = Path(source).resolve()
    for service in config.services:
        if path in {service.design.resolve(), service.migrations.resolve()}:
            return service
    return None
