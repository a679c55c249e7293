"""The embedded server: it starts, serves, and leaves no process and no folder behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from designkit.database import (
    DSN_VARIABLE,
    Scratch,
    connect,
    current_server,
    load,
    read_database,
    server,
)
from designkit.database.leftovers import hold, sweep
from designkit.database.scratch import _HOST, _PREFIX
from designkit.database.server import EmbeddedServer, GivenServer
from designkit.errors import ConnectionFailed, SourceError, StatementFailed

_OWNER = """
import sys, time
from designkit.database import Scratch
scratch = Scratch()
print(scratch.dsn, flush=True)
"""


@pytest.fixture(scope="module")
def other() -> Iterator[EmbeddedServer]:
    """A second server, to stand for one of the user's own."""
    running = EmbeddedServer()
    yield running
    running.stop()


@pytest.fixture
def given(other: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(DSN_VARIABLE, other.dsn)
    return other.dsn


def own(script: str) -> tuple[subprocess.Popen[str], Path]:
    """A process that has a server, and the server's folder."""
    environment = {key: value for key, value in os.environ.items() if key != DSN_VARIABLE}
    process = subprocess.Popen(
        [sys.executable, "-c", _OWNER + script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    dsn = process.stdout.readline().strip()
    (folder,) = (word.removeprefix("host=") for word in dsn.split() if word.startswith("host="))
    return process, Path(folder)


def assert_gone(folder: Path) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and (folder.exists() or processes_in(folder)):
        time.sleep(0.05)
    assert not folder.exists()
    assert processes_in(folder) == []


def processes_in(folder: Path) -> list[str]:
    found: list[str] = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # It ended while we looked.
        if str(folder) in command:
            found.append(command)
    return found


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("", id="at its end"),
        pytest.param("raise RuntimeError('it went wrong')", id="on an exception"),
        pytest.param("import os; os.kill(os.getpid(), 9)", id="killed"),
        pytest.param("import os; os.kill(os.getpid(), 15)", id="terminated"),
        pytest.param("import os\nif os.fork() == 0: sys.exit()\nos.wait()", id="after a fork"),
    ],
)
def test_a_process_leaves_nothing_behind(script: str) -> None:
    process, folder = own(script)
    process.communicate(timeout=20)
    assert_gone(folder)


def test_a_server_serves_on_after_a_forked_child_ended() -> None:
    script = """
import os
if os.fork() == 0:
    sys.exit()
os.wait()
with scratch.connect() as connection:
    print(connection.execute("SELECT 6 * 7").fetchone()[0])
"""
    process, folder = own(script)
    output, _ = process.communicate(timeout=20)
    assert output.strip() == "42"
    assert_gone(folder)


def test_two_processes_work_at_once_each_on_its_own_server() -> None:
    (first, one), (second, two) = own("time.sleep(60)"), own("time.sleep(60)")
    try:
        assert one != two
        assert processes_in(one)
        assert processes_in(two)
    finally:
        for process in (first, second):
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=20)
    assert_gone(one)
    assert_gone(two)


