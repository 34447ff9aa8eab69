"""The page for people who come from CData or Jitterbit names tables, keys and settings that exist."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.streams import stream_types
from tap_sage200.tap import TapSage200

PAGE = Path(__file__).parents[2] / "docs" / "migrate.md"
TABLES = {stream_type.declared_name(): stream_type for stream_type in stream_types()}
SETTINGS = CONFIG_JSONSCHEMA["properties"].keys()
ELSEWHERE = {"standard", "professional", "sage200 login"}
"""What the page names beside settings: values, and a command."""


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def rows(first_heading: str) -> list[list[str]]:
    """Return the rows of the table whose first column has this heading."""
    text = PAGE.read_text(encoding="utf-8")
    (table,) = re.findall(rf"^\| {first_heading} \|.*\n\| ---.*\n((?:\|.*\n)+)", text, flags=re.MULTILINE)
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table.splitlines()]


VIEWS = rows("CData view")


def test_the_page_has_the_39_views_once() -> None:
    views = [view for row in VIEWS for view in named(row[0])]
    assert len(views) == len(set(views)) == 39
    assert views == sorted(views, key=str.lower)


@pytest.mark.parametrize("row", VIEWS, ids=[named(row[0])[0] for row in VIEWS])
def test_a_view_has_a_table_with_this_key(row: list[str]) -> None:
    _, table, _, key, further = row
    stream_type = TABLES[named(table)[0]]
    assert stream_type.declared_primary_keys() == ("site_id", "company_id", *named(key))
    assert stream_type.selected_by_default == ("(not by default)" not in table)
    assert set(named(further)) <= TABLES.keys()


def test_the_page_counts_the_other_tables() -> None:
    assert f"The tap has {len(TABLES) - len(VIEWS)} more tables." in PAGE.read_text(encoding="utf-8")
    assert f"- {len(TABLES)} tables in place of {len(VIEWS)} views" in PAGE.read_text(encoding="utf-8")


def test_each_option_has_a_setting_that_exists() -> None:
    ours = {name for row in rows("CData option") for name in named(row[1])}
    assert ours - ELSEWHERE <= SETTINGS
    assert {"edition", "client_id", "token_file", "proxy_url", "companies"} <= ours


@pytest.mark.parametrize("heading", ["part of the query", "Query activity"])
def test_each_name_of_a_setting_beside_a_feature_exists(heading: str) -> None:
    cells = " ".join(row[1] for row in rows(heading))
    settings = {name for name in named(cells) if re.fullmatch(r"[a-z_]+", name)} - {"where", "columns"}
    assert settings
    assert settings <= SETTINGS


def test_the_examples_are_settings_that_the_tap_accepts() -> None:
    blocks = re.findall(r"^```yaml\n([\s\S]+?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(blocks) == 2
    for block in blocks:
        TapSage200(config={"access_token": "of-a-test", **yaml.safe_load(block)})
