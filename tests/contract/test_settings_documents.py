"""The settings are the same in the schema, in meltano.yml, in .env.example and in docs/settings.md."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.config.sdk_settings import SDK_JSONSCHEMA
from tap_sage200.streams import stream_types
from tap_sage200.tap import TapSage200
from tools.settings.generate import HEADINGS, PAGE, page

ROOT = Path(__file__).parents[2]
SETTINGS: dict[str, dict[str, Any]] = CONFIG_JSONSCHEMA["properties"]
SDK_SETTINGS: dict[str, dict[str, Any]] = {
    name: schema for name, schema in SDK_JSONSCHEMA["properties"].items() if name != "emit_activate_version_messages"
}
KINDS = {"string": "string", "integer": "integer", "boolean": "boolean", "array": "array", "object": "object"}


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
    names = [setting["name"] for setting in plugin()["settings"]]
    assert names[: len(SETTINGS)] == list(SETTINGS)
    assert sorted(names[len(SETTINGS) :]) == sorted(SDK_SETTINGS)


@pytest.mark.parametrize("name", SDK_SETTINGS)
def test_meltano_knows_the_type_of_a_setting_of_the_sdk(name: str) -> None:
    setting = next(setting for setting in plugin()["settings"] if setting["name"] == name)
    assert setting["kind"] == SDK_SETTINGS[name]["type"]
    assert setting["label"]
    assert setting["description"]
    # Without it, Meltano drops each null in the object, and a stream map would not hide what it should hide.
    assert setting.get("value_processor") == ("nest_object" if setting["kind"] == "object" else None)


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


def test_the_example_of_an_environment_names_the_settings_of_the_warehouse() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    shown = (ROOT / "docs" / "connect.md").read_text(encoding="utf-8")
    names = re.findall(r"^TARGET_POSTGRES_\w+(?==)", shown, flags=re.MULTILINE)
    assert len(names) == 4
    for name in names:
        assert f"\n# {name}=" in example, name


def test_the_example_of_an_environment_sets_nothing() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.strip() and not line.startswith("#")] == []


def test_the_page_of_settings_is_as_make_docs_writes_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make docs"


def test_the_page_of_settings_has_a_row_for_every_setting() -> None:
    written = page()
    for name, schema in SETTINGS.items():
        secret = " (secret)" if schema.get("secret") else ""
        default = schema.get("default", "")
        shown = f"`{str(default).lower() if isinstance(default, bool) else default}`" if default != "" else ""
        values = " Values: " + ", ".join(f"`{value}`" for value in schema["enum"]) + "." if "enum" in schema else ""
        assert f"| `{name}`{secret} | {schema['description']}{values} | {shown} |" in written


def test_each_heading_of_the_page_of_settings_stands_before_a_setting() -> None:
    assert next(iter(SETTINGS)) in HEADINGS
    assert HEADINGS.keys() - SETTINGS.keys() == set()


def selected_by(patterns: list[str], name: str) -> bool:
    """Tell whether one of the patterns selects a name, as Meltano does it."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def test_meltano_selects_what_the_tap_selects_without_an_exclusion() -> None:
    patterns = [pattern.split(".", 1) for pattern in plugin()["select"]]
    assert not [table for table, _ in patterns if table.startswith("!")], "Meltano lets exclusions win over all others"
    for stream_type in stream_types():
        table = stream_type.declared_name()
        of_table = [columns for tables, columns in patterns if fnmatchcase(table, tables)]
        assert bool(of_table) == stream_type.selected_by_default, table
        if of_table:
            columns = attrgetter("schema")(stream_type)["properties"]
            left_out = {name for name in columns if not selected_by(of_table, name)} - set(
                stream_type.declared_primary_keys()
            )
            assert left_out == {name for name, column in columns.items() if column.get("x-slow")}, table


def test_each_pattern_of_the_selection_is_for_a_table() -> None:
    tables = [stream_type.declared_name() for stream_type in stream_types()]
    for pattern in plugin()["select"]:
        assert any(fnmatchcase(table, pattern.split(".", 1)[0]) for table in tables), pattern


def test_the_examples_in_meltano_yml_are_settings_that_the_tap_accepts() -> None:
    text = (ROOT / "meltano.yml").read_text(encoding="utf-8")
    (block,) = re.findall(r"# Examples of what can be filtered.*\n((?: +# .*\n)+)", text)
    example = yaml.safe_load(re.sub(r"^ +# ", "", block, flags=re.MULTILINE))
    assert {"tables", "views", "custom_tables", "extra_columns"} <= example.keys()
    TapSage200(config={"access_token": "of-a-test", **json.loads(json.dumps(example, default=str))})
