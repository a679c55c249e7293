"""Annotations: what a design or a migration says beyond SQL, in comments of a line each.

    -- designkit: rows=10M distinct(status)=3 nulls(deleted_at)=0.98
    -- designkit: renamed from purchases
    -- designkit: renamed buyer_id from customer_id
    -- designkit: renamed 'in progress' from 'started'
    -- designkit: not renamed phone_number from phone
    -- designkit: allow boolean-name (users.email_verified) the identity provider names it so
    CREATE TABLE orders (…);

An annotation speaks of the table that the next statement creates, or the enum where it renames a
value. `allow` speaks of whatever the next statement is, or of the one that it stands behind, unless
it names an object in parentheses.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from pglast import ast

from designkit.changes import (
    RenameColumn,
    RenameTable,
    RenameValue,
    Told,
    groundless,
)
from designkit.changes.enum_values import quoted
from designkit.config import Waiver
from designkit.errors import ModelError, SourceError
from designkit.model import PUBLIC, ColumnVolume, QualifiedName, Schema, Value, Volume, replace
from designkit.sql.statements import (
    Statement,
    comments,
    node_of,
    split,
    spoken_of,
    without_rows,
)
from designkit.sql.text import identifier

_MARK = "designkit:"
_ALLOW = re.compile(r"allow\s+(?P<rule>\S+)(?:\s+\((?P<object>[^)]*)\))?(?:\s+(?P<reason>.+))?")
# A name stands as it is, or in the double quotes of SQL where it is no plain word.
_NAME = r"(?:\"(?:[^\"]|\"\")+\"|[^\s\".()=]+)"
_RENAMED = re.compile(
    rf"renamed(?:\s+(?P<after>{_NAME}))?\s+from"
    rf"\s+(?:(?P<namespace>{_NAME})\.)?(?P<before>{_NAME})"
)
_VALUE = r"'(?:[^']|'')*'"
_VALUE_RENAMED = re.compile(rf"renamed\s+(?P<after>{_VALUE})\s+from\s+(?P<before>{_VALUE})")
_VOLUME = re.compile(
    rf"(?P<what>rows|distinct|nulls)(?:\((?P<column>{_NAME})\))?=(?P<number>\S+)(?:\s+|$)"
)
_KNOWN = "designkit knows allow, renamed, not renamed, rows=1M, distinct(a)=3, nulls(a)=0.5"
_WORDS = ("allow", "base", "renamed", "not", "rows", "distinct", "nulls")
_LARGEST = 10**18
_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9}


class Annotations(Value, frozen=True, kw_only=True):
    """All that the annotations of one text say.

    Attributes:
        renames: since the last migration, in the order of the text.
        places: where each of the renames stands; empty where they are not of a text.
        apart: what looks like a rename since then, and is none.
        base: the name of the state of the migrations that a design builds on, "" for none; None
            where nobody said.
    """

    base: str | None = None

    waivers: tuple[Waiver, ...] = ()
    renames: tuple[Told, ...] = ()
    places: tuple[str, ...] = ()
    apart: tuple[Told, ...] = ()
    volumes: tuple[Volume, ...] = ()


def read_annotations(text: str, *, file: str = "") -> Annotations:
    """The annotations of a text; SQL that does not parse has none, since the server refuses it.

    Raises:
        SourceError: a line begins as an annotation and is none that designkit knows.
    """
    text = without_rows(text) if _MARK in text else text
    marked = (
        [item for item in comments(text) if item.words.startswith(_MARK)] if _MARK in text else []
    )
    if not marked:
        return Annotations()
    statements = split(text, judged=True)
    volumes: dict[QualifiedName, Volume] = {}
    waivers: list[Waiver] = []
    renames: dict[str, Told] = {}
    apart: list[Told] = []
    base: str | None = None
    for comment in marked:
        line, words = comment.line, comment.words.removeprefix(_MARK).strip()
        if not comment.is_alone and not words.startswith("allow"):
            continue
        place = f"{file}:{line}" if file else f"line {line}"
        below = _created_below(statements, line)
        table = below.name if below is not None and below.kind == "table" else None
        try:
            match words.partition(" ")[0].partition("=")[0].partition("(")[0]:
                case "allow":
                    # One that speaks of nothing stands for its own line, and waives nothing.
                    found = spoken_of(comment, statements) or (line, line)
                    waiver = _waiver(words, table if comment.is_alone else None, found, file)
                    waivers.append(replace(waiver, place=file, line=line))
                case "base":
                    base = words.removeprefix("base").strip()
                case "renamed":
                    renames[place] = _rename(words, below)
                case "not":
                    apart.append(_rename(words.removeprefix("not").lstrip(), below))
                case "rows" | "distinct" | "nulls":
                    name = _required(table)
                    volumes[name] = _volume(words, volumes.get(name, Volume(table=name)))
                case word:
                    raise _unknown(word)
        except ModelError as error:
            raise SourceError(f"{place}: annotation {words!r}: {error}") from error
    return Annotations(
        base=base,
        waivers=tuple(waivers),
        renames=tuple(renames.values()),
        places=tuple(renames),
        apart=tuple(apart),
        volumes=tuple(volumes.values()),
    )


def demand_grounds(annotations: Annotations, before: Schema, after: Schema) -> None:
    """Make sure that the renames which a text tells can be meant between these schemas.

    Raises:
        SourceError: one speaks of what a schema does not hold.
    """
    for place, rename in zip(annotations.places, annotations.renames, strict=True):
        problem = groundless(rename, annotations.renames, before, after)
        if problem:
            raise SourceError(
                f"{place}: {rename.describe()}: {problem}. Correct the line, or delete it."
            )


def annotation_lines(annotations: Annotations, table: QualifiedName) -> Iterator[str]:
    """The comment lines that stand above a table: its volume, its renames, its waivers."""
    for volume in annotations.volumes:
        if volume.table == table and (words := _volume_words(volume)):
            yield f"-- {_MARK} {words}"
    for verb, rename in _told(annotations):
        match rename:
            case RenameTable() if rename.after == table:
                yield f"-- {_MARK} {verb} from {_quoted(rename.before)}"
            case RenameColumn() if rename.table == table:
                yield f"-- {_MARK} {verb} {_quoted(rename.after)} from {_quoted(rename.before)}"
            case _:
                continue
    for waiver in annotations.waivers:
        if waiver.object.split(".")[0] == table.name:
            yield waiver_line(waiver)


def value_lines(annotations: Annotations, enum: QualifiedName) -> Iterator[str]:
    """The comment lines that stand above an enum: the renames of its values."""
    for verb, rename in _told(annotations):
        if isinstance(rename, RenameValue) and rename.enum == enum:
            words = f"{verb} {quoted(rename.after)} from {quoted(rename.before)}"
            yield f"-- {_MARK} {_on_one_line(words)}"


def _told(annotations: Annotations) -> Iterator[tuple[str, Told]]:
    """The renames, and what is none, each with its verb."""
    yield from (("renamed", rename) for rename in annotations.renames)
    yield from (("not renamed", rename) for rename in annotations.apart)


def base_line(base: str) -> str:
    """The comment in which a design says what it builds on."""
    return f"-- {_MARK} base {base}".rstrip()


def waiver_line(waiver: Waiver) -> str:
    """A waiver as the comment that a design or a migration carries."""
    reason = " ".join(waiver.reason.split())
    return f"-- {_MARK} allow {waiver.rule} ({waiver.object}) {reason}".rstrip()


class _Created(NamedTuple):
    kind: Literal["table", "enum"]
    name: QualifiedName


def _created_below(statements: tuple[Statement, ...], line: int) -> _Created | None:
    """The table or enum that the first statement below a line creates, or None."""
    following = next((item for item in statements if item.line > line), None)
    match node_of(following) if following is not None else None:
        case ast.CreateStmt(relation=ast.RangeVar(schemaname=namespace, relname=name)):
            return _Created("table", _qualified(namespace, name))
        case ast.CreateEnumStmt(typeName=names) if names:
            *namespaces, name = [item.sval for item in names if isinstance(item, ast.String)]
            return _Created("enum", _qualified(namespaces[-1] if namespaces else None, name))
        case _:
            return None


def _qualified(namespace: object, name: object) -> QualifiedName:
    return QualifiedName(namespace=PUBLIC if namespace is None else str(namespace), name=str(name))


def _unknown(word: str) -> ModelError:
    near = difflib.get_close_matches(word.lower(), _WORDS, n=1)
    return ModelError(word, f"{_KNOWN}; did you mean {near[0]}?" if near else _KNOWN)


def _required(table: QualifiedName | None) -> QualifiedName:
    if table is None:
        raise ModelError("place", "it must stand above the CREATE TABLE that it speaks of")
    return table


def _waiver(
    words: str,
    table: QualifiedName | None,
    lines: tuple[int, int],
    file: str,
) -> Waiver:
    match = _ALLOW.fullmatch(words)
    if match is None:
        raise ModelError("allow", "write: allow RULE (object) reason")
    waiver = Waiver(rule=match["rule"], reason=match["reason"] or "")
    if match["object"]:
        return replace(waiver, object=match["object"])
    return replace(waiver, object="" if table is None else str(table), file=file, lines=lines)


def _rename(words: str, below: _Created | None) -> Told:
    if below is None:
        raise ModelError("place", "it must stand above the CREATE TABLE or ENUM that it speaks of")
    if below.kind == "enum":
        return _value_rename(words, below.name)
    table = below.name
    match = _RENAMED.fullmatch(words)
    if match is None:
        raise ModelError("renamed", "write: renamed from OLD_TABLE, or: renamed COLUMN from OLD")
    before = _unquoted(match["before"])
    if match["after"] is not None:
        return RenameColumn(table=table, before=before, after=_unquoted(match["after"]))
    namespace = _unquoted(match["namespace"]) if match["namespace"] else PUBLIC
    return RenameTable(before=QualifiedName(namespace=namespace, name=before), after=table)


def _value_rename(words: str, enum: QualifiedName) -> RenameValue:
    match = _VALUE_RENAMED.fullmatch(words)
    if match is None:
        raise ModelError("renamed", "write of an enum: renamed 'new value' from 'old value'")
    before, after = (match[side][1:-1].replace("''", "'") for side in ("before", "after"))
    return RenameValue(enum=enum, before=before, after=after)


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _quoted(name: str | QualifiedName) -> str:
    """A name as an annotation holds it: as SQL does, on one line.

    Raises:
        ModelError: the name holds a line break.
    """
    return _on_one_line(identifier(name).text)


def _on_one_line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise ModelError(f"name {text}", "no annotation can hold a name with a line break")
    return text


def _volume(words: str, known: Volume) -> Volume:
    place = 0
    while place < len(words):
        match = _VOLUME.match(words, place)
        if match is None:
            raise ModelError(words[place:], _KNOWN)
        place = match.end()
        number = _number(match["number"])
        if match["what"] == "rows":
            known = replace(known, rows=int(number))
            continue
        if match["column"] is None:
            raise ModelError(match[0].strip(), f"say of which column: {match['what']}(status)=…")
        known = _with_column(known, _unquoted(match["column"]), match["what"], number)
    return known


def _with_column(known: Volume, name: str, what: str, number: Decimal) -> Volume:
    column = next(
        (item for item in known.columns if item.column == name), ColumnVolume(column=name)
    )
    if what == "distinct":
        column = replace(column, distinct=int(number))
    else:
        column = replace(column, null_share=float(number))
    others = tuple(item for item in known.columns if item.column != name)
    return replace(known, columns=(*others, column))


def _number(text: str) -> Decimal:
    scale = _SCALES.get(text[-1:].lower(), 1)
    digits = text[:-1] if scale > 1 else text
    try:
        number = Decimal(digits.replace("_", "")) * scale
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite() or number > _LARGEST:
        raise ModelError(text, "write a number: 1000, 10k, 2.5M, 1B, 0.98")
    return number


def _volume_words(volume: Volume) -> str:
    words = [] if volume.rows is None else [f"rows={_short(volume.rows)}"]
    for column in volume.columns:
        if column.distinct is not None:
            words.append(f"distinct({_quoted(column.column)})={_short(column.distinct)}")
        if column.null_share is not None:
            words.append(f"nulls({_quoted(column.column)})={column.null_share!r}")
    return " ".join(words)


def _short(number: int) -> str:
    for letter, scale in (("B", 10**9), ("M", 10**6), ("k", 10**3)):
        if number >= scale and number % (scale // 10) == 0:
            whole, tenth = divmod(number * 10 // scale, 10)
            return f"{whole}.{tenth}{letter}" if tenth else f"{whole}{letter}"
    return str(number)
