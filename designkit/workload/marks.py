"""The parameters in the text of a query: where they stand, as which style, under which name.

PostgreSQL's own scanner tells the words apart; here is only told which of them are parameters.
It takes `=?` and `>=@name` for one operator each, so operators are taken apart again: `?` and `@`
are parameters where an operand is expected, and operators behind an operand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from pglast import parser

# How a parameter is written: `$1`, `?`, `:name`, `@name`; sqlc's functions go with `@`.
Style = Literal["$1", "?", ":name", "@name"]


class Mark(NamedTuple):
    """A parameter as it is written.

    Attributes:
        start: its first character.
        end: the character behind it.
        name: without its mark; "" for `$1` and `?`.
        number: of `$1`; 0 for all others.
        nullable: whether it is written so that NULL may be given.
    """

    start: int
    end: int
    style: Style
    name: str = ""
    number: int = 0
    nullable: bool = False


class Marked(NamedTuple):
    """What the scanner finds in a text.

    Attributes:
        marks: the parameters, in order.
        start: the first character of the statement, behind the comments before it.
        end: the character behind its last, before its semicolon.
    """

    marks: tuple[Mark, ...]
    start: int
    end: int


class Unreadable(Exception):  # noqa: N818  (the name says what is the matter)
    """A text whose parameters cannot be told; whoever knows the file says where that is."""

    def __init__(self, offset: int, problem: str) -> None:
        super().__init__(problem)
        self.offset = offset
        self.problem = problem


def read_marks(text: str) -> Marked:
    """The parameters of a text of one statement, and where that begins and ends.

    Raises:
        Unreadable: the scanner refuses the text, a mark could mean two things, or the text holds
            no statement or several.
    """
    tokens = _scanned(text)
    while tokens and tokens[-1].name == _SEMICOLON:
        tokens.pop()
    if not tokens:
        raise Unreadable(0, "there is no statement. Write one, or take the query out.")
    place = next((i for i, token in enumerate(tokens) if token.name == _SEMICOLON), None)
    if place is not None:
        raise Unreadable(
            tokens[place + 1].start,
            "a second statement begins here. Give each statement a name of its own.",
        )
    return Marked(tuple(_Reader(text, tokens).read()), tokens[0].start, tokens[-1].end + 1)


def first_word(text: str) -> int | None:
    """Where the first word of a text stands that is no comment; None where there is none."""
    try:
        tokens = _scanned(text)
    except Unreadable as error:
        # What cannot be read from somewhere on is words before that, or begins there.
        return first_word(text[: error.offset]) if text[: error.offset].strip() else error.offset
    return int(tokens[0].start) if tokens else None


# Operators of PostgreSQL and of its usual extensions that hold a `?` or an `@`.
# https://www.postgresql.org/docs/18/functions-json.html, functions-geometry.html,
# functions-textsearch.html, hstore.html, ltree.html, pgtrgm.html
_OPERATORS: Final = frozenset(
    "? ?| ?& ?- ?# ?-| ?|| @ @> <@ @@ @@@ @? @-@ ^@ ?@> ?<@ ?@ ?~ ^@> ^<@ @>> <<@ @+".split()  # noqa: SIM905
)
_SEMICOLON: Final = "ASCII_59"
_COMMENTS: Final = frozenset({"SQL_COMMENT", "C_COMMENT"})
_CONSTANTS: Final = frozenset(
    "ICONST FCONST SCONST BCONST XCONST USCONST PARAM IDENT UIDENT ASCII_41 ASCII_93".split()  # noqa: SIM905
)
# Words of the grammar behind which an operand has ended.
_VALUES: Final = frozenset(
    "NULL_P TRUE_P FALSE_P END_P CURRENT_CATALOG CURRENT_DATE CURRENT_ROLE CURRENT_SCHEMA"  # noqa: SIM905
    " CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP SESSION_USER"
    " SYSTEM_USER USER DEFAULT ISNULL NOTNULL".split()
)
# Words that may be names as well, and that ask for an operand where they stand behind one.
_ASKING: Final = frozenset(["ESCAPE", "ROWS", "RANGE", "GROUPS", "PASSING"])
# ... and where they stand behind these.
_ASKING_BEHIND: Final = {
    "BY": frozenset({"ORDER", "GROUP_P", "PARTITION"}),
    "ZONE": frozenset({"TIME"}),
    "FIRST_P": frozenset({"FETCH"}),
    "NEXT": frozenset({"FETCH"}),
}
_JSON_PAIRS: Final = frozenset({"JSON_OBJECT", "JSON_OBJECTAGG"})
_SQLC_ARGUMENTS: Final = frozenset({"arg", "narg"})
_SQLC_ADVICE: Final = {
    "slice": "write = ANY(@ids), which takes an array",
    "embed": "write the columns that you want, such as users.*",
}

_Bracket = Literal["group", "pairs", "subscript", "array", "window", "operator"]


class _Reader:
    """Walks over the words of one text, and knows what may follow."""

    def __init__(self, text: str, tokens: Sequence[parser.Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._place = 0
        self._previous = ""
        self._expects = True
        self._brackets: list[_Bracket] = []

    def read(self) -> Iterator[Mark]:
        while self._place < len(self._tokens):
            token = self._tokens[self._place]
            name = str(token.name)
            self._place += 1
            if name == "Op":
                yield from self._operator(token.start, self._word(token))
            elif name == "PARAM":
                number = int(self._word(token)[1:])
                yield Mark(token.start, token.end + 1, "$1", number=number)
                self._expects = False
            elif name == "ASCII_58":
                yield from self._colon(token.start)
            elif self._word(token).lower() == "sqlc" and self._name_at(0) == "ASCII_46":
                yield from self._of_sqlc(token.start)
            else:
                self._plain(token)
            self._previous = name

    def _word(self, token: parser.Token) -> str:
        return self._text[token.start : token.end + 1]

    def _name_at(self, ahead: int) -> str:
        """What kind of word follows the one that is read."""
        place = self._place + ahead
        return str(self._tokens[place].name) if place < len(self._tokens) else ""

    def _name_touching(self, end: int) -> parser.Token | None:
        """The plain word that begins right at a character, or None."""
        token = self._tokens[self._place] if self._place < len(self._tokens) else None
        if token is None or token.start != end:
            return None
        is_name = token.name == "IDENT" or token.kind != "NO_KEYWORD"
        return token if is_name and not self._word(token).startswith('"') else None

    def _plain(self, token: parser.Token) -> None:
        name = str(token.name)
        if name == "ASCII_40":
            self._brackets.append(self._kind_of_group())
            self._expects = True
        elif name == "ASCII_91":
            is_array = self._expects or self._previous == "ARRAY"
            self._brackets.append("array" if is_array else "subscript")
            self._expects = True
        elif name in {"ASCII_41", "ASCII_93"}:
            closed = self._brackets.pop() if self._brackets else "group"
            self._expects = closed == "operator"
        elif name in _CONSTANTS or name in _VALUES:
            self._expects = False
        elif token.kind == "NO_KEYWORD":
            self._expects = True
        else:
            self._expects = self._asks(name, str(token.kind))

    def _kind_of_group(self) -> _Bracket:
        if self._previous in _JSON_PAIRS:
            return "pairs"
        if self._previous in {"OVER", "AS"}:
            return "window"
        return "operator" if self._previous == "OPERATOR" else "group"

    def _asks(self, name: str, kind: str) -> bool:
        """Whether an operand follows a word of the grammar."""
        if kind in {"RESERVED_KEYWORD", "TYPE_FUNC_NAME_KEYWORD"} or name == "BETWEEN":
            return True
        if name == "VALUE_P":
            return not self._expects and self._brackets[-1:] == ["pairs"]
        if name in _ASKING:
            return not self._expects or self._brackets[-1:] == ["window"]
        return self._previous in _ASKING_BEHIND.get(name, ())

    def _colon(self, start: int) -> Iterator[Mark]:
        within = self._brackets[-1] if self._brackets else "group"
        name = self._name_touching(start + 1)
        if not self._expects and within in {"subscript", "pairs"}:
            self._expects = True
        elif name is None:
            self._refuse_psql(start)
            self._expects = True
        elif within == "subscript" and self._previous == "ASCII_91":
            yield self._first_of_subscript(start, name)
        else:
            yield self._named(start, name, ":name")

    def _first_of_subscript(self, start: int, name: parser.Token) -> Mark:
        if self._name_at(1) == "ASCII_58":
            return self._named(start, name, ":name")
        word = self._word(name)
        raise Unreadable(
            start,
            f"[:{word}] may be the end of a slice or the parameter :{word}. "
            f"Write [1:{word}] for the slice, or [(:{word})] for the parameter.",
        )

    def _refuse_psql(self, start: int) -> None:
        following = self._tokens[self._place] if self._place < len(self._tokens) else None
        if following is None or following.start != start + 1:
            return
        word = self._word(following)
        if word[0] in "'\"":
            raise Unreadable(
                start,
                f":{word} is a variable of psql. Write the parameter as :{word.strip(word[0])}.",
            )

    def _named(self, start: int, name: parser.Token, style: Style) -> Mark:
        self._place += 1
        self._expects = False
        return Mark(start, name.end + 1, style, self._word(name))

    def _of_sqlc(self, start: int) -> Iterator[Mark]:
        words = self._tokens[self._place : self._place + 5]
        spelled = [self._word(token) for token in words]
        self._expects = False
        function = spelled[1].lower() if spelled[2:3] == ["("] else ""
        if function in _SQLC_ADVICE:
            raise Unreadable(start, f"sqlc.{function} is not read: {_SQLC_ADVICE[function]}.")
        if function not in _SQLC_ARGUMENTS:
            return
        name = spelled[3].strip("'") if spelled[4:] == [")"] else ""
        if not name.isidentifier():
            raise Unreadable(
                start, f"sqlc.{function} takes one name. Write sqlc.{function}(user_id)."
            )
        self._place += 5
        yield Mark(start, words[4].end + 1, "@name", name, nullable=function == "narg")

    def _operator(self, start: int, word: str) -> Iterator[Mark]:
        """Take the parameters out of an operator as the scanner sees it."""
        if self._brackets[-1:] == ["operator"]:
            return
        while word:
            if self._expects and word[0] == "?":
                yield self._unnamed(start)
                taken = 1
            elif word == "@" and self._expects and (name := self._name_touching(start + 1)):
                yield self._named(start, name, "@name")
                taken = 1
            else:
                taken = self._operator_length(start, word)
                self._expects = True
            start, word = start + taken, word[taken:]

    def _unnamed(self, start: int) -> Mark:
        following = self._text[start + 1 : start + 2]
        if following.isdigit():
            raise Unreadable(start, f"?{following} is no parameter. Write ${following}.")
        self._expects = False
        return Mark(start, start + 1, "?")

    def _operator_length(self, start: int, word: str) -> int:
        """How many characters of it are the operator, and no parameter behind it."""
        names_follow = self._name_touching(start + len(word)) is not None
        if not self._expects:
            if word in _OPERATORS:
                return len(word)
            for length in range(len(word) - 1, 0, -1):
                rest = word[length:]
                is_parameter = rest[0] == "?" or (rest == "@" and names_follow)
                if word[:length] in _OPERATORS and is_parameter:
                    return length
        if word.find("?") > 0:
            return word.index("?")
        return len(word) - 1 if word[-1] == "@" and len(word) > 1 and names_follow else len(word)


def _scanned(text: str) -> list[parser.Token]:
    if "\0" in text:
        raise Unreadable(text.index("\0"), "a zero byte, which no SQL text can hold. Take it out.")
    try:
        tokens = parser.scan(text)
    except parser.ParseError as error:
        message, offset = (*error.args, 0)[:2]
        what, _, near = str(message).partition(" at or near ")
        # What was opened is near all that follows.
        is_open = what.startswith("unterminated")
        problem = f"{what}. Close it." if is_open else f"{what}: {near}. Correct it."
        raise Unreadable(int(offset or 0), problem) from error
    return [token for token in tokens if token.name not in _COMMENTS]
