"""`make sbom`: check that each bill of materials names its distribution and every dependency that it declares."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
BILLS = {
    "sbom/tap-sage200.cdx.json": "pyproject.toml",
    "sbom/sage200-sandbox.cdx.json": "packages/sage200-sandbox/pyproject.toml",
}


def missing(bill: Path, pyproject: Path) -> set[str]:
    """Return the declared dependencies that a bill of materials does not name, and the distribution if it is another.

    Args:
        bill: A file of CycloneDX in JSON.
        pyproject: The declaration of the distribution.
    """
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    content = json.loads(bill.read_text(encoding="utf-8"))
    names = {_normal(part["name"]) for part in content.get("components", []) if part.get("version")}
    declared = {_normal(re.split(r"[^\w.-]", one)[0]) for one in project["dependencies"]}
    own = {_normal(content["metadata"]["component"]["name"])}
    return (declared - names) | ({_normal(project["name"])} - own)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    faults = {bill: missing(ROOT / bill, ROOT / pyproject) for bill, pyproject in BILLS.items()}
    for bill, names in faults.items():
        if names:
            sys.exit(f"{bill} does not name {', '.join(sorted(names))}")
