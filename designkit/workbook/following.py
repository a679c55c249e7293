"""What is declared of rows, under the names that a rename gave."""

from __future__ import annotations

from designkit.changes import RenameColumn, RenameTable, RenameValue, Told
from designkit.model import ColumnVolume, Schema, Volume, replace


def followed(volumes: tuple[Volume, ...], rename: Told, schema: Schema) -> tuple[Volume, ...]:
    """The volumes after a rename of a table, a column or a value of an enum.

    Args:
        volumes: with the old names.
        rename: what happened.
        schema: before it, where the columns of the enum have its type.
    """
    match rename:
        case RenameTable():
            return tuple(
                replace(item, table=rename.after) if item.table == rename.before else item
                for item in volumes
            )
        case RenameColumn():
            return tuple(_column_renamed(item, rename) for item in volumes)
        case RenameValue():
            return tuple(_value_renamed(item, rename, schema) for item in volumes)


def _column_renamed(volume: Volume, rename: RenameColumn) -> Volume:
    if volume.table != rename.table:
        return volume
    columns = tuple(
        replace(item, column=rename.after) if item.column == rename.before else item
        for item in volume.columns
    )
    return replace(volume, columns=columns)


def _value_renamed(volume: Volume, rename: RenameValue, schema: Schema) -> Volume:
    table = schema.find_table(volume.table)
    columns = table.columns if table is not None else ()
    of_enum = {column.name for column in columns if column.type == rename.enum.printed}
    changed = tuple(
        _with_value(item, rename) if item.column in of_enum else item for item in volume.columns
    )
    return replace(volume, columns=changed)


def _with_value(column: ColumnVolume, rename: RenameValue) -> ColumnVolume:
    def now(value: str | None) -> str | None:
        return rename.after if value == rename.before else value

    return replace(
        column,
        common=tuple((now(value) or value, share) for value, share in column.common),
        bounds=tuple(now(value) or value for value in column.bounds),
        minimum=now(column.minimum),
        maximum=now(column.maximum),
    )
