"""The definition for Meltano Hub is as meltano.yml says, and in the form that the Hub checks."""

from __future__ import annotations

from typing import Any

import jsonschema
import yaml

from tools.hub.generate import DEFINITION, ROOT, text

PLUGIN: dict[str, Any] = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))["plugins"]["extractors"][0]
WRITTEN: dict[str, Any] = yaml.safe_load(DEFINITION.read_text(encoding="utf-8"))
TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https://"}
TEXTS = {"type": "array", "items": TEXT, "minItems": 1}
SETTING = {
    "type": "object",
    "required": ["name", "label", "description", "kind"],
    "additionalProperties": False,
    "properties": {
        **dict.fromkeys(("name", "label", "description", "value_processor"), TEXT),
        "kind": {"enum": ["array", "boolean", "date_iso8601", "integer", "object", "options", "string"]},
        "options": {"type": "array", "items": {"required": ["label", "value"]}},
        "sensitive": {"type": "boolean"},
        "value": {},
    },
}
FORM = {
    "type": "object",
    "required": ["name", "namespace", "variant", "quality", "pip_url", "repo", "label", "description", "settings"],
    "additionalProperties": False,
    "properties": {
        **dict.fromkeys(("name", "namespace", "variant", "label", "description", "executable", "pip_url"), TEXT),
        **dict.fromkeys(("repo", "domain_url"), ADDRESS),
        **dict.fromkeys(("capabilities", "keywords", "select"), TEXTS),
        "commands": {"type": "object"},
        "maintenance_status": {"enum": ["active", "beta", "development", "inactive", "unknown"]},
        "quality": {"enum": ["gold", "silver", "bronze", "unknown"]},
        "settings": {"type": "array", "items": SETTING},
        "settings_group_validation": {"type": "array", "items": TEXTS},
        "supported_python_versions": {"type": "array", "items": {"type": "string", "pattern": r"^3\.\d+$"}},
    },
}
"""What the Hub allows, as far as the definition of a tap uses it."""


def keys_are_sorted(value: Any) -> bool:  # noqa: ANN401 - any part of the definition
    if isinstance(value, dict):
        return list(value) == sorted(value) and all(map(keys_are_sorted, value.values()))
    return not isinstance(value, list) or all(map(keys_are_sorted, value))


def test_the_definition_is_as_make_docs_writes_it() -> None:
    assert DEFINITION.read_text(encoding="utf-8") == text(), "run make docs"


def test_the_definition_has_the_form_of_the_hub() -> None:
    jsonschema.validate(WRITTEN, FORM)
    assert keys_are_sorted(WRITTEN)
    names = [setting["name"] for setting in WRITTEN["settings"]]
    assert names == sorted(names)


def test_the_definition_has_what_meltano_yml_has() -> None:
    by_name = {setting["name"]: setting for setting in WRITTEN["settings"]}
    assert by_name == {setting["name"]: setting for setting in PLUGIN["settings"]}
    assert WRITTEN["select"] == PLUGIN["select"]
    assert WRITTEN["commands"] == PLUGIN["commands"]
    assert set(WRITTEN["capabilities"]) == set(PLUGIN["capabilities"])
    assert list(map(set, WRITTEN["settings_group_validation"])) == list(map(set, PLUGIN["settings_group_validation"]))


def test_the_definition_has_no_path_of_a_machine() -> None:
    assert not {"config", "load_schema"} & WRITTEN.keys()
    assert "-e ." not in DEFINITION.read_text(encoding="utf-8")
