"""A file of a draft on the disk: saved at each edit, never over somebody else's."""

from __future__ import annotations

from pathlib import Path

from designkit.errors import FileError
from designkit.files import replace_file
from designkit.migrate.script import read_text


class DesignFile:
    """A file, and what it held when we last looked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = self._current()

    @property
    def text(self) -> str | None:
        """What the file held when we last looked; None where there was none."""
        return self._seen

    def save(self, text: str) -> None:
        """Write the file, unless it holds that already.

        Raises:
            FileError: it cannot be written, or somebody else wrote it meanwhile.
        """
        self.confirm()
        if text != self._seen:
            replace_file(self.path, text.encode())
            self._seen = text

    def remove(self) -> None:
        """Take the file away, if there is one.

        Raises:
            FileError: it cannot be removed, or somebody else wrote it meanwhile.
        """
        self.confirm()
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise FileError(
                f"{self.path}: cannot be removed: {error.strerror or error}."
            ) from error
        self._seen = None

    def confirm(self) -> None:
        """Make sure that the file holds what we saw last.

        Raises:
            FileError: somebody else wrote it meanwhile.
        """
        if self._current() != self._seen:
            raise FileError(
                f"{self.path}: changed on the disk since this workbook read it, and was left as it "
                "is. Open the workbook again to go on from there."
            )

    def _current(self) -> str | None:
        return read_text(self.path) if self.path.is_file() else None
