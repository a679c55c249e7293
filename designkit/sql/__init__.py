"""The only door to SQL text: composing it, writing operations as it, splitting what is read."""

from __future__ import annotations
