"""Which migrations of a directory are released, so that nothing about them may change."""

from __future__ import annotations

from collections.abc import Iterator

from designkit.errors import NotApproved
from designkit.migrate import checksums, revisions
from designkit.migrate.checksums import Checksums, Fault
from designkit.migrate.formats import names
from designkit.migrate.history import History
from designkit.migrate.script import Migration
from designkit.model import Value


class Released(Value, frozen=True, kw_only=True):
    """The files that may not be touched, and their chain, None where nobody keeps one."""

    files: frozenset[str]
    chain: Checksums | None

    def among(self, history: History) -> list[Migration]:
        """The migrations of a history of which at least one file is released.

        Raises:
            NotApproved: two of them have one number, so at least one is not released in truth.
        """
        found = [item for item in history.migrations if self.files & {*files_of(history, item)}]
        for group in history.duplicates:
            both = [item for item in group if item in found]
            if len(both) > 1:
                one, other = (item.files[0].relative_to(history.directory) for item in both[:2])
                raise NotApproved(
                    f"{history.directory}: {one} and {other} have one number, and both count as "
                    "released. Name the revision that holds only what is: --base REV."
                )
        return found


def recorded(history: History) -> Released:
    """What `designkit.sum` records, and the main branch of the repository that was cloned holds.

    Raises:
        NotApproved: nothing is recorded, or what is recorded was altered.
        SourceError: the checksums cannot be read.
    """
    chain = checksums.read(history.directory)
    if chain is None:
        raise NotApproved(
            f"{history.directory}: has no {checksums.FILE_NAME}, so nothing says which migrations "
            "are released. Name the revision that holds them: --base REV."
        )
    _refuse_altered(history, checksums.compare(chain, history))
    files = {entry.file for entry in chain.entries}
    public = revisions.published(history.directory)
    if public is not None:
        files.update(public.files)
    return Released(files=frozenset(files), chain=chain)


def held(history: History, base: str) -> Released:
    """What a git revision holds.

    Raises:
        NotApproved: something of it is missing here, or was altered.
        SourceError: git cannot be asked, or knows no such revision.
    """
    directory = history.directory
    revision = revisions.at(directory, base)
    missing = [name for name in revision.files if not (directory / name).exists()]
    if missing:
        raise NotApproved(
            f"{directory}: {base} holds {missing[0]}, which is not here. Merge {base}, or restore "
            "the file, before the others get their numbers."
        )
    _refuse_altered(history, revisions.changed_since(directory, base))
    files = frozenset(revision.files)
    chain = revision.recorded()
    if chain is None:
        keeps = (directory / checksums.FILE_NAME).exists()
        return Released(files=files, chain=Checksums(entries=()) if keeps else None)
    faults = checksums.compare(chain, history)
    _refuse_altered(history, faults)
    return Released(files=files, chain=chain)


def files_of(history: History, migration: Migration) -> Iterator[str]:
    """Yield the names of all files of a migration, those for other databases among them."""
    directory = history.directory
    own = [file.relative_to(directory).as_posix() for file in migration.files]
    yield from own
    for file in history.passed_over:
        found = names.directed(file.name)
        if found is not None and (found.numbered.label, found.numbered.name) == (
            migration.label,
            migration.name,
        ):
            yield file.relative_to(directory).as_posix()


def _refuse_altered(history: History, faults: tuple[Fault, ...]) -> None:
    altered = [fault for fault in faults if fault.kind not in {"added", "collides"}]
    if altered:
        listed = "\n".join(f"  {fault.file} {fault.explanation}" for fault in altered)
        raise NotApproved(f"{history.directory}: released migrations were altered:\n{listed}")
