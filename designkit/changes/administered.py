"""What a live database holds beside its migrations, by administrators and tools: not compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from designkit.changes.access import accesses_of
from designkit.model import Access, Schema, View, replace, without_bookkeeping


def comparable(before: Schema, after: Schema) -> tuple[Schema, Schema]:
    """Both schemas; a live one without the owners and rights of which the other says nothing.

    A live one is read without the tables in which migration tools keep their books, so the other
    is compared without them as well.

    Who runs a server gives the objects to roles, often outside of the migrations. If the migrations
    speak of owners, or of rights, those are compared; and who owns most tables counts as who
    migrates.
    """
    if before.administered == after.administered:
        return before, after
    if before.administered:
        after = without_bookkeeping(after)
        return _as_told_by(after, before), after
    before = without_bookkeeping(before)
    return before, _as_told_by(before, after)


def _as_told_by(other: Schema, live: Schema) -> Schema:
    told = accesses_of(other).values()
    owned = any(access.owner is not None for access in told)
    ruled = any(item.kind == _RULING for item in other.carried)
    granted = ruled or any(access.grants or access.revoked for access in told)
    owners = Counter(table.access.owner for table in live.tables)
    usual = owners.most_common(1)[0][0] if owners else None

    def seen(access: Access) -> Access:
        owner = access.owner if owned and access.owner != usual else None
        return replace(access, owner=owner) if granted else Access(owner=owner)

    if not granted:
        kept = tuple(item for item in live.carried if item.kind != _RULING)
        live = replace(live, carried=kept)
    return _with_access(replace(live, administered=False), seen)


_RULING = "default privileges"


def _with_access(schema: Schema, seen: Callable[[Access], Access]) -> Schema:
    """The schema with every access in it as it is seen."""
    return replace(
        schema,
        tables=tuple(
            replace(
                item,
                access=seen(item.access),
                columns=tuple(
                    replace(column, access=seen(column.access)) for column in item.columns
                ),
            )
            for item in schema.tables
        ),
        views=tuple(_view(item, seen) for item in schema.views),
        enums=tuple(replace(item, access=seen(item.access)) for item in schema.enums),
        sequences=tuple(replace(item, access=seen(item.access)) for item in schema.sequences),
        carried=tuple(replace(item, access=seen(item.access)) for item in schema.carried),
        namespace_settings=tuple(
            item
            for setting in schema.namespace_settings
            if (item := replace(setting, access=seen(setting.access))).is_told
        ),
    )


def _view(view: View, seen: Callable[[Access], Access]) -> View:
    for column in view.column_settings:
        view = view.with_column_setting(replace(column, access=seen(column.access)))
    return replace(view, access=seen(view.access))
