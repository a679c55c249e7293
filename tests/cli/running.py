"""Running the command line, in this process or in one of its own, and projects to run it on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from designkit.cli.application import app

DESIGNKIT = Path(sys.executable).with_name("designkit")

USERS = """\
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
"""


def designkit(*arguments: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def designkit_process(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a shell does."""
    return subprocess.run(
        [DESIGNKIT, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | variables,
    )


def document(result: Result) -> Any:
    """The JSON object that is all there is on standard output."""
    return json.loads(result.stdout)


def goose(up: str, down: str | None = "") -> str:
    """A migration file; None leaves DOWN out."""
    end = "" if down is None else f"-- +goose Down\n{down}"
    return f"-- +goose Up\n{up}\n{end}"


def write(folder: Path, **files: str) -> Path:
    """A folder of migrations, numbered in the order of the names given."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, text) in enumerate(files.items(), start=1):
        (folder / f"{number:03d}_{name}.sql").write_text(text)
    return folder
