"""An approved change as numbered files that every target can run, in the form that is safe."""

from __future__ import annotations

from designkit.migrate.staging.form import SMALL_ROWS, Form
from designkit.migrate.staging.script import down_text, statements_text, up_text
from designkit.migrate.staging.stage import Stage, stages

__all__ = ["SMALL_ROWS", "Form", "Stage", "down_text", "stages", "statements_text", "up_text"]
