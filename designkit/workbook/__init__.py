"""The session behind a notebook: a draft, its views, and the magics of a cell."""

from __future__ import annotations

from designkit.workbook.table_editor import TableEditor
from designkit.workbook.workbook import Workbook

__all__ = ["TableEditor", "Workbook"]
