"""`sage200 tables`: what the tap has, without settings and without a network."""

from __future__ import annotations

import json
from operator import attrgetter

import pytest

from tap_sage200.cli.table_list import matching
from tap_sage200.cli.tables import described
from tap_sage200.streams import stream_types
from tests.support.commanding import sage200

NAMES = [attrgetter("name")(one) for one in stream_types()]


def test_a_pipe_gets_each_table_in_a_line_of_its_own() -> None:
    result = sage200("tables", config={})
    lines = [line.split("\t") for line in result.output.splitlines()]
    assert result.exit_code == 0
    assert [name for name, *_ in lines] == NAMES
    assert {len(line) for line in lines} == {5}


@pytest.mark.parametrize(
    ("table", "parts"),
    [
        (
            "customers",
            (
                "Sales|incremental by date_time_updated|by default|"
                "A customer account in the sales ledger: details, terms and balance."
            ),
        ),
        (
            "account_status_types",
            "Financials|full refresh|by default|Status of an account, such as active or hidden.",
        ),
        (
            "nominal_transaction_enquiry_views",
            "Nominal|append-only by id|by default|A nominal transaction: a debit or a credit on one account.",
        ),
        (
            "sop_order_lines",
            (
                "Sales orders|incremental by sop_order_date_time_updated, with sop_orders|by default|"
                "A sales order line: product, price, cost and progress."
            ),
        ),
        (
            "traceable_item_balances",
            (
                "Stock|full refresh, with a request for each row of warehouse_holdings|not by default|"
                "The quantity of a batch or serial number in one bin, and the allocated part of it."
            ),
        ),
    ],
)
def test_a_table_is_described(table: str, parts: str) -> None:
    assert sage200("tables", table, config={}).output == "\t".join([table, *parts.split("|")]) + "\n"


def test_a_pattern_chooses_tables() -> None:
    lines = sage200("tables", "sop_*", config={}).output.splitlines()
    assert [line.partition("\t")[0] for line in lines] == [name for name in NAMES if name.startswith("sop_")]


@pytest.mark.parametrize("pattern", ["custmers", "Customers", "customers*_x", ""])
def test_a_pattern_that_matches_nothing_names_the_nearest_tables(pattern: str) -> None:
    result = sage200("tables", pattern, config={})
    assert result.exit_code == 1
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert line.startswith(f"Error: No table matches {pattern}")
    assert pattern == "" or "customers" in line


def test_a_name_like_no_table_gets_no_suggestion() -> None:
    result = sage200("tables", "nosuch", config={})
    assert result.exit_code == 1
    assert result.stderr == "Error: No table matches nosuch. Similar names: none\n"


def test_a_machine_reads_the_same_as_json() -> None:
    [table] = json.loads(sage200("tables", "traceable_item_balances", "--json", config={}).output)
    assert table == {
        "name": "traceable_item_balances",
        "ledger": "Stock",
        "row": "The quantity of a batch or serial number in one bin, and the allocated part of it.",
        "loading": "full refresh",
        "by": None,
        "parent": "warehouse_holdings",
        "requests_per_row": True,
        "by_default": False,
    }


def test_every_table_says_in_one_sentence_what_a_row_is() -> None:
    for table in matching(None, stream_types()):
        assert table.row.endswith("."), table.name
        assert "\n" not in table.row


def test_wrong_settings_do_no_harm() -> None:
    assert sage200("tables", "customers", config={"page_size": -1}).exit_code == 0


def test_all_lines_fit_on_80_columns() -> None:
    lines = [line for table in matching(None, stream_types()) for line in described(table, 80)]
    assert max(map(len, lines)) <= 80
