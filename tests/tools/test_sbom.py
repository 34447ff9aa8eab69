"""A bill of materials that lacks a dependency is found, and the release attests what `make sbom` writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from tools.sbom import BILLS, ROOT, missing

if TYPE_CHECKING:
    from pathlib import Path

DECLARED = """\
[project]
name = "tap_sage200"
dependencies = ["requests>=2.32", "Typing.Extensions>=4.12", "requests[socks]"]
"""


def bill_of(tmp_path: Path, *names: str, component: str = "tap-sage200") -> set[str]:
    """Return what is missing in a bill with these components."""
    components = [{"name": name, "version": "1"} for name in names]
    content = {"metadata": {"component": {"name": component}}, "components": components}
    (tmp_path / "bill.json").write_text(json.dumps(content))
    (tmp_path / "pyproject.toml").write_text(DECLARED)
    return missing(tmp_path / "bill.json", tmp_path / "pyproject.toml")


def test_a_complete_bill_is_accepted(tmp_path: Path) -> None:
    assert bill_of(tmp_path, "requests", "typing_extensions", "urllib3") == set()


def test_a_missing_dependency_and_another_distribution_are_named(tmp_path: Path) -> None:
    assert bill_of(tmp_path, "requests", component="other") == {"typing-extensions", "tap-sage200"}


def test_the_release_attests_each_bill_and_publishes_after_that() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    jobs: dict[str, Any] = workflow["jobs"]
    assert "make sbom" in [step.get("run") for step in jobs["build"]["steps"]]
    given = [step["with"] for step in jobs["attest"]["steps"] if step["uses"].startswith("actions/attest@")]
    assert {one["sbom-path"] for one in given if "sbom-path" in one} == BILLS.keys()
    assert {"subject-path": "dist/*"} in given
    assert jobs["attest"]["permissions"] == {"id-token": "write", "attestations": "write"}
    assert "attest" in jobs["publish"]["needs"]


def test_the_bills_are_not_published_to_the_package_index() -> None:
    assert all(bill.startswith("sbom/") for bill in BILLS)
    assert "/sbom/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
