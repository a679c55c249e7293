"""Trials: a service's files copied to where nothing counts, so a notebook can approve freely."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from designkit.config import Service
from designkit.migrate import history as histories
from designkit.model import replace
from designkit.workbook.query_draft import query_file


class Trial:
    """A copy of a service in a temporary folder, gone with `close` or with the process."""

    def __init__(self, service: Service, after: int | None = None) -> None:
        """Copy the migrations up to a number, or all of them and the design where none is given."""
        self._folder = Path(tempfile.mkdtemp(prefix="designkit_trial_"))
        atexit.register(self.close)
        self.service = replace(
            service,
            migrations=self._folder / service.name,
            design=self._folder / service.design.name,
        )
        try:
            self._copy(service, after)
        except BaseException:
            self.close()
            raise

    def _copy(self, service: Service, after: int | None) -> None:
        drafts = (service.design, query_file(service)) if after is None else ()
        for draft in drafts:
            if draft.is_file():
                shutil.copy(draft, self._folder / draft.name)
        if not service.migrations.is_dir():
            return
        if after is None:
            shutil.copytree(service.migrations, self.service.migrations)
            return
        history = histories.find(service.migrations, wanted=service.format)
        for migration in history.migrations if history is not None else ():
            if migration.number <= after:
                for file in migration.files:
                    copy = self.service.migrations / file.relative_to(service.migrations)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(file, copy)

    def close(self) -> None:
        """Remove the folder; safe to call twice."""
        atexit.unregister(self.close)
        shutil.rmtree(self._folder, ignore_errors=True)
