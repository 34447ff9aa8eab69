"""`make docs`: write docs/settings.md from the schema of the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tap_sage200.config.schema import CONFIG_JSONSCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
SETTINGS: dict[str, dict[str, Any]] = CONFIG_JSONSCHEMA["properties"]
HEADINGS = {
    "client_id": "Sign-in",
    "edition": "Edition",
    "site_id": "Companies",
    "start_date": "Rows",
    "page_size": "Requests",
    "tables": "Tables",
    "on_unavailable": "Surprises",
    "verify_ssl": "Network",
}
"""The heading before a setting. The settings that follow it belong to the same heading."""
_INTRODUCTION = """\
# Settings

This page answers: which settings are there, what do they mean, and what are their defaults?

Set each setting with `meltano config set tap-sage200 <setting> <value>`, with the environment variable
`TAP_SAGE200_<SETTING>` (in capitals; an empty variable counts as not set, and hides the setting in `meltano.yml`), or
in the `config.json` of a plain Singer run. The sign-in needs `client_id` with `refresh_token`, `token_file`,
`token_command` or `token_store`, or else `access_token`.

Every setting is checked before the first request. A mistake ends the run with a line that names the setting.
"""
_SDK = """
## Settings of the Meltano SDK

The settings of the Meltano SDK work as well: `stream_maps`, `stream_map_config`, `faker_config`, `flattening_*` and
`batch_config`. To remove a column or a table with a stream map, write `__NULL__` in `meltano.yml`. Meltano does not
pass on `null` there, and the tap then refuses the map. Batch files hold rows as they are before stream maps, so the tap
refuses to use both.
"""


def page() -> str:
    """Write the page."""
    return "\n".join([_INTRODUCTION.rstrip("\n"), *_tables()]) + "\n" + _SDK


def _tables() -> Iterator[str]:
    for name, schema in SETTINGS.items():
        if name in HEADINGS:
            yield from ("", f"## {HEADINGS[name]}", "", "| setting | meaning | default |", "| --- | --- | --- |")
        yield _row(name, schema)


def _row(name: str, schema: dict[str, Any]) -> str:
    secret = " (secret)" if schema.get("secret") else ""
    return f"| `{name}`{secret} | {schema['description']}{_values(schema)} | {_shown(schema.get('default', ''))} |"


def _values(schema: dict[str, Any]) -> str:
    if "enum" not in schema:
        return ""
    return f" Values: {', '.join(map(_shown, schema['enum']))}."


def _shown(default: object) -> str:
    if default == "":
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
