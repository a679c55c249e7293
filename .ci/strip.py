"""Rewrites notebooks without what running them left behind: outputs, counts, kernel noise."""

from __future__ import annotations

import json
import sys
from pathlib import Path

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def main(paths: list[str]) -> None:
    """Strip each notebook in place; one that is clean already is not touched."""
    for path in map(Path, paths):
        before = path.read_text(encoding="utf-8")
        after = stripped(before)
        if after != before:
            path.write_text(after, encoding="utf-8")


def stripped(text: str) -> str:
    """The notebook with its prose, code and tags, and nothing else."""
    notebook = json.loads(text)
    notebook["metadata"] = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags")
        cell["metadata"] = {"tags": tags} if tags else {}
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    # As JupyterLab writes them, so that saving a clean notebook changes nothing.
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