_LEFT = """
import os, signal
server = scratch.server
lines = (server._folder / "data" / "postmaster.pid").read_text().splitlines()
for process in (server._guard.pid, int(lines[0]), os.getpid()):
    os.kill(process, signal.SIGKILL)
"""


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every account may reach, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize("in_memory", [True, False], ids=["in memory", "with temporary files"])
def test_what_was_killed_together_with_its_guard_is_removed_by_the_next_run(
    public_folder: Path, monkeypatch: pytest.MonkeyPatch, *, in_memory: bool
) -> None:
    monkeypatch.delenv(DSN_VARIABLE, raising=False)
    setting = (
        f"server._MEMORY_FOLDER = Path({str(public_folder)!r})\nserver._ROOM_BYTES = 0\n"
        if in_memory
        else f"server._MEMORY_FOLDER = Path('none')\n"
        f"server.tempfile.tempdir = {str(public_folder)!r}\n"
    )
    start = (
        "import designkit.database.server as server\nfrom pathlib import Path\n"
        "server._LONGEST_PARENT_BYTES = 200\n" + setting + _OWNER
    )
    killed = subprocess.run([sys.executable, "-c", start + _LEFT], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert list(public_folder.iterdir()) != []
    foreign = public_folder / "designkit_of_somebody_else"
    foreign.mkdir()
    subprocess.run([sys.executable, "-c", start], check=True, capture_output=True)
    assert list(public_folder.iterdir()) == [foreign]


def test_a_server_that_runs_is_not_swept_away() -> None:
    (first, folder) = own("time.sleep(60)")
    try:
        second = EmbeddedServer()
        second.stop()
        assert (folder / "data").exists()
    finally:
        first.send_signal(signal.SIGKILL)
        first.communicate(timeout=20)
    assert_gone(folder)


def test_a_folder_is_held_as_long_as_its_guard_lives(tmp_path: Path) -> None:
    folder = tmp_path / "designkit_x"
    folder.mkdir()
    lock = hold(folder)
    guard = subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, pass_fds=(lock,))
    os.close(lock)
    sweep((tmp_path,), (os.getuid(),))
    assert folder.exists()
    guard.communicate()
    sweep((tmp_path,), (os.getuid() + 1,))
    assert folder.exists()
    sweep((tmp_path,), (os.getuid(),))
    assert not folder.exists()


def test_stopping_twice_is_harmless() -> None:
    running = EmbeddedServer()
    folder = running._folder
    running.stop()
    running.stop()
    assert_gone(folder)


def test_a_server_that_cannot_start_says_why_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Path] = []
    settings = EmbeddedServer._settings

    def wrong(running: EmbeddedServer) -> dict[str, str]:
        made.append(running._folder)
        return settings(running) | {"shared_buffers": "none"}

    monkeypatch.setattr(EmbeddedServer, "_settings", wrong)
    with pytest.raises(ConnectionFailed, match=r"did not start(.|\n)*shared_buffers(.|\n)*DSN"):
        EmbeddedServer()
    (folder,) = made
    assert_gone(folder)


def test_a_server_starts_although_the_folder_for_temporary_files_cannot_hold_its_socket(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setattr(server, "_MEMORY_FOLDER", tmp_path / "none")
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    running = EmbeddedServer()
    assert databases(running.dsn)
    running.stop()


@pytest.mark.parametrize(
    ("room", "in_memory"), [(0, True), (2**62, False)], ids=["enough room", "too little"]
)
def test_a_server_works_in_memory_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, *, room: int, in_memory: bool
) -> None:
    if not Path("/dev/shm").is_dir():  # noqa: S108
        pytest.skip("this system has no /dev/shm")
    monkeypatch.setattr(server, "_ROOM_BYTES", room)
    chosen = server._parent_folder(public=False)
    assert (chosen == Path("/dev/shm")) is in_memory  # noqa: S108


def test_one_process_has_one_server() -> None:
    assert current_server() is current_server()


def test_a_scratch_database_is_gone_when_it_is_closed() -> None:
    with Scratch() as scratch:
        assert scratch.name in databases(scratch.server.dsn)
    scratch.close()
    assert scratch.name not in databases(scratch.server.dsn)


def test_a_scratch_database_goes_although_someone_is_connected() -> None:
    with Scratch() as scratch:
        connection = scratch.connect()
    assert scratch.name not in databases(scratch.server.dsn)
    connection.close()


def test_a_copy_holds_what_its_original_held() -> None:
    with Scratch() as scratch:
        with scratch.connect() as connection:
            connection.execute("CREATE TABLE t (id integer)")
        with Scratch(copy_of=scratch) as copy, copy.connect() as connection:
            assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)


