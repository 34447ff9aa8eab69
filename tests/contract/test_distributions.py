"""The tap and the sandbox are two distributions that are released together."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def project(folder: Path) -> dict[str, Any]:
    metadata: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return metadata


TAP, SANDBOX = project(ROOT), project(ROOT / "packages" / "sage200-sandbox")


def test_one_tag_releases_both_distributions() -> None:
    assert TAP["version"] == SANDBOX["version"]
    assert TAP["requires-python"] == SANDBOX["requires-python"]


def test_neither_distribution_requires_the_other() -> None:
    assert not [line for line in TAP["dependencies"] if line.startswith(SANDBOX["name"])]
    assert not [line for line in SANDBOX["dependencies"] if line.startswith(TAP["name"])]
