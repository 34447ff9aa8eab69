"""The setting `tables`: what is different for some tables, checked before the first request."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tap_sage200.config.settings import Settings
from tap_sage200.config.table_options import TableOptions, duration, options_of
from tap_sage200.errors import ConfigurationError
from tap_sage200.streams import stream_types
from tap_sage200.streams.facts import facts_of
from tap_sage200.tap import TapSage200

FACTS = facts_of(stream_types())
Said = dict[str, dict[str, Any]]
AGED = "sales_aged_transaction_period_views"


def options(said: object, table: str) -> TableOptions:
    return options_of(Settings.from_config({"access_token": "access-0", "tables": said}), FACTS)[table]


def complaint(said: object) -> str:
    """Return the error that the tap ends with before it reads anything."""
    with pytest.raises(ConfigurationError) as raised:
        TapSage200(config={"access_token": "access-0", "tables": said})
    assert raised.value.exit_code == 1
    return str(raised.value).removeprefix("The settings are not valid: ")


def test_a_table_that_is_not_named_has_the_settings_for_all() -> None:
    settings = Settings.from_config({"access_token": "access-0", "tables": {"customers": {"page_size": 7}}})
    assert options_of(settings, FACTS)["suppliers"] == TableOptions.of_all_tables(settings)


def test_options_of_a_name_and_of_patterns_come_together() -> None:
    said: Said = {
        "*": {"page_size": 1, "lookback_seconds": 1, "on_bad_value": "fail"},
        "sop_*": {"page_size": 2, "lookback_seconds": 2},
        "sop_orders": {"page_size": 3},
    }
    found = options(said, "sop_orders")
    assert (found.page_size, found.lookback_seconds, found.on_bad_value) == (3, 2, "fail")


@pytest.mark.parametrize(
    ("patterns", "winner"),
    [
        (("sop_*", "s*"), 0),
        (("s*", "sop_*"), 1),
        (("*_orders", "sop_*"), 0),
        (("sop_o*", "sop_[a-z]*"), 0),
        (("?op_orders", "*op_orders"), 1),  # equally literal: the alphabet decides
        (("sop_orders", "sop_order?"), 0),
    ],
)
def test_the_more_specific_pattern_wins(patterns: tuple[str, str], winner: int) -> None:
    said: Said = {pattern: {"page_size": size} for size, pattern in enumerate(patterns, 1)}
    assert options(said, "sop_orders").page_size == winner + 1


def test_a_nested_table_is_read_as_its_parent_but_has_its_own_bad_values() -> None:
    said: Said = {"sop_*": {"lookback_seconds": 5}, "sop_order_lines": {"on_bad_value": "fail"}}
    found = options(said, "sop_order_lines")
    assert (found.lookback_seconds, found.on_bad_value) == (5, "fail")


def test_keys_with_dots_are_nested() -> None:
    assert options({"customers.where": "balance gt 1", "customers.page_size": 5}, "customers").page_size == 5


@pytest.mark.parametrize("is_flat_first", [True, False])
def test_keys_with_dots_and_an_object_come_together_at_any_depth(*, is_flat_first: bool) -> None:
    flat = {f"{AGED}.query.$ageingdatetype": "duedate"}
    given: Said = {AGED: {"query": {"$periodnumber": 3}, "page_size": 5}}
    found = options({**flat, **given} if is_flat_first else {**given, **flat}, AGED)
    assert found.query == {"$ageingdatetype": "duedate", "$periodnumber": 3}
    assert found.page_size == 5


def test_a_fixed_list_is_read_once_a_day_unless_the_settings_say_otherwise() -> None:
    assert options({}, "account_status_types").every == 86_400
    assert options({"*": {"every": "0s"}}, "account_status_types").every == 0
    assert options({}, "customers").every is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30min", 1800), ("24h", 86_400), ("7d", 604_800), ("90 s", 90), (" 1h ", 3600), ("0h", 0)],
)
def test_a_duration_has_a_unit(text: str, seconds: int) -> None:
    assert duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["24", "h", "1.5h", "-1h", "1w", "1h30min", "PT1H", "every day", "9999999d", "\u0663h"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    assert complaint({"customers": {"every": text}}).startswith("tables.customers.every must be a whole number with")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"custommers": {"page_size": 5}}, "tables.custommers matches no table. The nearest is customers"),
        ({"sopp_*": {"page_size": 5}}, "tables.sopp_* matches no table. The nearest is "),
        ({"customers": {"filter": "id eq 1"}}, "tables.customers.filter is unknown. Known are where, start_date"),
        ({"customers": {"page_size": 0}}, "tables.customers.page_size must be at least 1"),
        ({"customers": {"page_size": "5"}}, "tables.customers.page_size must be of type integer"),
        ({"customers": {"page_size": None}}, "tables.customers.page_size must be of type integer"),
        ({"customers": {"on_bad_value": "drop"}}, "tables.customers.on_bad_value must be one of null, fail"),
        ({"customers": {"replication": "FULL"}}, "tables.customers.replication must be one of full, incremental"),
        ({"customers": {"where": ""}}, "tables.customers.where must not be empty"),
        ({"customers": {"where": ["id eq 1"]}}, "tables.customers.where must be of type string"),
        ({"customers": {"start_date": "yesterday-ish"}}, "tables.customers.start_date "),
        ({"customers": "id eq 1"}, "tables.customers must be of type object"),
        (["customers"], "tables must be of type object"),
        (
            {"customers": {"where": "balanse gt 1"}},
            "the condition tables.customers.where is wrong at position 1: the table has no column balanse. The nearest",
        ),
        (
            {"s*": {"where": "balance gt 'x'"}},
            "the condition tables.s*.where is wrong at position ",
        ),
        (
            {"sop_order_lines": {"where": "id eq 1"}},
            "tables.sop_order_lines.where does not apply to this table: its rows are read with",
        ),
        (
            {"account_status_types": {"start_date": "2024-01-01"}},
            "tables.account_status_types.start_date does not apply to this table: Sage sends no timestamps of its rows",
        ),
        (
            {"account_status_types": {"replication": "incremental"}},
            "tables.account_status_types.replication does not apply to this table: Sage does not show which",
        ),
        (
            {"account_status_types": {"lookback_seconds": 5}},
            "tables.account_status_types.lookback_seconds does not apply to this table: every run reads all its rows",
        ),
        (
            {"sites": {"where": "company_id eq 1"}},
            "tables.sites.where does not apply to this table: Sage returns it in one response",
        ),
        (
            {"customers": {"query": {"$ageingdatetype": "duedate"}}},
            "tables.customers.query.$ageingdatetype is no query option that Sage documents for the table. It has none",
        ),
        (
            {"sales_aged_debtor_summary_views": {"query": {"$ageingdatetype": "due"}}},
            "tables.sales_aged_debtor_summary_views.query.$ageingdatetype must be one of transactiondate, duedate",
        ),
        (
            {"sales_aged_transaction_period_views": {"query": {"$periodnumber": "first"}}},
            "tables.sales_aged_transaction_period_views.query.$periodnumber must be of type integer",
        ),
    ],
)
def test_what_is_wrong_is_one_line_that_says_where_and_what_is_right(said: object, message: str) -> None:
    found = complaint(said)
    assert found.startswith(message)
    assert "\n" not in found


@pytest.mark.parametrize(
    "said", [{"where": "reference eq 'A'"}, {"query": {"$ageingdatetype": "duedate"}}, {"where": "id gt 'x'"}]
)
def test_a_mistake_in_a_pattern_is_one_short_line_that_names_a_table(said: dict[str, Any]) -> None:
    found = complaint({"*": said})
    assert len(found) < 300
    assert ";" not in found
    assert re.search(r"\(table \w+ and \d+ more\)$", found)


def test_a_mistake_in_a_pattern_for_one_table_names_the_table() -> None:
    assert complaint({"sop_orde?s": {"where": "x eq 1"}}).endswith("(table sop_orders)")


def test_all_mistakes_are_named_at_once() -> None:
    found = complaint({"custommers": {"every": "1w"}, "customers": {"where": "x"}})
    assert found.count("; ") == 2


def test_an_unknown_name_that_may_be_a_secret_is_not_quoted() -> None:
    assert "hunter2" not in complaint({"customers": {"hunter2": "x"}})


def test_a_pattern_leaves_out_the_tables_without_the_option() -> None:
    said: Said = {"*": {"lookback_seconds": 5, "start_date": "2024-01-01"}}
    assert options(said, "account_status_types").every == 86_400


@pytest.mark.parametrize("value", [{}, None, ""])
def test_an_empty_setting_changes_nothing(value: object) -> None:
    assert options(value, "customers").where is None


def test_a_discovery_needs_no_setting_of_tables() -> None:
    tap = TapSage200(config={"tables": {"custommers": {}}}, validate_config=False)
    assert json.loads(tap.catalog_json_text)["streams"]