def test_a_given_server_is_used_and_left_as_it_was(given: str) -> None:
    before = databases(given)
    with Scratch() as scratch:
        assert not scratch.server.is_own
        assert scratch.name in databases(given)
    assert databases(given) == before


def test_what_a_killed_process_left_on_a_given_server_is_swept_up(given: str) -> None:
    now, gone = f"{int(time.time()):x}", 2**22 + 1  # No system counts its processes that far.
    old, young = f"{_PREFIX}{0:08x}_{1:x}_1_1", f"{_PREFIX}{0:08x}_{now}_1_1"
    killed, alive = f"{_PREFIX}{_HOST}_{now}_{gone}_1", f"{_PREFIX}{_HOST}_{now}_{os.getpid()}_0"
    foreign = f"{_PREFIX}of a user"
    with connect(given, read_only=False) as connection:
        for name in (old, young, foreign, killed, alive):
            connection.execute(
                psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name))
            )
    with Scratch():
        assert not {old, killed} & databases(given)
        assert {young, foreign, alive} <= databases(given)


def test_what_belongs_to_a_given_server_as_a_whole_is_not_touched(given: str) -> None:
    del given
    for sql in ("CREATE ROLE intruder", "ALTER SYSTEM SET work_mem = '1GB'", "DROP DATABASE x"):
        with pytest.raises(StatementFailed, match="changes the whole server"):
            load(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'mine'",
        "SELECT pg_catalog.pg_reload_conf()",
        "DO $$ BEGIN PERFORM pg_cancel_backend(1); END $$",
        "CREATE FUNCTION f() RETURNS boolean LANGUAGE sql RETURN pg_reload_conf()",
    ],
)
def test_what_reaches_other_sessions_of_a_given_server_is_refused(given: str, sql: str) -> None:
    del given
    with pytest.raises(StatementFailed, match="or sessions in other databases"):
        load(sql)


def test_the_server_that_is_our_own_may_be_told_to_reload() -> None:
    assert load("SELECT pg_reload_conf(); CREATE TABLE t (id integer)").tables


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE t (a text); COPY t FROM PROGRAM 'echo 1'",
        "COPY (SELECT 1) TO '{file}'",
        "COPY (SELECT 1) TO PROGRAM 'cat > {file}'",
        "CREATE TABLE t (a text); copy t from '/etc/hostname'",
        "SELECT pg_read_file('/etc/hostname')",
        "SELECT lo_export(lo_from_bytea(0, 'x'), '{file}')",
        "DO $$ BEGIN COPY (SELECT 1) TO '{file}'; END $$",
        "DO $$ BEGIN EXECUTE 'COPY (SELECT 1) TO ''{file}'''; END $$",
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT pg_read_file(''x'')'",
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT pg_read_file('x'); END",
    ],
)
def test_programs_and_files_of_the_server_are_refused(sql: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    file = tmp_path / "written"
    with pytest.raises(StatementFailed, match="runs a program on the server's machine") as refused:
        load(sql.replace("{file}", str(file)), file="001.sql")
    assert refused.value.line == 1
    assert not file.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'COPY t FROM PROGRAM ''x''', 'pg_read_file(x)'",
        "CREATE TABLE copy (\"from\" text); INSERT INTO copy VALUES ('TO PROGRAM')",
        "DO $$ BEGIN /* pg_read_file('x') */ PERFORM 1; -- COPY t FROM PROGRAM 'x'\nEND $$",
        "COMMENT ON SCHEMA public IS 'pg_terminate_backend(1)'",
    ],
)
def test_what_only_speaks_of_files_runs(given: str, sql: str) -> None:
    del given
    load(sql)


def databases(dsn: str) -> set[str]:
    with connect(dsn) as connection:
        return {str(name) for (name,) in connection.execute("SELECT datname FROM pg_database")}


