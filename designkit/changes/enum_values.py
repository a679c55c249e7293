"""Values of enums under new names, and the literals that follow them in every expression."""

from __future__ import annotations

import re
from functools import partial

from designkit.changes.objects import held_text
from designkit.changes.operation import Operation, absent
from designkit.errors import ModelError
from designkit.model import Carried, Enum, Index, QualifiedName, Schema, Table, View, replace

# A name in quotes, or a literal: so that what only looks like either inside of one counts as text.
_QUOTED = re.compile(r'"(?:[^"]|"")*"' r"|'(?:[^']|'')*'")
_ELEMENT = re.compile(r'"(?:[^"\\]|\\.)*"|[^{},"]+', re.DOTALL)
# https://www.postgresql.org/docs/18/arrays.html#ARRAYS-IO
_PLAIN_ELEMENT = re.compile(r'[^{},"\\\s]+')
_BEYOND_NAME = re.compile(r"[\w$.(]")


class RenameValue(Operation, frozen=True, kw_only=True):
    """Rename a value of an enum; rows hold it by number, and literals in expressions follow."""

    enum: QualifiedName
    before: str
    after: str

    def apply(self, schema: Schema) -> Schema:
        enum = enum_of(schema, self.enum)
        if self.before not in enum.values:
            raise ModelError(f"value {self.before!r} of enum {self.enum}", "it does not exist")
        absent(self.after in enum.values, f"value {self.after!r} of enum {self.enum}")
        values = tuple(self.after if it == self.before else it for it in enum.values)
        renamed = replace(enum, values=values)
        return replace(
            schema,
            enums=tuple(renamed if item is enum else item for item in schema.enums),
            tables=tuple(self._inside(schema, item) for item in schema.tables),
            views=tuple(self._view(item) for item in schema.views),
            carried=tuple(self._carried(item) for item in schema.carried),
        )

    def _text(self, text: str) -> str:
        return with_value_renamed(text, self.enum.printed, self.before, self.after)

    def _maybe(self, text: str | None) -> str | None:
        return None if text is None else self._text(text)

    def _inside(self, schema: Schema, table: Table) -> Table:
        return replace(
            table,
            columns=tuple(
                replace(
                    item, default=self._maybe(item.default), generated=self._maybe(item.generated)
                )
                if item.default is not None or item.generated is not None
                else item
                for item in table.columns
            ),
            checks=tuple(
                replace(item, expression=self._text(item.expression)) for item in table.checks
            ),
            other_constraints=tuple(
                replace(item, definition=self._text(item.definition))
                for item in table.other_constraints
            ),
            indexes=tuple(self._index(item) for item in table.indexes),
            partition_key=self._maybe(table.partition_key),
            partition_bound=self._bound(schema, table),
        )

    def _index(self, index: Index) -> Index:
        keys = tuple(replace(key, expression=self._maybe(key.expression)) for key in index.keys)
        return replace(index, keys=keys, predicate=self._maybe(index.predicate))

    def _bound(self, schema: Schema, table: Table) -> str | None:
        """Bounds are printed without their types, so the partitioned column tells it."""
        if table.partition_bound is None:
            return None
        parent = schema.table(table.inherits[0])
        key = (parent.partition_key or "").partition("(")[2].removesuffix(")").replace('"', "")
        column = parent.find_column(key)
        if column is None or column.type != self.enum.printed:
            return table.partition_bound
        return _QUOTED.sub(
            lambda found: quoted(self.after) if _value(found[0]) == self.before else found[0],
            table.partition_bound,
        )

    def _view(self, view: View) -> View:
        return replace(
            view,
            definition=self._text(view.definition),
            indexes=tuple(self._index(item) for item in view.indexes),
            column_settings=tuple(
                replace(item, default=self._maybe(item.default)) for item in view.column_settings
            ),
        )

    def _carried(self, item: Carried) -> Carried:
        held = held_text(item)
        rest = item.definition.removeprefix(held)
        return replace(item, definition=self._text(held) + rest)

    def inverse(self) -> RenameValue:
        return RenameValue(enum=self.enum, before=self.after, after=self.before)

    def describe(self) -> str:
        return f"rename value {self.before!r} of enum {self.enum} to {self.after!r}"


def enum_of(schema: Schema, name: QualifiedName) -> Enum:
    """The enum of that name.

    Raises:
        ModelError: there is no such enum.
    """
    found = next((item for item in schema.enums if item.qualified == name), None)
    if found is None:
        known = ", ".join(str(item.qualified) for item in schema.enums) or "none"
        raise ModelError(f"enum {name}", f"there is no such enum; there are: {known}")
    return found


def value_named(schema: Schema, name: str) -> tuple[QualifiedName, str] | None:
    """The enum and the value that are meant by `enum.value`, or None."""
    for enum in schema.enums:
        value = name.removeprefix(f"{enum.qualified}.")
        if value != name and value in enum.values:
            return enum.qualified, value
    return None


def with_value_renamed(text: str, type_name: str, before: str, after: str) -> str:
    """The text with every literal of an enum, and of arrays of it, under the value's new name.

    PostgreSQL prints each with its type behind it: `'new'::state`, `'{new,done}'::state[]`.
    """
    if f"::{type_name}" not in text:
        return text
    renamed = partial(_literal_renamed, cast=f"::{type_name}", before=before, after=after)
    return _QUOTED.sub(renamed, text)


def _literal_renamed(found: re.Match[str], *, cast: str, before: str, after: str) -> str:
    text, behind = found.string, found.end() + len(cast)
    if found[0].startswith('"') or not text.startswith(cast, found.end()):
        return found[0]
    value = _value(found[0])
    if text.startswith("[]", behind):
        return quoted(_ELEMENT.sub(lambda item: _element(item[0], before, after), value))
    if value != before or _BEYOND_NAME.match(text, behind):
        return found[0]
    return quoted(after)


def _element(text: str, before: str, after: str) -> str:
    value = re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL) if text[0] == '"' else text
    if value != before:
        return text
    if _PLAIN_ELEMENT.fullmatch(after) and after.upper() != "NULL":
        return after
    return '"' + re.sub(r'(["\\])', r"\\\1", after) + '"'


def _value(literal: str) -> str:
    """What a literal holds; of a name in quotes the name."""
    return literal[1:-1].replace("''", "'")


def quoted(value: str) -> str:
    """A value as PostgreSQL prints it, where backslashes stand for themselves."""
    doubled = value.replace("'", "''")
    return f"'{doubled}'"
