"""`designkit docs`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import USERS, designkit, goose, write

FILES = ["docs/database/README.md"]
FILES += [f"docs/database/shop.{ending}" for ending in ("md", "mmd", "svg")]

TICKETS = """\
CREATE TABLE tickets (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
"""


def test_documents_are_written_once(project: Path) -> None:
    first, second = designkit("docs"), designkit("docs")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.splitlines() == [f"written: {file}" for file in FILES]
    assert second.stdout == "4 documents in docs/database are up to date\n"
    assert all((project / file).is_file() for file in FILES)


def test_a_check_writes_nothing(project: Path) -> None:
    result = designkit("docs", "--check")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if line.startswith("stale: ")] == [
        f"stale: {file}" for file in FILES
    ]
    assert not (project / "docs").exists()


def test_a_schema_that_moved_on_makes_documents_stale(project: Path) -> None:
    designkit("docs")
    assert designkit("docs", "--check").exit_code == 0
    write(project / "migrations" / "shop", create_users=goose(USERS.replace("email", "mail")))
    result = designkit("docs", "--check")
    assert result.exit_code == 1
    assert "stale: docs/database/shop.md" in result.stdout


def test_a_folder_that_cannot_be_made_is_2(project: Path) -> None:
    (project / "docs").write_text("a file")
    result = designkit("docs")
    assert result.exit_code == 2
    assert "docs/database/README.md: cannot be written" in result.stderr


def test_the_index_tells_what_crosses_the_borders_of_services(project: Path) -> None:
    write(project / "migrations" / "events", create_tickets=goose(TICKETS))
    assert designkit("docs").exit_code == 0
    page = (project / "docs" / "database" / "README.md").read_text()
    assert "| [events](events.md) | 1 | [shop](shop.md) |  |" in page
    assert (
        "| events | `tickets` | `user_id` | `uuid` | shop `users` `id` | its name alone |" in page
    )
    mermaid = (project / "docs" / "database" / "README.mmd").read_text()
    assert '"users" ||..o{ "tickets" : "user_id"' in mermaid
    assert (project / "docs" / "database" / "README.svg").is_file()


def test_a_new_reference_makes_the_index_stale(project: Path) -> None:
    write(project / "migrations" / "events", create_tickets=goose("SELECT 1;"))
    designkit("docs")
    write(project / "migrations" / "events", create_tickets=goose(TICKETS))
    result = designkit("docs", "--check")
    assert result.exit_code == 1
    assert "stale: docs/database/README.md" in result.stdout


def test_the_index_tells_queries_over_tables_of_other_services(project: Path) -> None:
    write(project / "migrations" / "events", create_tickets=goose(TICKETS))
    queries = project / "queries" / "events"
    queries.mkdir(parents=True)
    (queries / "tickets.sql").write_text(
        "-- name: ListBuyers :many\n"
        "SELECT u.email FROM tickets t JOIN users u ON u.id = t.user_id LIMIT 5;\n"
        "-- name: Broken :one\nSELECT FROM WHERE;\n"
    )
    assert designkit("docs").exit_code == 0
    page = (project / "docs" / "database" / "README.md").read_text()
    assert "| events | `ListBuyers` | shop `users` |" in page
    assert "Broken" not in page


def test_a_service_named_as_the_index_is_refused(project: Path) -> None:
    write(project / "migrations" / "readme", create_tickets=goose(TICKETS))
    result = designkit("docs")
    assert result.exit_code == 2
    assert "README.md is the index over all services" in result.stderr
