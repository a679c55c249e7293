"""Parameters in whatever style become `$1`, `$2`; nothing else in a query is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.errors import QueryError
from designkit.workload import Place, read_query

# text: (sql, names of the parameters)
READ = {
    "SELECT :a, :b, :a": ("SELECT $1, $2, $1", "a b"),
    "SELECT a=:b,-:c,:d::int": ("SELECT a=$1,-$2,$3::int", "b c d"),
    "SELECT a=@b, a>=@b, a->>@c, f(x=>@d)": ("SELECT a=$1, a>=$1, a->>$2, f(x=>$3)", "b c d"),
    "SELECT sqlc.arg(a), sqlc.narg('b'), @a": ("SELECT $1, $2, $1", "a b"),
    "SELECT $2, $1, $2": ("SELECT $2, $1, $2", "p1 p2"),
    "SELECT a=?, b-?, c=?::int": ("SELECT a=$1, b-$2, c=$3::int", "p1 p2 p3"),
    "SELECT ?||'x', (?,?), a IN (?)": ("SELECT $1||'x', ($2,$3), a IN ($4)", "p1 p2 p3 p4"),
    "SELECT a WHERE b=?and c": ("SELECT a WHERE b=$1 and c", "p1"),
    "SELECT a ORDER BY ? LIMIT ? OFFSET ?": ("SELECT a ORDER BY $1 LIMIT $2 OFFSET $3", "p1 p2 p3"),
    "SELECT a LIKE ? ESCAPE ?": ("SELECT a LIKE $1 ESCAPE $2", "p1 p2"),
    "SELECT t AT TIME ZONE ?": ("SELECT t AT TIME ZONE $1", "p1"),
    "SELECT a BETWEEN ? AND ?": ("SELECT a BETWEEN $1 AND $2", "p1 p2"),
    "SELECT a FETCH FIRST ? ROWS ONLY": ("SELECT a FETCH FIRST $1 ROWS ONLY", "p1"),
    "SELECT CASE WHEN ? THEN ? ELSE ? END": ("SELECT CASE WHEN $1 THEN $2 ELSE $3 END", "p1 p2 p3"),
    "SELECT sum(a) OVER (ROWS ? PRECEDING)": ("SELECT sum(a) OVER (ROWS $1 PRECEDING)", "p1"),
    "SELECT data ? ?, data ?| ?, data ??": ("SELECT data ? $1, data ?| $2, data ?$3", "p1 p2 p3"),
    "SELECT data @>?, data <@ ?, data @? ?": (
        "SELECT data @>$1, data <@ $2, data @? $3",
        "p1 p2 p3",
    ),
    "SELECT value ? 'k' AND key = ?": ("SELECT value ? 'k' AND key = $1", "p1"),
    "SELECT a OPERATOR(pg_catalog.?) ?": ("SELECT a OPERATOR(pg_catalog.?) $1", "p1"),
    "SELECT ARRAY[:a,:b], ARRAY[[:c]]": ("SELECT ARRAY[$1,$2], ARRAY[[$3]]", "a b c"),
    "SELECT a[(:n)], a[:n:m], a[1: :m]": ("SELECT a[($1)], a[$1:m], a[1: $2]", "n m"),
    "SELECT json_object('k': :v)": ("SELECT json_object('k': $1)", "v"),
    "SELECT json_object(KEY 'k' VALUE ?)": ("SELECT json_object(KEY 'k' VALUE $1)", "p1"),
    "UPDATE t SET a = :set WHERE b = :user": ("UPDATE t SET a = $1 WHERE b = $2", "set user"),
    "-- by :id?\nSELECT :id; -- done": ("SELECT $1", "id"),
    "SELECT 1;;": ("SELECT 1", ""),
}

# What holds the marks of parameters, and none.
UNTOUCHED = [
    "a::int, '1'::text",
    "a[1:2], a[:2], a[x:y], a[x:], a[1:b + 1]",
    "data ? 'x', data ?| b, data ?& b, (data) ? 'x', b[1] ? 'x', NULL ? 'x'",
    "a @> b, a <@ b, a @? c, a @@ d, a @@@ d, a @-@ b, name ^@ prefix, a@b",
    "@ -5, @ amount",
    "f(a := 1, b => 2)",
    "':a ? @b $1 sqlc.arg(c)'",
    "E'it\\'s :a', U&'\\0061 :a', $$ :a $$, $t$ @b $$ ? $t$, B'1', X'1F'",
    '":a", "?", U&"\\0061 @b"',
    "1 /* :a /* ? */ @b */ + 2",
    "json_object('k':v, 'l':w)",
    "b$1",
    "sqlc.arg, sqlc.other(1)",
]

REFUSED = {
    "SELECT :a, $1": (1, 12, ":name and $1 mixed"),
    "SELECT ?,\n @b": (2, 2, "? and @name mixed"),
    "SELECT $1, $3": (1, 12, "$3 is used and $2 is not"),
    "SELECT $0": (1, 8, "$0 is no parameter"),
    "SELECT ?1": (1, 8, "Write $1"),
    "SELECT a[:n]": (1, 10, "[(:n)] for the parameter"),
    "SELECT a[:n::int]": (1, 10, "[1:n"),
    "SELECT :'a'": (1, 8, "variable of psql"),
    "SELECT sqlc.slice(ids)": (1, 8, "= ANY(@ids)"),
    "SELECT sqlc.arg(a.b)": (1, 8, "takes one name"),
    "SELECT 1; SELECT 2": (1, 11, "a second statement"),
    "": (1, 1, "no statement"),
    "-- nothing\n;": (1, 1, "no statement"),
    "SELECT 'a": (1, 8, "unterminated quoted string. Close it"),
    'SELECT é, "": int': (1, 11, "zero-length delimited identifier"),
    "SELECT \0": (1, 8, "a zero byte"),
}


@pytest.mark.parametrize(("text", "sql", "names"), [(text, *seen) for text, seen in READ.items()])
def test_parameters_are_numbered_and_named(text: str, sql: str, names: str) -> None:
    query = read_query(text, name="q")
    assert query.sql == sql
    assert [item.name for item in query.parameters] == names.split()
    assert [item.number for item in query.parameters] == list(range(1, len(names.split()) + 1))


@pytest.mark.parametrize("expression", UNTOUCHED)
def test_what_only_looks_like_a_parameter_stays(expression: str) -> None:
    query = read_query(f"SELECT {expression}", name="q")
    assert (query.sql, query.parameters) == (f"SELECT {expression}", ())


@pytest.mark.parametrize(
    ("text", "line", "column", "problem"), [(text, *seen) for text, seen in REFUSED.items()]
)
def test_refusal_says_where_and_what_to_do(text: str, line: int, column: int, problem: str) -> None:
    with pytest.raises(QueryError) as raised:
        read_query(text, name="q", place=Place(file="a.sql", line=10))
    assert (raised.value.line, raised.value.column) == (line + 9, column)
    assert problem in raised.value.problem
    assert str(raised.value).startswith(f"a.sql:{line + 9}: ")


def test_narg_is_nullable_wherever_it_stands() -> None:
    query = read_query("SELECT @a, sqlc.narg(a), @b", name="q")
    assert [item.nullable for item in query.parameters] == [True, False]


def test_text_is_kept_as_it_was_written() -> None:
    text = "-- one\nSELECT :a; -- two"
    assert read_query(text, name="q").text == text


_QUIET = st.text(alphabet="abc :?@$1[]'\"\\;-/*\n\xe9", max_size=12)


@st.composite
def quoted(draw: st.DrawFn) -> str:
    """A string, an identifier or a comment around whatever a parameter is made of."""
    inner = draw(_QUIET)
    bare = inner.replace("\\", "")
    return draw(
        st.sampled_from(
            [
                "'" + bare.replace("'", "''") + "'",
                "E'" + inner.replace("\\", "\\\\").replace("'", "\\'") + "'",
                "$q$" + inner + "$q$",
                'x."_' + inner.replace('"', '""') + '"',
                "1 /* " + inner.replace("*", "").replace("/", "") + " /* :a */ ? */",
                "1 -- " + inner.replace("\n", "") + "\n",
            ]
        )
    )


PIECES = st.one_of(quoted(), st.sampled_from(["a", "b::int", "c[1:2]", "d ? 'x'", "(1 + 2)", "é"]))


@given(pieces=st.lists(PIECES, min_size=1, max_size=6))
def test_strings_and_comments_yield_no_parameter(pieces: list[str]) -> None:
    text = "SELECT " + ", ".join(pieces)
    query = read_query(text, name="q")
    assert query.parameters == ()
    assert text.startswith(query.sql)


MARKED = st.sampled_from([":name", "@name", "?"])


@given(pieces=st.lists(st.tuples(PIECES, st.booleans()), min_size=1, max_size=6), mark=MARKED)
def test_each_character_is_found_in_the_text_again(
    pieces: list[tuple[str, bool]], mark: str
) -> None:
    parts = [f"{piece}, {mark}" if marked else piece for piece, marked in pieces]
    text = "/* é */ SELECT " + ", ".join(parts) + " ;"
    query = read_query(text, name="q")
    place = 0
    while place < len(query.sql):
        origin = query.offset_in_text(place)
        if text.startswith(mark, origin) and query.sql[place] == "$":
            end = place + 1
            while query.sql[end : end + 1].isdigit():
                assert query.offset_in_text(end) == origin
                end += 1
            place = end
        else:
            assert text[origin] == query.sql[place]
            place += 1