def test_a_dsn_that_refuses_is_told_without_its_password() -> None:
    dsn = "postgresql://someone:geheim@localhost:1/nothing"
    with pytest.raises(ConnectionFailed) as refused:
        connect(dsn)
    assert "someone@localhost:1/nothing" in str(refused.value)
    assert "geheim" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_dsn_that_is_none_is_told_without_repeating_it() -> None:
    with pytest.raises(ConnectionFailed) as refused:
        connect("postgresql://u:geheim@[half/x?y")
    assert "geheim" not in str(refused.value)


def test_a_database_is_read_in_a_session_that_cannot_write() -> None:
    with Scratch() as scratch, connect(scratch.dsn) as connection:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("CREATE TABLE t (id integer)")
        assert len(read_database(scratch.dsn).tables) == 0


@pytest.fixture
def cockroach(other: EmbeddedServer) -> Iterator[str]:
    """A server that says that it is a CockroachDB."""
    dsn = f"{other.dsn} options='-csearch_path=disguise,pg_catalog'"
    with connect(other.dsn, read_only=False) as connection:
        connection.execute("CREATE SCHEMA disguise")
        connection.execute(
            "CREATE FUNCTION disguise.version() RETURNS text LANGUAGE sql"
            " AS $$SELECT 'CockroachDB CCL v25.2.1'$$"
        )
        yield dsn
        connection.execute("DROP SCHEMA disguise CASCADE")


def test_a_cockroachdb_cannot_stand_for_the_embedded_server(cockroach: str) -> None:
    with pytest.raises(ConnectionFailed, match="CockroachDB"):
        GivenServer(cockroach)


def test_a_cockroachdb_cannot_be_read_as_a_source(cockroach: str) -> None:
    with pytest.raises(SourceError, match="CockroachDB: designkit reads the catalogue of Postgre"):
        read_database(cockroach)


def test_the_stand_in_for_pgcrypto_computes_what_it_can() -> None:
    with Scratch() as scratch, scratch.connect() as connection:
        connection.execute("CREATE EXTENSION pgcrypto")
        # https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
        assert connection.execute("SELECT encode(digest('abc', 'sha256'), 'hex')").fetchone() == (
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        )
        assert connection.execute("SELECT length(gen_random_bytes(33))").fetchone() == (33,)


@pytest.mark.parametrize(
    "call", ["crypt('a', 'b')", "hmac('a', 'b', 'sha256')", "digest('a', 'whirlpool')"]
)
def test_the_stand_in_for_pgcrypto_says_what_it_cannot(call: str) -> None:
    with Scratch() as scratch, scratch.connect() as connection:
        connection.execute("CREATE EXTENSION pgcrypto")
        with pytest.raises(psycopg.errors.FeatureNotSupported, match="designkit stands in"):
            connection.execute(f"SELECT {call}".encode())


def test_the_stand_in_for_uuid_ossp_makes_uuids() -> None:
    with Scratch() as scratch, scratch.connect() as connection:
        connection.execute('CREATE EXTENSION "uuid-ossp"')
        row = connection.execute(
            "SELECT uuid_extract_version(uuid_generate_v4()),"
            " uuid_generate_v3(uuid_ns_dns(), 'www.example.com')::text"
        ).fetchone()
        # The second is the example of RFC 9562, appendix A.2.
        assert row == (4, "5df41881-3aed-3515-88a7-2f4a814cf09e")


@pytest.mark.parametrize("delay_s", [0.05, 0.2, 0.4, 0.6])
def test_a_process_that_is_killed_while_its_server_starts_leaves_nothing_behind(
    delay_s: float, tmp_path: Path
) -> None:
    script = (
        "import designkit.database.server as server\n"
        "from pathlib import Path\n"
        f"server._MEMORY_FOLDER = Path({str(tmp_path)!r})\n"
        "server._has_room = lambda folder: True\n"
        "print('here', flush=True)\n"
        "server.EmbeddedServer()\n"
    )
    tmp_path.chmod(0o755)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(delay_s)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    deadline = time.monotonic() + 10
    while list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(tmp_path.iterdir()) == []
