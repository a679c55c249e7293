"""The packages of a folder, found by import path or by file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from designkit.workload.golang.packages import GoFile, Package


class Project:
    """All packages of a folder.

    Attributes:
        modules: path of each Go module by the folder of its go.mod.
        embedded: contents of the other files that the code embeds, by path; asked for one by one.
    """

    def __init__(
        self,
        files: tuple[GoFile, ...],
        modules: Mapping[str, str],
        embedded: Callable[[str], str | None],
    ) -> None:
        self.modules = modules
        self.embedded = embedded
        grouped: dict[tuple[str, str], list[GoFile]] = {}
        for file in files:
            # Tests of a package from the outside are a package of their own.
            grouped.setdefault((file.directory, file.package), []).append(file)
        self.packages = tuple(
            Package(directory, self._import_path(directory), tuple(members))
            for (directory, _), members in grouped.items()
        )
        self._by_key = {package.key: package for package in self.packages}
        self._by_file = {file.path: package for package in self.packages for file in package.files}

    def at(self, key: str) -> Package | None:
        """The package with that key or import path, if it is one of these."""
        return self._by_key.get(key)

    def of(self, file: GoFile) -> Package:
        """The package that a file belongs to."""
        return self._by_file[file.path]

    def _import_path(self, directory: str) -> str:
        folder = PurePosixPath(directory or ".")
        for parent in (folder, *folder.parents):
            key = "" if str(parent) == "." else str(parent)
            if key in self.modules:
                below = str(folder.relative_to(parent))
                return self.modules[key] + ("" if below == "." else f"/{below}")
        return ""
