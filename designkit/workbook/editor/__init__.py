"""The interactive editor: acts of a browser become operations, and the draft becomes panels."""

from __future__ import annotations
