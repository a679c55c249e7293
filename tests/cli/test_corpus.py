"""Real histories: commands end as they should, and agree with an independent harness."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import designkit, document


def test_openfga_is_proven(corpus: Path) -> None:
    result = designkit("verify", corpus / "histories" / "openfga" / "pg")
    assert result.exit_code == 0
    assert "6 migrations: 6 proven" in result.stdout


def test_openfga_has_findings_with_places(corpus: Path) -> None:
    folder = corpus / "histories" / "openfga" / "pg"
    result = designkit("check", folder, "--format", "json")
    assert (result.exit_code, result.stderr) == (1, "")
    assert all(
        Path(finding["file"]).is_file() and finding["line"]
        for finding in document(result)["findings"]
    )


def test_openfga_is_the_schema_that_the_harness_saw(corpus: Path) -> None:
    folder = corpus / "histories" / "openfga"
    result = designkit("diff", folder / "pg", folder / "outcome" / "openfga.final_schema.sql")
    assert (result.exit_code, result.stdout) == (0, "")


def test_openfga_is_drawn(corpus: Path, tmp_path: Path) -> None:
    folder = corpus / "histories" / "openfga" / "pg"
    assert designkit("diagram", folder, "-o", tmp_path / "a.svg").exit_code == 0
