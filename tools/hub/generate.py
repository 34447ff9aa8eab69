"""`make docs`: write hub/tap-sage200.yml, the definition of the tap for Meltano Hub, from meltano.yml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DEFINITION = ROOT / "hub" / "tap-sage200.yml"
OWNER = "OWNER"
"""Stands for the owner of the repository, which is also the name of the variant in Meltano Hub."""
_COPIED = ("name", "namespace", "executable", "commands", "select")
_INTRODUCTION = f"""\
# The definition of the tap for Meltano Hub. `make docs` writes it from meltano.yml.
# Before it goes to Meltano Hub, replace {OWNER} by the owner of the repository.
"""


def definition() -> dict[str, Any]:
    """Return the definition of the tap, with lists in the order of Meltano Hub."""
    plugin = _plugin()
    return {name: plugin[name] for name in _COPIED} | {
        "capabilities": sorted(plugin["capabilities"]),
        "description": _project()["description"],
        "domain_url": "https://developer.sage.com/200/",
        "keywords": ["api", "meltano_sdk"],
        "label": "Sage 200",
        "maintenance_status": "beta",
        "pip_url": _project()["name"],
        "quality": "unknown",
        "repo": f"https://github.com/{OWNER}/{_project()['name']}",
        "settings": sorted(plugin["settings"], key=lambda setting: setting["name"]),
        "settings_group_validation": [sorted(group) for group in plugin["settings_group_validation"]],
        "supported_python_versions": _python_versions(),
        "variant": OWNER,
    }


def text() -> str:
    """Write the definition as YAML, with sorted keys as Meltano Hub has them."""
    written: str = yaml.safe_dump(definition(), allow_unicode=True, width=120)
    return _INTRODUCTION + written


def _plugin() -> dict[str, Any]:
    project = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))
    plugin: dict[str, Any] = project["plugins"]["extractors"][0]
    return plugin


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def _python_versions() -> list[str]:
    prefix = "Programming Language :: Python :: "
    return [one.removeprefix(prefix) for one in _project()["classifiers"] if one.startswith(prefix)]


if __name__ == "__main__":
    DEFINITION.write_text(text(), encoding="utf-8")
