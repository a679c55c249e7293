"""A file of a draft on the disk: saved at each edit, never over somebody else's."""

from __future__ import annotations

import hashlib
from pathlib import Path

from designkit.errors import FileError
from designkit.files import replace_file
from designkit.migrate.script import read_text
from designkit.review.cache import keep, place, recall


class DesignFile:
    """A file, and what it held when we last looked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = self._current()

    def last_good(self) -> DesignFile | None:
        """The same file as it was when a workbook last saved it; None where nobody kept that.

        It holds something else by now, so it is not written until somebody decides.
        """
        kept = _kept_at(self.path)
        content = recall(kept) if kept is not None else None
        if content is None:
            return None
        found = DesignFile(self.path)
        found._seen = content.decode()
        return found

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
            content = text.encode()
            replace_file(self.path, content)
            self._seen = text
            kept = _kept_at(self.path)
            if kept is not None:
                keep(kept, content)

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

    @property
    def is_other(self) -> bool:
        """Whether the file holds something else by now."""
        return self._current() != self._seen

    def put_aside(self) -> Path | None:
        """Copy what the file holds to a name of its own, and count it as seen.

        Returns:
            Where the copy is; None where there was no file.

        Raises:
            FileError: it cannot be written; nothing counts as seen then.
        """
        text = self._current()
        copy = None
        if text is not None:
            content = text.encode()
            mark = hashlib.sha256(content).hexdigest()[:8]
            copy = self.path.with_name(f"{self.path.name}.{mark}.other")
            replace_file(copy, content)
        self._seen = text
        return copy

    def confirm(self) -> None:
        """Make sure that the file holds what we saw last.

        Raises:
            FileError: somebody else wrote it meanwhile.
        """
        if self._current() != self._seen:
            raise FileError(
                f"{self.path}: changed on the disk since this workbook read it, and was left as it "
                "is. Go on from there: wb.reload(). Or from here: wb.keep(), which puts aside what "
                "the file holds."
            )

    def _current(self) -> str | None:
        return read_text(self.path) if self.path.is_file() else None


def _kept_at(path: Path) -> Path | None:
    """Where what a workbook last saved is kept, for when somebody breaks the file by hand."""
    return place("designs", (str(path.resolve()),), of_program=False)
