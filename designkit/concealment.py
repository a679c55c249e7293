"""What must not be shown: passwords, wherever a text may hold one."""

from __future__ import annotations

import re

# For text of which nobody knows that it holds a connection string, as a mistyped one does.
_PASSWORD = re.compile(
    r"(?:(?<=//)|(?<=:/))(/*[^\s/@:]*):\S*(?=@)|(\bpassword\s*=\s*)(?:'[^']*'|[^\s&'\"]+)"
)


def concealed(text: object) -> str:
    """The text, with what looks like the password of a connection string made unreadable."""
    return _PASSWORD.sub(
        lambda found: f"{found[2]}***" if found[2] else f"{found[1]}:***", str(text)
    )
