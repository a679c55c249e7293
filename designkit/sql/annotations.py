"""Annotations: what a design or a migration says beyond SQL, in comments of a line each.

    -- designkit: rows=10M growth=5%/month distinct(status)=3 common(status)='active':0.7
    -- designkit: renamed from purchases
    -- designkit: renamed buyer_id from customer_id
    -- designkit: renamed 'in progress' from 'started'
    -- designkit: not renamed phone_number from phone
    -- designkit: allow boolean-name (users.email_verified) the identity provider names it so
    CREATE TABLE orders (…);

An annotation speaks of the table that the next statement creates, or the enum where it renames a
value. `allow` speaks of whatever the next statement is, or of the one that it stands behind, unless
it names an object in parentheses. The words of volumes are those of `volume_words`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from pglast import ast

from designkit.changes import (
    RenameColumn,
    RenameTable,
    RenameValue,
    Told,
    groundless,
)
from designkit.config import Waiver
from designkit.errors import ModelError, SourceError
from designkit.model import PUBLIC, QualifiedName, Schema, Value, Volume, replace
from designkit.sql.annotated import NAME, TEXT, name_of, named, text_in_quotes, text_of
from designkit.sql.annotated_columns import demand_columns
from designkit.sql.statements import (
    Statement,
    comments,
    node_of,
    split,
    spoken_of,
    without_rows,
)
from designkit.sql.volume_words import KNOWN, OF_COLUMN, OF_TABLE, read_volume, volume_words

_MARK = "designkit:"
_ALLOW = re.compile(r"allow\s+(?P<rule>\S+)(?:\s+\((?P<object>[^)]*)\))?(?:\s+(?P<reason>.+))?")
_RENAMED = re.compile(
    rf"renamed(?:\s+(?P<after>{NAME}))?\s+from"
    rf"\s+(?:(?P<namespace>{NAME})\.)?(?P<before>{NAME})"
)
_VALUE_RENAMED = re.compile(rf"renamed\s+(?P<after>{TEXT})\s+from\s+(?P<before>{TEXT})")
_DECIDED = re.compile(r"advice\s+(?P<verb>taken|refused)\s+(?P<index>\S+)(?:\s+(?P<reason>.*))?")
_KNOWN = f"designkit knows allow, renamed, not renamed, why, advice, {KNOWN}"
_WORDS = ("allow", "base", "renamed", "not", "why", "advice", *OF_TABLE, *OF_COLUMN)


class Decided(Value, frozen=True, kw_only=True):
    """What a team made of the advice to add an index; why, where it was refused."""

    index: str
    taken: bool
    reason: str = ""


class Annotations(Value, frozen=True, kw_only=True):
    """All that the annotations of one text say.

    Attributes:
        renames: since the last migration, in the order of the text.
        places: where each of the renames stands; empty where they are not of a text.
        apart: what looks like a rename since then, and is none.
        why: what the change is for, in the author's words; several lines, perhaps.
        decided: what became of advice.
        base: the name of the state of the migrations that a design builds on, "" for none; None
            where nobody said.
    """

    base: str | None = None

    waivers: tuple[Waiver, ...] = ()
    renames: tuple[Told, ...] = ()
    places: tuple[str, ...] = ()
    apart: tuple[Told, ...] = ()
    volumes: tuple[Volume, ...] = ()
    why: str = ""
    decided: tuple[Decided, ...] = ()


def read_annotations(text: str, *, file: str = "") -> Annotations:  # noqa: C901  (a line a word)
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
    why: list[str] = []
    decided: list[Decided] = []
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
                case "why":
                    why.append(words.removeprefix("why").strip())
                case "advice":
                    decided.append(_decided(words))
                case "renamed":
                    renames[place] = _rename(words, below)
                case "not":
                    apart.append(_rename(words.removeprefix("not").lstrip(), below))
                case word if word in OF_TABLE or word in OF_COLUMN:
                    created = _required(below)
                    name = created.name
                    volumes[name] = read_volume(words, volumes.get(name, Volume(table=name)))
                    spoken = [it.column for it in read_volume(words, Volume(table=name)).columns]
                    demand_columns(spoken, name, created.statement, statements)
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
        why="\n".join(why),
        decided=tuple(decided),
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
        if volume.table == table and (words := volume_words(volume)):
            yield f"-- {_MARK} {words}"
    for verb, rename in _told(annotations):
        match rename:
            case RenameTable() if rename.after == table:
                yield f"-- {_MARK} {verb} from {named(rename.before)}"
            case RenameColumn() if rename.table == table:
                yield f"-- {_MARK} {verb} {named(rename.after)} from {named(rename.before)}"
            case _:
                continue
    for waiver in annotations.waivers:
        if waiver.object.split(".")[0] == table.name:
            yield waiver_line(waiver)


def value_lines(annotations: Annotations, enum: QualifiedName) -> Iterator[str]:
    """The comment lines that stand above an enum: the renames of its values."""
    for verb, rename in _told(annotations):
        if isinstance(rename, RenameValue) and rename.enum == enum:
            after, before = map(text_in_quotes, (rename.after, rename.before))
            yield f"-- {_MARK} {verb} {after} from {before}"


def _told(annotations: Annotations) -> Iterator[tuple[str, Told]]:
    """The renames, and what is none, each with its verb."""
    yield from (("renamed", rename) for rename in annotations.renames)
    yield from (("not renamed", rename) for rename in annotations.apart)


def base_line(base: str) -> str:
    """The comment in which a design says what it builds on."""
    return f"-- {_MARK} base {base}".rstrip()


def change_lines(annotations: Annotations) -> Iterator[str]:
    """The comment lines on the change as a whole: what it is for, and what became of advice."""
    for line in annotations.why.splitlines():
        yield f"-- {_MARK} why {line}".rstrip()
    for item in annotations.decided:
        verb = "taken" if item.taken else "refused"
        yield f"-- {_MARK} advice {verb} {item.index} {' '.join(item.reason.split())}".rstrip()


def reads_as_annotation(line: str) -> bool:
    """Whether a line of prose would be an annotation where it stands in a comment."""
    return line.lstrip("- \t").startswith(_MARK)


def waiver_line(waiver: Waiver) -> str:
    """A waiver as the comment that a design or a migration carries."""
    reason = " ".join(waiver.reason.split())
    return f"-- {_MARK} allow {waiver.rule} ({waiver.object}) {reason}".rstrip()


class _Created(NamedTuple):
    kind: Literal["table", "enum"]
    name: QualifiedName
    statement: Statement


def _created_below(statements: tuple[Statement, ...], line: int) -> _Created | None:
    """The table or enum that the first statement below a line creates, or None."""
    following = next((item for item in statements if item.line > line), None)
    if following is None:
        return None
    match node_of(following):
        case ast.CreateStmt(relation=ast.RangeVar(schemaname=namespace, relname=name)):
            return _Created("table", _qualified(namespace, name), following)
        case ast.CreateEnumStmt(typeName=names) if names:
            *namespaces, name = [item.sval for item in names if isinstance(item, ast.String)]
            namespace = namespaces[-1] if namespaces else None
            return _Created("enum", _qualified(namespace, name), following)
        case _:
            return None


def _qualified(namespace: object, name: object) -> QualifiedName:
    return QualifiedName(namespace=PUBLIC if namespace is None else str(namespace), name=str(name))


def _decided(words: str) -> Decided:
    match = _DECIDED.fullmatch(words)
    if match is None:
        raise ModelError("advice", "write: advice taken INDEX, or: advice refused INDEX reason")
    return Decided(
        index=match["index"], taken=match["verb"] == "taken", reason=match["reason"] or ""
    )


def _unknown(word: str) -> ModelError:
    near = difflib.get_close_matches(word.lower(), _WORDS, n=1)
    return ModelError(word, f"{_KNOWN}; did you mean {near[0]}?" if near else _KNOWN)


def _required(below: _Created | None) -> _Created:
    if below is None or below.kind != "table":
        raise ModelError("place", "it must stand above the CREATE TABLE that it speaks of")
    return below


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
    before = name_of(match["before"])
    if match["after"] is not None:
        return RenameColumn(table=table, before=before, after=name_of(match["after"]))
    namespace = name_of(match["namespace"]) if match["namespace"] else PUBLIC
    return RenameTable(before=QualifiedName(namespace=namespace, name=before), after=table)


def _value_rename(words: str, enum: QualifiedName) -> RenameValue:
    match = _VALUE_RENAMED.fullmatch(words)
    if match is None:
        raise ModelError("renamed", "write of an enum: renamed 'new value' from 'old value'")
    return RenameValue(enum=enum, before=text_of(match["before"]), after=text_of(match["after"]))
