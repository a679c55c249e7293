"""Annotations: what a design or a migration says beyond SQL, in comments of a line each.

    -- designkit: rows=10M distinct(status)=3 nulls(deleted_at)=0.98
    -- designkit: renamed from purchases
    -- designkit: renamed buyer_id from customer_id
    -- designkit: allow boolean-name (users.email_verified) the identity provider names it so
    CREATE TABLE orders (…);

An annotation speaks of the table that the next statement creates; `allow` may name another object
in parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pglast import ast

from designkit.changes import Rename, RenameColumn, RenameTable
from designkit.config import Waiver
from designkit.errors import ModelError, SourceError
from designkit.model import PUBLIC, ColumnVolume, QualifiedName, Value, Volume, replace
from designkit.sql.statements import Statement, line_comments, node_of, split
from designkit.sql.text import identifier

_MARK = "designkit:"
_ALLOW = re.compile(r"allow\s+(?P<rule>\S+)(?:\s+\((?P<object>[^)]*)\))?(?:\s+(?P<reason>.+))?")
# A name stands as it is, or in the double quotes of SQL where it is no plain word.
_NAME = r"(?:\"(?:[^\"]|\"\")+\"|[^\s\".()=]+)"
_RENAMED = re.compile(
    rf"renamed(?:\s+(?P<after>{_NAME}))?\s+from"
    rf"\s+(?:(?P<namespace>{_NAME})\.)?(?P<before>{_NAME})"
)
_VOLUME = re.compile(
    rf"(?P<what>rows|distinct|nulls)(?:\((?P<column>{_NAME})\))?=(?P<number>\S+)(?:\s+|$)"
)
_LARGEST = 10**18
_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9}


class Annotations(Value, frozen=True, kw_only=True):
    """All that the annotations of one text say.

    Attributes:
        renames: since the last migration, in the order of the text.
        base: the name of the state of the migrations that a design builds on, "" for none; None
            where nobody said.
    """

    base: str | None = None

    waivers: tuple[Waiver, ...] = ()
    renames: tuple[Rename, ...] = ()
    volumes: tuple[Volume, ...] = ()


def read_annotations(text: str, *, file: str = "") -> Annotations:
    """The annotations of a text; SQL that does not parse has none, since the server refuses it.

    Raises:
        SourceError: a line begins as an annotation and is none that designkit knows.
    """
    marked = [
        (line, words.removeprefix(_MARK).strip())
        for line, words in line_comments(text)
        if words.startswith(_MARK)
    ]
    if not marked:
        return Annotations()
    statements = split(text)
    volumes: dict[QualifiedName, Volume] = {}
    waivers: list[Waiver] = []
    renames: list[Rename] = []
    base: str | None = None
    for line, words in marked:
        place = f"{file}:{line}" if file else f"line {line}"
        table = _table_below(statements, line)
        try:
            match words.partition(" ")[0].partition("=")[0].partition("(")[0]:
                case "allow":
                    waivers.append(_waiver(words, table, place))
                case "base":
                    base = words.removeprefix("base").strip()
                case "renamed":
                    renames.append(_rename(words, _required(table)))
                case _:
                    name = _required(table)
                    volumes[name] = _volume(words, volumes.get(name, Volume(table=name)))
        except ModelError as error:
            raise SourceError(f"{place}: annotation {words!r}: {error}") from error
    return Annotations(
        base=base,
        waivers=tuple(waivers),
        renames=tuple(renames),
        volumes=tuple(volumes.values()),
    )


def annotation_lines(annotations: Annotations, table: QualifiedName) -> Iterator[str]:
    """The comment lines that stand above a table: its volume, its renames, its waivers."""
    for volume in annotations.volumes:
        if volume.table == table and (words := _volume_words(volume)):
            yield f"-- {_MARK} {words}"
    for rename in annotations.renames:
        match rename:
            case RenameTable() if rename.after == table:
                yield f"-- {_MARK} renamed from {_quoted(rename.before)}"
            case RenameColumn() if rename.table == table:
                yield f"-- {_MARK} renamed {_quoted(rename.after)} from {_quoted(rename.before)}"
            case _:
                continue
    for waiver in annotations.waivers:
        if waiver.object.split(".")[0] == table.name:
            yield waiver_line(waiver)


def base_line(base: str) -> str:
    """The comment in which a design says what it builds on."""
    return f"-- {_MARK} base {base}".rstrip()


def waiver_line(waiver: Waiver) -> str:
    """A waiver as the comment that a design or a migration carries."""
    reason = " ".join(waiver.reason.split())
    return f"-- {_MARK} allow {waiver.rule} ({waiver.object}) {reason}".rstrip()


def _table_below(statements: tuple[Statement, ...], line: int) -> QualifiedName | None:
    """The table that the first statement below a line creates, or None."""
    following = next((item for item in statements if item.line > line), None)
    parsed = node_of(following) if following is not None else None
    if not isinstance(parsed, ast.CreateStmt) or parsed.relation is None:
        return None
    name = str(parsed.relation.relname)
    namespace = parsed.relation.schemaname
    if namespace is None:
        return QualifiedName(name=name)
    return QualifiedName(namespace=str(namespace), name=name)


def _required(table: QualifiedName | None) -> QualifiedName:
    if table is None:
        raise ModelError("place", "it must stand above the CREATE TABLE that it speaks of")
    return table


def _waiver(words: str, table: QualifiedName | None, place: str) -> Waiver:
    match = _ALLOW.fullmatch(words)
    if match is None:
        raise ModelError("allow", "write: allow RULE (object) reason")
    named = match["object"] or str(_required(table))
    return Waiver(rule=match["rule"], object=named, reason=match["reason"] or "", place=place)


def _rename(words: str, table: QualifiedName) -> Rename:
    match = _RENAMED.fullmatch(words)
    if match is None:
        raise ModelError("renamed", "write: renamed from OLD_TABLE, or: renamed COLUMN from OLD")
    before = _unquoted(match["before"])
    if match["after"] is not None:
        return RenameColumn(table=table, before=before, after=_unquoted(match["after"]))
    namespace = _unquoted(match["namespace"]) if match["namespace"] else PUBLIC
    return RenameTable(before=QualifiedName(namespace=namespace, name=before), after=table)


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _quoted(name: str | QualifiedName) -> str:
    """A name as an annotation holds it: as SQL does, on one line.

    Raises:
        ModelError: the name holds a line break.
    """
    text = identifier(name).text
    if "\n" in text or "\r" in text:
        raise ModelError(f"name {text}", "no annotation can hold a name with a line break")
    return text


def _volume(words: str, known: Volume) -> Volume:
    place = 0
    while place < len(words):
        match = _VOLUME.match(words, place)
        if match is None:
            raise ModelError(
                words[place:],
                "designkit knows allow, renamed, rows=10M, distinct(a)=3, nulls(a)=0.5",
            )
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
