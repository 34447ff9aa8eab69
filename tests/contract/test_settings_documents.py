"""The settings are the same in the schema, in meltano.yml, in .env.example and in the README."""

from __future__ import annotations

import re
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.streams import stream_types

ROOT = Path(__file__).parents[2]
SETTINGS: dict[str, dict[str, Any]] = CONFIG_JSONSCHEMA["properties"]
KINDS = {"string": "string", "integer": "integer", "boolean": "boolean", "array": "array"}


@cache
def plugin() -> dict[str, Any]:
    project = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))
    extractors: list[dict[str, Any]] = project["plugins"]["extractors"]
    return next(extractor for extractor in extractors if extractor["name"] == "tap-sage200")


def kind_of(schema: dict[str, Any]) -> str:
    if schema.get("format") == "date-time":
        return "date_iso8601"
    if "enum" in schema:
        return "options"
    return KINDS[next(kind for kind in schema["type"] if kind != "null")]


def test_meltano_knows_every_setting_in_the_same_order() -> None:
    assert [setting["name"] for setting in plugin()["settings"]] == list(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_meltano_describes_a_setting_as_the_tap_does(name: str) -> None:
    schema = SETTINGS[name]
    setting = next(setting for setting in plugin()["settings"] if setting["name"] == name)
    assert setting["label"] == schema["title"]
    assert setting["description"] == schema["description"]
    assert setting["kind"] == kind_of(schema)
    assert setting.get("sensitive", False) == schema.get("secret", False)
    assert setting.get("value") == schema.get("default")
    options = [option["value"] for option in setting.get("options", [])]
    assert options == schema.get("enum", [])


def test_the_example_of_an_environment_names_every_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = re.findall(r"^#?\s*TAP_SAGE200_(\w+)=", example, flags=re.MULTILINE)
    assert [name.lower() for name in names] == list(SETTINGS)


def test_the_readme_has_a_row_for_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, schema in SETTINGS.items():
        secret = " (secret)" if schema.get("secret") else ""
        default = schema.get("default", "")
        shown = f"`{str(default).lower() if isinstance(default, bool) else default}`" if default != "" else ""
        assert f"| `{name}`{secret} | {schema['description']} | {shown} |" in readme


def test_meltano_selects_what_the_tap_selects() -> None:
    left_out = [f"!{vars(stream)['name']}.*" for stream in stream_types() if not stream.selected_by_default]
    slow = [
        f"!{vars(stream)['name']}.{name}"
        for stream in stream_types()
        for name, column in attrgetter("schema")(stream)["properties"].items()
        if column.get("x-slow")
    ]
    assert plugin()["select"] == ["*.*", *left_out, *slow]
