"""What is generated into docs/ is what the code of this checkout generates."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.repo.checkout import ROOT

DESIGNKIT = Path(sys.executable).with_name("designkit")


def test_generated_documents_are_fresh() -> None:
    command = (DESIGNKIT, "docs", "--check")
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
