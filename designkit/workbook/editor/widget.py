"""The thin edge between the editor and a browser: messages in, panels out, and no decision.

The only module that knows anywidget and traitlets, which are untyped. A panel is a trait, so that
a page that is loaded anew, or a second view, finds all of them.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from designkit.workbook.editor.acts import read_message
from designkit.workbook.editor.editor import PANELS, Editor, Panels
from designkit.workbook.views import workbook_html
from designkit.workbook.workbook import Workbook

_STATIC: Final = Path(__file__).with_name("static")


class EditorWidget(anywidget.AnyWidget):
    """An editor as Jupyter shows it.

    Attributes:
        answered: the number of the last message that was answered.
        version: counts what may have changed under the open tab; the browser asks for it then.
        news: counts what came from elsewhere; a page that shows the editor asks for all then, and
            nobody writes panels for an editor whose cell was run again.
    """

    _esm = _STATIC / "editor.js"
    _css = _STATIC / "editor.css"

    status = traitlets.Unicode("").tag(sync=True)
    tables = traitlets.Unicode("").tag(sync=True)
    columns = traitlets.Unicode("").tag(sync=True)
    findings = traitlets.Unicode("").tag(sync=True)
    tab = traitlets.Unicode("").tag(sync=True)
    open_tab = traitlets.Unicode("").tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    version = traitlets.Int(0).tag(sync=True)
    news = traitlets.Int(0).tag(sync=True)

    def __init__(self, workbook: Workbook, focus: str = "") -> None:
        """Show a workbook, a table of it first."""
        super().__init__()
        self.editor = Editor(workbook, focus, heard=self._hear)
        # What comes from elsewhere is shown by the kernel's own loop, when the cell has ended.
        self._loop = _running_loop()
        self._is_told = False
        self._show({**self.editor.panels(), "tab": self.editor.tab()})
        workbook.draft.watch(self._hear)
        self.on_msg(self._receive)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, and for who reads without a kernel a page of what it showed at first."""
        shown = super()._repr_mimebundle_(**options)
        bundle = shown[0] if isinstance(shown, tuple) else shown
        if bundle is not None:
            bundle["text/html"] = workbook_html(self.editor.workbook)
        return shown

    def __repr__(self) -> str:
        return f"<editor of {self.editor.workbook.service}>"

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer a message from the browser."""
        message = read_message(content)
        self._is_told = True  # By the answer itself.
        try:
            panels = self.editor.answer(message)
        finally:
            self._is_told = False
        with self.hold_sync():
            self._show(panels)
            self.answered = message.number

    def _show(self, panels: Panels) -> None:
        for name in PANELS:
            if name in panels:
                self.set_trait(name, panels[name])
        self.open_tab = self.editor.open_tab
        # Without the tab itself it is left to the browser when to ask for that.
        self.version += "columns" in panels and "tab" not in panels

    def _hear(self) -> None:
        """Tell the page, soon and once, when a cell, another editor or long work has news."""
        if self._loop is not None and not self._is_told:
            self._is_told = True
            self._loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        self._is_told = False
        self.news += 1


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
