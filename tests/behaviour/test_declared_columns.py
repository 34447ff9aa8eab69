"""Columns that the settings, the catalogue or the state add to a table."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tap_sage200.errors import ConfigurationError
from tap_sage200.tap import TapSage200
from tests.support.raw_sage import RawSage
from tests.support.reading_cards import (
    CARDS,
    TEXT,
    CardsTap,
    cards,
    changing,
    column,
    read,
    remembered,
    schemas,
)
from tests.support.runs import run_tap
from tests.support.tap_process import run_tap_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.runs import Row


@pytest.fixture
def sage() -> Iterator[RawSage]:
    with RawSage() as sage:
        yield sage


def test_a_column_that_the_catalogue_deselects_is_not_loaded_and_not_reported(
    sage: RawSage, caplog: pytest.LogCaptureFixture
) -> None:
    cards(sage, '"new_field": 1, "other": 2')
    for columns in ({"new_field": TEXT}, {}):
        for state in ({}, {"bookmarks": {CARDS: {"added_columns": ["new_field"]}}}):
            result = read(sage, state=state, change_catalog=changing(CARDS, columns, {"new_field": False}))
            assert column(result, "new_field") == ["absent"]
            assert column(result, "other") == ["2"], "the request is not narrowed for it"
    assert "new_field" not in caplog.text


def test_a_column_of_the_state_that_the_catalogue_does_not_list_is_selected(sage: RawSage) -> None:
    cards(sage, '"new_field": 1, "description": "x"')

    def only_description(catalog: Row) -> None:
        [entry] = [entry for entry in catalog["streams"] if entry["stream"] == CARDS]
        entry["schema"]["properties"] = {"description": TEXT}
        entry["metadata"] = [{"breadcrumb": [], "metadata": {"selected": True}}]

    state = {"bookmarks": {CARDS: {"added_columns": ["new_field"]}}}
    result = read(sage, state=state, change_catalog=only_description)
    assert column(result, "new_field") == ["1"]
    assert sage.requests[-1][2]["$select"] == "id,description,new_field"


def test_where_requests_are_narrowed_new_fields_cannot_come_and_it_is_said_once(
    sage: RawSage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    cards(sage, '"new_field": 1', company=1)
    cards(sage, '"new_field": 1', company=2)
    result = read(sage, 1, 2, change_catalog=changing(CARDS, {}, {"description": False}))
    assert column(result, "new_field") == ["absent"] * 2
    assert len([text for text in caplog.messages if "requests only the selected columns" in text]) == 1


def test_a_company_without_the_field_may_refuse_to_select_it(sage: RawSage) -> None:
    sage.fields = {2: ["id", "customer_id", "last_used_date", "description"]}
    state = {"bookmarks": {CARDS: {"added_columns": ["new_field"]}}}
    for company in (1, 2):
        cards(sage, '"new_field": 1' if company == 1 else "", company=company)
    result = read(sage, 1, 2, state=state, change_catalog=changing(CARDS, {}, {"description": False}))
    assert result.error is None
    assert column(result, "new_field") == ["1", None]


def test_extra_columns_give_a_better_type(sage: RawSage, caplog: pytest.LogCaptureFixture) -> None:
    words = {
        "an_identifier": ("identifier", "7", 7),
        "a_text": ("text", "1.10", "1.10"),
        "a_whole": ("whole", '"8"', 8),
        "a_flag": ("flag", "true", True),
        "a_timestamp": ("timestamp", '"2026-01-31T10:00:00Z"', "2026-01-31T10:00:00Z"),
        "some_money": ("money", "1.10", Decimal("1.10")),
        "a_percent": ("percent", "17.5", Decimal("17.5")),
        "a_quantity": ("quantity", "1.00000", Decimal("1.00000")),
        "a_rate": ("rate", "1.250000", Decimal("1.250000")),
        "an_enum": ("enum", '"EnumOne"', "EnumOne"),
    }
    cards(sage, "", ", ".join(f'"{name}": {sent}' for name, (_, sent, _) in words.items()))
    extra = {CARDS: {name: word for name, (word, _, _) in words.items()}}
    result = read(sage, extra_columns=extra)
    assert result.error is None
    assert len(schemas(result)) == 1
    for name, (_, _, held) in words.items():
        assert column(result, name) == [None, held]
    assert "added_columns" not in result.state["bookmarks"][CARDS]
    assert "Sage sent" not in caplog.text


def test_an_extra_column_of_a_nested_table_is_typed(sage: RawSage) -> None:
    sage.rows[1, "/sop_orders"] = [
        '{"id": 1, "date_time_updated": "2026-01-01T00:00:00Z", "lines": [{"id": 2, "bonus": 1.50}]}'
    ]
    result = read(sage, tables=("sop_order_lines",), extra_columns={"sop_order_lines": {"bonus": "money"}})
    assert column(result, "bonus", "sop_order_lines") == [Decimal("1.50")]
    assert schemas(result, "sop_order_lines")[0]["bonus"]["type"] == ["number", "null"]


def test_the_settings_win_over_the_catalogue_and_the_catalogue_over_the_state(sage: RawSage) -> None:
    cards(sage, '"of_settings": 1, "of_catalogue": 2, "of_state": 3')
    result = read(
        sage,
        extra_columns={CARDS: {"of_settings": "money"}},
        change_catalog=changing(CARDS, {"of_settings": TEXT, "of_catalogue": {"type": ["integer", "null"]}}),
        state={"bookmarks": {CARDS: {"added_columns": ["of_settings", "of_catalogue", "of_state"]}}},
    )
    [columns] = schemas(result)
    types = {name: columns[name]["type"] for name in ("of_settings", "of_catalogue", "of_state")}
    assert types == {
        "of_settings": ["number", "null"],
        "of_catalogue": ["integer", "null"],
        "of_state": ["string", "null"],
    }
    [record] = result.records(CARDS)
    assert [record[name] for name in types] == [1, 2, "3"]


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ({"type": "string"}, "1.50"),
        ({"type": ["null", "string"]}, "1.50"),
        ({"type": ["number", "null"]}, Decimal("1.50")),
        ({"type": ["integer", "number"]}, Decimal("1.50")),
        ({"type": ["string", "number", "null"]}, "1.50"),
        ({"type": ["boolean", "null"]}, None),
        ({"type": ["integer", "null"]}, None),
    ],
)
def test_a_column_that_was_added_to_the_catalogue_has_the_type_given_there(
    sage: RawSage, given: Row, held: object, caplog: pytest.LogCaptureFixture
) -> None:
    cards(sage, '"by_hand": 1.50', "")
    result = read(sage, change_catalog=changing(CARDS, {"by_hand": given}))
    [columns] = schemas(result)
    kinds_given = [given["type"]] if isinstance(given["type"], str) else given["type"]
    assert {*columns["by_hand"]["type"]} == {*kinds_given, "null"}
    assert column(result, "by_hand") == [held, None]
    assert "unknown column" not in caplog.text


@pytest.mark.parametrize(
    "given", [{}, None, {"type": "object"}, {"type": ["array", "null"]}, {"anyOf": [TEXT]}, {"type": 5}]
)
def test_a_type_in_the_catalogue_that_holds_no_single_values_is_named_and_text_is_used(
    sage: RawSage, given: object, caplog: pytest.LogCaptureFixture
) -> None:
    cards(sage, '"by_hand": [1]')
    result = read(sage, change_catalog=changing(CARDS, {"by_hand": given}))
    assert column(result, "by_hand") == ["[1]"]
    assert "customer_cards (type of by_hand)" in caplog.text


def test_a_column_that_this_version_declares_is_the_taps_own(sage: RawSage) -> None:
    cards(sage, '"description": "x"', '"new_field": 1')
    state = {"bookmarks": {CARDS: {"added_columns": ["customer_id", "Description", "new_field"]}}}
    result = read(sage, state=state)
    [columns] = schemas(result)
    assert columns["customer_id"]["type"] == ["integer", "null"]
    assert "Description" not in columns
    assert remembered(result) == ["new_field"]


@pytest.mark.parametrize(
    "names", ["new_field", [], [5], ["my field"], ["_sdc_x"], {"a": 1}, [f"c{n}" for n in range(51)]]
)
def test_what_is_damaged_in_the_state_is_named_and_not_used(
    sage: RawSage, names: object, caplog: pytest.LogCaptureFixture
) -> None:
    cards(sage, '"new_field": 1')
    result = read(sage, state={"bookmarks": {CARDS: {"added_columns": names}}})
    assert result.error is None
    assert remembered(result) == ["new_field"]
    assert "added_columns" in caplog.text


def test_discovery_knows_the_columns_of_the_settings_and_the_state() -> None:
    state = {"bookmarks": {CARDS: {"added_columns": ["new_field", "typed"]}}}
    config = {"extra_columns": {CARDS: {"typed": "money", "another": "flag"}}}
    tap = CardsTap(config=config, state=state, validate_config=False)
    [entry] = [entry for entry in tap.catalog_dict["streams"] if entry["stream"] == CARDS]
    columns = entry["schema"]["properties"]
    assert [*columns][-3:] == ["another", "new_field", "typed"]
    assert columns["typed"] == {"type": ["number", "null"]}
    assert columns["new_field"] == TEXT
    breadcrumbs = [item["breadcrumb"] for item in entry["metadata"]]
    assert ["properties", "new_field"] in breadcrumbs


def test_discovery_reads_the_state_and_the_catalogue_wherever_the_options_stand(tmp_path: Path) -> None:
    state, catalog = tmp_path / "state.json", tmp_path / "catalog.json"
    state.write_text(json.dumps({"bookmarks": {CARDS: {"added_columns": ["of_state", "of_both"]}}}))
    by_hand = {"of_both": {"type": "integer"}, "of_catalogue": {"type": ["number", "null"]}}
    unselected = [{"breadcrumb": [], "metadata": {"selected": True}}]
    entry = {"tap_stream_id": CARDS, "schema": {"properties": {"id": {}, **by_hand}}, "metadata": unselected}
    catalog.write_text(json.dumps({"streams": [entry]}))
    options = ["--state", str(state), "--catalog", str(catalog)]
    for command in (["--discover", *options], [*options, "--discover"]):
        streams = json.loads(run_tap_process(*command).stdout)["streams"]
        [discovered] = [one for one in streams if one["tap_stream_id"] == CARDS]
        columns = discovered["schema"]["properties"]
        assert {name: columns[name]["type"] for name in [*columns][-3:]} == {
            "of_both": ["integer", "null"],
            "of_catalogue": ["number", "null"],
            "of_state": ["string", "null"],
        }
        assert "description" in columns, "the catalogue selects nothing in discovery"


def test_a_condition_may_name_an_extra_column(sage: RawSage) -> None:
    cards(sage, '"tier": 3')
    tables = {CARDS: {"where": "tier gt 2 and tier lt 9"}}
    result = run_tap(sage.settings() | {"extra_columns": {CARDS: {"tier": "whole"}}, "tables": tables}, CARDS)
    assert result.error is None
    assert all("(tier gt 2 and tier lt 9)" in options["$filter"] for _, _, options in sage.requests)


def test_views_and_custom_tables_have_added_columns_of_their_own(sage: RawSage) -> None:
    cards(sage, '"description": "x"', '"description": "y", "new_field": 1.10, "tier": 3')
    sage.rows[1, "/brand_new"] = sage.rows[1, "/customer_cards"]
    custom = {"path": "/brand_new", "key": ["id"], "columns": {"id": "identifier", "description": "text"}}
    result = read(
        sage,
        tables=("all_cards", "slim_cards", "brand_new"),
        views={"all_cards": {"of": CARDS}, "slim_cards": {"of": CARDS, "columns": ["description"]}},
        custom_tables={"brand_new": custom},
        extra_columns={"all_cards": {"tier": "whole"}, "brand_new": {"tier": "money"}},
    )
    assert result.error is None
    for table in ("all_cards", "brand_new"):
        assert column(result, "new_field", table)[-1] == "1.10"
        assert column(result, "tier", table) == [None, 3]
        assert remembered(result, table) == ["new_field"]
    assert column(result, "new_field", "slim_cards") == ["absent"] * 2, "the view keeps only some columns"


def test_the_condition_of_a_view_may_name_an_extra_column_of_the_view() -> None:
    views = {"tiers": {"of": CARDS, "where": "tier gt 2"}}
    config = {"access_token": "access-0", "views": views, "extra_columns": {"tiers": {"tier": "whole"}}}
    where = TapSage200(config=config).table_options["tiers"].where
    assert where is not None
    assert where.text == "tier gt 2"


@pytest.mark.parametrize("extra", [{"tiers": {"tier": "hole"}}, {"tiers": ["tier"]}, "tiers"])
def test_a_wrong_extra_column_is_refused_also_if_a_view_names_it(sage: RawSage, extra: object) -> None:
    views = {"tiers": {"of": CARDS, "where": "id gt 2"}}
    with pytest.raises(ConfigurationError, match="extra_columns"):
        run_tap(sage.settings() | {"views": views, "extra_columns": extra}, "tiers")
