from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

import designkit.diagram
from designkit.diagram import draw, engine, mermaid_text, png, save, svg
from designkit.errors import FileError, RenderError
from designkit.model import Schema
from tests.diagram.drawn_schemas import COMMUNITY, column, generated, table
from tests.diagram.odd_schemas import TRAPS, schemas

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = {"svg", "g", "title", "text", "path", "polygon", "polyline", "ellipse"}


def command(folder: Path, name: str, script: str) -> Path:
    """A program of a few lines of shell in a folder for the PATH."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


@pytest.fixture
def no_dot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))


@pytest.fixture
def dot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that is first on the PATH, to put a `dot` into; pygraphviz is hidden."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


@pytest.mark.usefixtures("no_dot")
def test_without_a_system_dot_pygraphviz_draws() -> None:
    assert engine().name == "pygraphviz"
    assert engine().version().startswith("pygraphviz ")


def test_without_pygraphviz_a_system_dot_draws(dot: Path) -> None:
    program = command(dot, "dot", 'echo "dot - graphviz version 9.9.9 (0)" >&2')
    assert engine().command == (str(program),)
    assert engine().version() == "dot - graphviz version 9.9.9 (0)"


def test_a_system_dot_is_given_the_diagram_and_its_warnings_do_not_count(dot: Path) -> None:
    program = "import sys, pygraphviz as p; a = p.AGraph(string=sys.stdin.read());"
    program += " sys.stdout.buffer.write(a.draw(format=sys.argv[1][2:], prog='dot'))"
    command(
        dot, "dot", f"""echo "Warning: fonts" >&2\nexec {sys.executable} -c "{program}" "$1" """
    )
    assert 'data-table="users"' in svg(draw(COMMUNITY))


@pytest.mark.usefixtures("no_dot")
def test_without_any_engine_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(RenderError, match=r"pip install pygraphviz.*\.mmd"):
        svg(draw(COMMUNITY))


def test_an_engine_that_hangs_is_stopped_with_a_way_out(dot: Path) -> None:
    command(dot, "dot", "exec sleep 20")
    begin = time.monotonic()
    with pytest.raises(RenderError, match=r"did not finish within 0\.2 s.*focus.*keys"):
        svg(draw(COMMUNITY), timeout_s=0.2)
    assert time.monotonic() - begin < 5


def test_an_engine_that_crashes_is_quoted(dot: Path) -> None:
    command(dot, "dot", 'echo "out of memory" >&2; kill -9 $$')
    with pytest.raises(RenderError, match=r"dot.*exit code -9.*out of memory"):
        svg(draw(COMMUNITY))


def test_an_engine_that_cannot_start_is_named(dot: Path) -> None:
    command(dot, "dot", "").write_bytes(b"\x7fELF broken")
    with pytest.raises(RenderError, match="could not be started"):
        svg(draw(COMMUNITY))


def test_an_engine_that_draws_something_else_is_refused(dot: Path) -> None:
    command(dot, "dot", """echo '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'""")
    with pytest.raises(RenderError, match="<script>"):
        svg(draw(COMMUNITY))


def test_an_engine_that_draws_no_svg_is_refused(dot: Path) -> None:
    command(dot, "dot", "echo nonsense")
    with pytest.raises(RenderError, match="no readable SVG"):
        svg(draw(COMMUNITY))


def test_svg_stands_alone() -> None:
    drawn = svg(draw(COMMUNITY))
    assert "href" not in drawn
    assert "xlink" not in drawn
    assert "<!--" not in drawn
    assert " id=" not in drawn


def test_svg_has_a_title_for_readers_who_do_not_see_it() -> None:
    diagram = draw(COMMUNITY)
    root = ET.fromstring(svg(diagram))  # noqa: S314
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{_SVG}title") == diagram.title


def test_svg_tells_which_table_each_box_is() -> None:
    boxes = re.findall(r'data-table="(\w+)" data-service="(\w+)"', svg(draw(COMMUNITY)))
    assert ("events", "events") in boxes
    assert len(boxes) == 5


def test_svg_is_the_same_each_time() -> None:
    assert svg(draw(COMMUNITY)) == svg(draw(COMMUNITY))


def test_png_is_a_png() -> None:
    assert png(draw(COMMUNITY)).startswith(b"\x89PNG\r\n")


def test_nothing_is_drawn_of_nothing() -> None:
    assert "no tables" in svg(draw(Schema()))


def test_trapped_names_are_shown_as_text() -> None:
    traps = tuple(table(name, column(name)) for name in TRAPS if name.isprintable())
    drawn = ET.fromstring(svg(draw(Schema(tables=traps))))  # noqa: S314
    shown = {(item.text or "").replace("\xa0", " ") for item in drawn.iter(f"{_SVG}text")}
    assert {item.name for item in traps} - {" "} <= shown


@pytest.mark.parametrize("comment", ["two\nlines", "\\N and \\n", "<b>&amp;</b>", '"'])
def test_a_comment_is_shown_as_it_is(comment: str) -> None:
    drawn = ET.fromstring(svg(draw(Schema(tables=(table("items", comment=comment),)))))  # noqa: S314
    assert f"items\n{comment}" in {item.text for item in drawn.iter(f"{_SVG}title")}


def test_what_a_key_does_is_shown_at_its_line() -> None:
    tooltips = re.findall("<title>(.*)</title>", svg(draw(COMMUNITY)))
    assert "sessions.user_id → users.id" in tooltips
    assert "events.organiser_user_id → users.id, between two services" in tooltips


@settings(max_examples=25, deadline=None)
@given(schemas())
def test_any_schema_can_be_drawn_and_no_name_becomes_an_element(schema: Schema) -> None:
    drawn = ET.fromstring(svg(draw(schema)))  # noqa: S314
    assert {item.tag.removeprefix(_SVG) for item in drawn.iter()} <= _SHAPES


def test_500_tables_are_drawn_in_seconds() -> None:
    begin = time.monotonic()
    svg(draw(generated(500, services=12), detail="keys"))
    # Under 1 s on a quiet machine; the bound only catches a layout that explodes.
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize(
    ("ending", "begins"),
    [(".svg", b"<svg "), (".png", b"\x89PNG"), (".dot", b"digraph"), (".mmd", b"erD")],
)
def test_a_file_has_the_form_of_its_ending(ending: str, begins: bytes, tmp_path: Path) -> None:
    written = save(draw(COMMUNITY), tmp_path / "new" / f"picture{ending}")
    assert written.read_bytes().startswith(begins)
    assert [file.name for file in written.parent.iterdir()] == [written.name]


@pytest.mark.parametrize("name", ["picture.gif", "picture"])
def test_an_unknown_ending_names_the_known(name: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"\.svg, \.png, \.dot, \.mmd"):
        save(draw(COMMUNITY), tmp_path / name)


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "picture.mmd").mkdir()
    with pytest.raises(FileError, match=r"picture\.mmd: cannot be written"):
        save(draw(COMMUNITY), tmp_path / "picture.mmd")
    assert [file.name for file in tmp_path.iterdir()] == ["picture.mmd"]


@pytest.mark.usefixtures("no_dot")
def test_text_forms_need_no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    diagram = draw(COMMUNITY)
    written = save(diagram, tmp_path / "picture.mmd")
    assert written.read_text(encoding="utf-8") == mermaid_text(diagram)


def test_the_worker_imports_nothing_of_the_package() -> None:
    worker = Path(designkit.diagram.__file__).with_name("graphviz_worker.py")
    told = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", str(worker), "svg"],
        input=b"",
        capture_output=True,
        check=True,
    )
    assert b"designkit" not in told.stderr
