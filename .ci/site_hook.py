"""What MkDocs asks while it builds the site: nothing on it is to be fetched from elsewhere."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig


def on_pre_build(config: MkDocsConfig) -> None:
    """Leave out the script of another host that the plugin `offline` adds.

    Without it a page that is opened from the disk shows no search; a served one does.
    """
    config.extra["polyfills"] = []
