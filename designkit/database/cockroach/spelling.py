"""From CockroachDB's spelling of types and expressions to PostgreSQL's; pure, and by token.

Only what is spelled otherwise and means the same is touched. What has no spelling in PostgreSQL
(`unique_rowid()`) stays.

Source: https://www.cockroachlabs.com/docs/v26.2/data-types
"""

from __future__ import annotations

import re
from typing import Final

from designkit.model.types import base_type

_TYPES: Final = {
    "bit varying": "bit varying",
    "bool": "boolean",
    "bytes": "bytea",
    "char": "character",
    "dec": "numeric",
    "decimal": "numeric",
    "float": "double precision",
    "float4": "real",
    "float8": "double precision",
    "int": "bigint",
    "int2": "smallint",
    "int4": "integer",
    "int64": "bigint",
    "int8": "bigint",
    "json": "jsonb",
    "string": "text",
    "time": "time without time zone",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "timetz": "time with time zone",
    "varbit": "bit varying",
    "varchar": "character varying",
}
_TYPE: Final = r'(?:"char"|[A-Za-z_]\w*(?:\s+(?:PRECISION|VARYING))?)(?:\([0-9, ]+\))?(?:\[\])*'
_ZONED: Final = r"(?:\s+WITH(?:OUT)?\s+TIME\s+ZONE)?"
_PARTS: Final = re.compile(r"(?P<name>[^(\[]+)(?P<size>\([^)]*\))?(?P<array>(?:\[\])*)(?P<rest>.*)")

_STRING: Final = r"(?:[eEbB])?'(?:[^'\\]|''|\\.)*'"
_TOKEN: Final = re.compile(
    rf"""(?P<string>{_STRING})
      | (?P<quoted>"(?:[^"]|"")*")
      | (?P<annotation>:::\s*(?P<annotated>{_TYPE}{_ZONED}))
      | (?P<cast>::\s*(?P<type>{_TYPE}{_ZONED}))
      | (?P<unequal>!=)
      | (?P<call>\b(?:current_timestamp|current_date|localtimestamp)\(\))""",
    re.VERBOSE | re.IGNORECASE,
)
_CAST_STRING: Final = rf"{_STRING}(?:::[\w \"]+(?:\([0-9, ]+\))?)?"
_IN_STRINGS: Final = re.compile(
    r'(?P<what>"(?:[^"]|"")*"|\b[A-Za-z_]\w*)'
    rf" IN \((?P<values>{_CAST_STRING}(?:, {_CAST_STRING})*)\)"
)
_ONE_STRING: Final = re.compile(rf"(?P<value>{_STRING})::text")
_NEXT_IN_PUBLIC: Final = re.compile(r"\bnextval\('public\.")
_ZERO_SCALE: Final = re.compile(r"^(numeric\([0-9]+)\)$")


def type_name(spelled: str, database: str = "") -> str:
    """A type as PostgreSQL's `format_type` has it: `STRING[]` is `text[]`.

    Args:
        spelled: as CockroachDB has it.
        database: where it was read; CockroachDB may put that before the name of an enum.
    """
    bare = unqualified(spelled.strip(), database)
    if bare.startswith('"'):
        return bare
    found = _PARTS.fullmatch(bare)
    if found is None:
        return bare
    name = " ".join(found["name"].split())
    known = _TYPES.get(name.lower())
    if known is not None and found["rest"].strip():  # TIMESTAMP(3) WITH TIME ZONE
        known = known.partition(" ")[0]
    plain = known or (name.lower() if name.isupper() else name)
    size = (found["size"] or "").replace(" ", "")
    rest = found["rest"].lower()
    if not rest and plain.startswith("time") and size:
        first, _, last = plain.partition(" ")
        return f"{first}{size} {last}{found['array']}"
    sized = _ZERO_SCALE.sub(r"\1,0)", f"{plain}{size}")
    return f"{sized}{rest}{found['array']}"


def expression(spelled: str, database: str = "", of_type: str = "") -> str:
    """An expression as PostgreSQL prints it, as far as the spelling alone goes.

    Args:
        spelled: as CockroachDB prints it: `'new':::STRING`, `now():::TIMESTAMPTZ`.
        database: where it was read, which CockroachDB puts before names.
        of_type: of a column's default, the column's type: PostgreSQL casts a string to that.
    """
    text = _TOKEN.sub(lambda token: _token(token, database), unqualified(spelled, database))
    text = _without_annotations(text)
    text = _outside(text)
    text = _IN_STRINGS.sub(_any_of, text)
    text = _NEXT_IN_PUBLIC.sub(r"nextval('", text)
    whole = _ONE_STRING.fullmatch(text)
    if whole is not None and of_type and of_type != "text":
        return f"{whole['value']}::{_cast_of(of_type)}"
    return text


def unqualified(text: str, database: str) -> str:
    """The text without the name of its database, and without `public`, before other names."""
    if not database:
        return text
    own = re.escape(database)
    before = re.compile(
        rf"(?P<string>{_STRING})|(?<![\w.\"])(?:{own}|\"{own}\")\.(?P<public>(?:public|\"public\")\.)?"
    )
    return before.sub(lambda found: _names_in(found, own) if found["string"] else "", text)


# Where an annotation stood: one behind a string is its type, any other says nothing new.
_MARK: Final = "\N{SYMBOL FOR NULL}"
_MARKED_STRING: Final = re.compile(rf"({_STRING}){_MARK}([^{_MARK}]*){_MARK}")
_MARKED: Final = re.compile(rf"{_MARK}[^{_MARK}]*{_MARK}")


def _token(token: re.Match[str], database: str) -> str:
    if token["annotation"]:
        return f"{_MARK}{type_name(token['annotated'], database)}{_MARK}"
    if token["cast"]:
        return f"::{type_name(token['type'], database)}"
    if token["unequal"]:
        return "<>"
    if token["call"]:
        return token["call"].removesuffix("()").upper()
    return token.group()


def _without_annotations(text: str) -> str:
    return _MARKED.sub("", _MARKED_STRING.sub(r"\1::\2", text))


def _names_in(found: re.Match[str], own: str) -> str:
    """A string, without the database before the sequence that it names for `nextval`."""
    return re.sub(rf"^'{own}\.(?:public\.)?(?=[\w\".]+'$)", "'", found["string"])


def _outside(text: str) -> str:
    """The text without parentheses around the whole of it."""
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closing(text: str) -> int:
    """Where the parenthesis closes with which the text begins; -1 where it does not."""
    depth = 0
    for token in re.finditer(rf"{_STRING}|\"(?:[^\"]|\"\")*\"|[()]", text):
        depth += {"(": 1, ")": -1}.get(token.group(), 0)
        if depth == 0:
            return token.start()
    return -1


def _any_of(found: re.Match[str]) -> str:
    """`IN` over strings, as PostgreSQL prints it."""
    values = [
        value if "::" in value.rpartition("'")[2] else f"{value}::text"
        for value in re.findall(_CAST_STRING, found["values"])
    ]
    return f"{found['what']} = ANY (ARRAY[{', '.join(values)}])"


def _cast_of(column_type: str) -> str:
    """The type to which PostgreSQL casts the string that is a column's default."""
    array = "[]" if column_type.endswith("[]") else ""
    return base_type(column_type) + array
