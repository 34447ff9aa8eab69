"""The rows of the demo company: which tables, fields, types, keys and references they have."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.company import company_rows
from sage200_sandbox.facts import Field, resources

if TYPE_CHECKING:
    from sage200_sandbox.rows import Row, Value

SERVED = sorted(resources().keys() - {"sites"})
ELSEWHERE = """
import sys
from tap_sage200.sandbox.company import company_rows
sys.stdout.buffer.write(repr(company_rows(seed=1, scale=1, number=1)).encode())
"""
LAST_DAY = datetime(2026, 4, 1, tzinfo=UTC)


@cache
def company(number: int) -> dict[str, list[Row]]:
    return company_rows(seed=1, scale=1, number=number)


@pytest.fixture(params=[1, 2], ids=["uk", "ireland"])
def tables(request: pytest.FixtureRequest) -> dict[str, list[Row]]:
    return company(request.param)


def is_of(field: Field, value: Value) -> bool:
    match field.type:
        case "integer":
            return type(value) is int and -(2**63) <= value < 2**63
        case "decimal":
            return isinstance(value, Decimal) and str(value + 0) == str(value) and _places(value) == field.scale
        case "date-time":
            return isinstance(value, datetime) and value.tzinfo is UTC and value.microsecond % 1000 == 0
        case "boolean":
            return type(value) is bool
        case "string":
            return isinstance(value, str)


def _places(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


def may_be_null(table: str, field: Field) -> bool:
    """A date that is not set, what a join did not find, and the payment type that a sample leaves out."""
    joined = (
        "product",
        "warehouse",
        "tax_code",
        "invoice_line_profit_analysis",
        "nominal_account_report_category",
        "prod_group_search_val",
        "search_value",
    )
    in_view = table.endswith(("_views", "_values")) and field.name.startswith(joined)
    return field.type == "date-time" or in_view or field.name == "payment_type"


def test_all_tables_have_rows(tables: dict[str, list[Row]]) -> None:
    assert sorted(tables) == SERVED
    assert all(tables.values())


def test_a_row_has_the_fields_of_its_table_and_no_others(tables: dict[str, list[Row]]) -> None:
    for table, rows in tables.items():
        assert {frozenset(row) for row in rows} == {frozenset(resources()[table].fields)}, table


def test_values_have_the_type_and_scale_of_their_field(tables: dict[str, list[Row]]) -> None:
    wrong = [
        (table, field.name, row[field.name])
        for table, rows in tables.items()
        for field in resources()[table].fields.values()
        for row in rows
        if not (may_be_null(table, field) if row[field.name] is None else is_of(field, row[field.name]))
    ]
    assert wrong == []


def test_keys_are_unique(tables: dict[str, list[Row]]) -> None:
    for table, rows in tables.items():
        keys = Counter(tuple(row[name] for name in resources()[table].key) for row in rows)
        assert max(keys.values()) == 1, table


def test_no_two_rows_that_people_enter_share_an_id(tables: dict[str, list[Row]]) -> None:
    """Views repeat the ids of others, and the fixed lists and singles that Sage brings begin at 0 or 1."""
    repeated = ("lookup_", "current_user")
    entered = [
        name
        for name in tables
        if resources()[name].created and resources()[name].key == ("id",) and not name.startswith(repeated)
    ]
    ids = Counter(int(str(row["id"])) for name in entered for row in tables[name])
    assert max(number for id_, number in ids.items() if id_ > 100) == 1


def test_references_lead_to_rows_that_exist(tables: dict[str, list[Row]]) -> None:
    lost = [
        (table, field.name, row[field.name])
        for table, rows in tables.items()
        for field in resources()[table].fields.values()
        if field.references in tables
        for known in [{row["id"] for row in tables[field.references]}]
        for row in rows
        if row[field.name] not in {0, None} | known
    ]
    assert lost == []


def test_a_view_shows_what_its_header_shows(tables: dict[str, list[Row]]) -> None:
    for view, header in (("sop_order_line_views", "sop_orders"), ("pop_order_line_views", "pop_orders")):
        prefix = header.removesuffix("s")
        orders = {row["id"]: row for row in tables[header]}
        same = (
            *("document_no", "document_date", "document_status", "exchange_rate"),
            *("requested_delivery_date", "date_time_updated"),
        )
        for line in tables[view]:
            order = orders[line[f"{prefix}_id"]]
            assert [line[f"{prefix}_{name}"] for name in same] == [order[name] for name in same]


def test_a_sales_transaction_is_the_same_in_its_view(tables: dict[str, list[Row]]) -> None:
    views = {row["posted_customer_transaction_id"]: row for row in tables["sales_transaction_views"]}
    assert len(views) == len(tables["sales_posted_transactions"])
    for row in tables["sales_posted_transactions"]:
        view = views[row["id"]]
        assert view["transaction_date_time_updated"] == row["date_time_updated"]
        assert view["document_outstanding_value"] == row["document_outstanding_value"]
        assert view["due_date"] == row["due_date"]


def test_nothing_happens_after_the_year(tables: dict[str, list[Row]]) -> None:
    stamps = [
        row[stamp]
        for table, rows in tables.items()
        for stamp in (*resources()[table].stamps, resources()[table].created)
        for row in rows
        if stamp
    ]
    assert max(stamp for stamp in stamps if isinstance(stamp, datetime)) < LAST_DAY


def test_equal_arguments_give_equal_rows_in_any_process() -> None:
    command = [sys.executable, "-c", ELSEWHERE]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(sys.path)}
    other = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    assert other.stdout == repr(company(1)).encode()


def test_another_seed_tells_another_story() -> None:
    assert company_rows(seed=2, scale=1, number=1)["sop_orders"] != company(1)["sop_orders"]


def test_the_sister_has_another_name_currency_size_and_ids() -> None:
    ours, sisters = company(1), company(2)
    assert ours["company_details"][0]["name"] == "Demonstration Company (UK) Ltd"
    assert sisters["company_details"][0]["name"] == "Demonstration Company (Ireland) Ltd"
    base = [[row["name"] for row in tables["currencies"] if row["is_base_currency"]] for tables in (ours, sisters)]
    assert base == [["Pound Sterling"], ["Euro"]]
    assert len(sisters["customers"]) < len(ours["customers"])
    assert sisters["customers"][0]["id"] != ours["customers"][0]["id"]


def test_a_small_firm_has_some_ten_thousand_rows() -> None:
    assert 25_000 < sum(map(len, company(1).values())) < 45_000


def test_a_firm_three_times_as_large_has_three_times_the_trade_but_the_same_masters() -> None:
    large = company_rows(seed=1, scale=3, number=1)
    growth = {table: len(large[table]) / len(rows) for table, rows in company(1).items()}
    for table in ("customers", "sop_orders", "sales_posted_transactions", "product_transaction_views"):
        assert growth[table] == pytest.approx(3, rel=0.2), table
    assert {growth[table] for table in ("currencies", "tax_codes", "nominal_codes", "departments")} == {1}


def test_hundreds_of_rows_share_a_stamp_of_the_upgrade(tables: dict[str, list[Row]]) -> None:
    stamps: Counter[Any] = Counter(
        row["date_time_updated"] for rows in tables.values() for row in rows if "date_time_updated" in row
    )
    stamp, shared = stamps.most_common(1)[0]
    assert shared > 50
    assert stamp - datetime(2024, 2, 28, 14, 23, 45, tzinfo=UTC) < timedelta(seconds=2)


def test_a_few_rows_were_created_after_their_last_change(tables: dict[str, list[Row]]) -> None:
    late: list[Any] = [
        (row["date_time_created"], row["date_time_updated"])
        for rows in tables.values()
        for row in rows
        if {"date_time_created", "date_time_updated"} <= row.keys() and row["date_time_created"] is not None
    ]
    assert 3 < sum(created > updated for created, updated in late) < 100


def test_names_have_apostrophes_ampersands_quotes_and_letters_beyond_ascii(
    tables: dict[str, list[Row]],
) -> None:
    names = "".join(str(row["name"]) for row in tables["customers"] + tables["products"])
    assert all(letter in names for letter in "'&\"éüØ")


def test_a_comment_line_has_no_product_warehouse_or_tax_code(tables: dict[str, list[Row]]) -> None:
    comments = [row for row in tables["sop_order_line_views"] if row["sop_order_line_type"] == "EnumLineTypeComment"]
    assert comments
    for name in (
        "product_id",
        "product_code",
        "warehouse_id",
        "warehouse_name",
        "tax_code_id",
        "tax_code_rate",
    ):
        assert {row[name] for row in comments} == {None}


def test_headings_of_reports_have_no_category(tables: dict[str, list[Row]]) -> None:
    layout = tables["financial_report_layout_views"]
    headings = [row for row in layout if row["financial_report_row_line_type"] in {"Heading", "Total"}]
    assert headings
    assert {row["nominal_account_report_category_id"] for row in headings} == {None}
    assert None not in {row["nominal_account_report_category_id"] for row in layout if row not in headings}


def test_there_are_orders_in_all_states_and_customers_that_may_not_buy(tables: dict[str, list[Row]]) -> None:
    states = {str(row["document_status"]).removeprefix("EnumDocumentStatus") for row in tables["sop_orders"]}
    assert states == {"Live", "OnHold", "Complete", "Cancelled", "Draft"}
    assert {row["account_status_type"] for row in tables["customers"]} == {
        "AccountStatusActive",
        "AccountStatusHidden",
    }
    assert any(row["on_hold"] for row in tables["customers"])
    assert any(not row["website"] and row["default_tax_code_id"] for row in tables["customers"])
