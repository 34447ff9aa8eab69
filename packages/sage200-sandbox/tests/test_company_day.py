"""A day of work in the demo company, and the changes of related rows."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.company import day_of_work
from sage200_sandbox.facts import resources
from sage200_sandbox.rows import Delete, Insert, Update

from tests.books import MORNING, rows_of, worked

if TYPE_CHECKING:
    from sage200_sandbox.rows import Change, Row

STAMP = MORNING.replace(microsecond=123000)


def morning() -> dict[str, list[Row]]:
    return rows_of(1)


@cache
def changes() -> list[Change]:
    return day_of_work(lambda table: morning()[table], now=MORNING)


def inserts(table: str) -> list[Any]:
    return [change.row for change in changes() if isinstance(change, Insert) and change.table == table]


def updates(table: str) -> list[Any]:
    return [change.values for change in changes() if isinstance(change, Update) and change.table == table]


def test_a_day_is_some_dozens_of_changes_beside_those_of_what_is_nested() -> None:
    assert 30 <= sum(resources()[change.table].kind == "collection" for change in changes()) <= 200


def test_a_day_follows_from_the_rows_alone() -> None:
    again = day_of_work(lambda table: list(reversed(morning()[table])), now=MORNING)
    assert again == changes()


def test_the_rows_themselves_are_left_alone() -> None:
    before = deepcopy(morning())
    day_of_work(lambda table: morning()[table], now=MORNING)
    assert morning() == before


def test_one_day_is_not_like_the_next() -> None:
    after = worked(morning(), days=1)
    first = {
        change.row["customer_id"] for change in changes() if isinstance(change, Insert) and "customer_id" in change.row
    }
    second = day_of_work(lambda table: after[table], now=MORNING + timedelta(days=1))
    assert first != {
        change.row["customer_id"] for change in second if isinstance(change, Insert) and "customer_id" in change.row
    }


def test_every_change_bears_the_moment_to_the_millisecond() -> None:
    for change in changes():
        if not resources()[change.table].timestamps:
            continue  # nested in a row whose timestamp moves
        if isinstance(change, Insert):
            own = [name for name in resources()[change.table].timestamps if "product" not in name]
            assert {change.row[name] for name in own} == {STAMP}, change
        if isinstance(change, Update):
            moved = change.values.keys() & set(resources()[change.table].timestamps)
            assert moved, change
            assert {change.values[name] for name in moved} == {STAMP}


def test_new_orders_come_in_with_their_lines() -> None:
    orders, lines = inserts("sop_orders"), inserts("sop_order_line_views")
    assert len(orders) == 3
    assert {line["sop_order_id"] for line in lines} == {order["id"] for order in orders}
    assert {line["sop_order_date_time_updated"] for line in lines} == {STAMP}
    assert {line["sop_order_line_date_time_updated"] for line in lines} == {STAMP}
    known = {order["document_no"] for order in morning()["sop_orders"]}
    assert known.isdisjoint(order["document_no"] for order in orders)


def test_an_invoice_is_posted_and_the_customer_owes_it() -> None:
    (posted,) = inserts("sales_posted_transactions")
    (view,) = inserts("sales_transaction_views")
    assert view["posted_customer_transaction_id"] == posted["id"]
    assert view["document_gross_value"] == posted["document_gross_value"] > 0
    (owed,) = [values["balance"] for values in updates("customers") if "balance" in values]
    before = {row["id"]: row["balance"] for row in morning()["customers"]}
    assert owed == before[posted["customer_id"]] + posted["document_gross_value"]
    lines = inserts("customer_sop_invoice_credit_line_views")
    assert sum(line["sop_invoice_credit_line_total_value"] for line in lines) == posted["document_goods_value"]


def test_the_delivered_order_is_complete_in_the_order_and_in_its_lines() -> None:
    done = [values for values in updates("sop_orders") if "document_status" in values]
    assert [values["document_status"] for values in done] == ["EnumDocumentStatusComplete"]
    lines = [values for values in updates("sop_order_line_views") if "sop_order_document_status" in values]
    assert lines
    assert {values["sop_order_date_time_updated"] for values in lines} == {STAMP}


def test_stock_moves_in_the_movements_and_in_the_holdings() -> None:
    moved = inserts("product_transaction_views")
    assert any(row["quantity"] < 0 for row in moved)
    assert any(row["quantity"] > 0 for row in moved)
    assert len(updates("warehouse_holdings")) == len(moved)


def test_a_product_that_changes_moves_its_timestamp_in_the_invoice_lines_too() -> None:
    after = worked(morning(), days=9)
    timestamps = {row["id"]: row["date_time_updated"] for row in after["products"]}
    assert any(
        timestamp != row["date_time_updated"]
        for row, timestamp in zip(morning()["products"], timestamps.values(), strict=True)
    )
    for line in after["customer_sop_invoice_credit_line_views"]:
        if line["product_id"]:
            assert line["product_date_time_updated"] == timestamps[line["product_id"]]


def test_a_price_a_credit_limit_and_a_contact_change() -> None:
    assert {frozenset(values) for values in updates("product_price_views")} == {
        frozenset({"product_price_price", "date_time_updated"})
    }
    assert sum("credit_limit" in values for values in updates("customers")) == 1
    (contact,) = updates("customer_contacts")
    assert contact["name"] == f"{contact['first_name']} {contact['last_name']}"
    assert contact["name"] not in {None, ""}


def test_a_promised_date_is_cleared_in_the_order_and_in_its_lines() -> None:
    cleared = [values for values in updates("sop_orders") if "promised_delivery_date" in values]
    assert [values["promised_delivery_date"] for values in cleared] == [None]
    lines = [v for v in updates("sop_order_line_views") if "sop_order_promised_delivery_date" in v]
    assert {values["sop_order_promised_delivery_date"] for values in lines} == {None}


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_promised_date_is_cleared_in_an_order_of_an_earlier_day(seed: int) -> None:
    rows = rows_of(1, seed)
    before = {order["id"] for order in rows["sop_orders"]}
    cleared = [
        change.key
        for change in day_of_work(lambda table: rows[table], now=MORNING)
        if isinstance(change, Update) and change.table == "sop_orders" and "promised_delivery_date" in change.values
    ]
    assert [order for (order,) in cleared if order in before] == [order for (order,) in cleared] != []


def test_a_delivery_address_that_nothing_uses_is_deleted() -> None:
    gone_of = [change for change in changes() if isinstance(change, Delete)]
    (gone,) = [change for change in gone_of if change.table == "customer_delivery_addresses"]
    (address,) = [row for row in morning()["customer_delivery_addresses"] if row["id"] == gone.key[0]]
    lines = morning()["sop_order_line_views"]
    used = {(line["sop_delivery_addr_address_1"], line["sop_delivery_addr_post_code"]) for line in lines}
    assert (address["address_1"], address["postcode"]) not in used


def test_what_was_posted_is_in_the_nominal_ledger_and_moves_its_codes() -> None:
    (posted,) = inserts("sales_posted_transactions")
    journal = [row for row in inserts("nominal_transaction_enquiry_views") if row["urn"] == posted["urn"]]
    assert sum(row["debit"] for row in journal) == sum(row["credit"] for row in journal) == posted["base_gross_value"]
    assert len(updates("nominal_codes")) >= 4
    assert len(updates("nominal_code_period_balances")) == len(updates("nominal_codes"))


def test_what_is_posted_after_the_last_year_of_the_calendar_is_of_the_last_period_of_this_year() -> None:
    late = day_of_work(lambda table: morning()[table], now=datetime(2029, 7, 2, 10, tzinfo=UTC))
    (period,) = {
        row["accounting_period_id"]
        for row in morning()["financial_year_period_views"]
        if row["year_relative_to_current_year"] == 0 and row["period_number"] == 12
    }
    posted = [one.row for one in late if isinstance(one, Insert) and one.table == "nominal_transaction_enquiry_views"]
    assert {row["accounting_period_id"] for row in posted} == {period}


def test_an_invoice_has_its_items_and_its_age() -> None:
    (posted,) = inserts("sales_posted_transactions")
    taxed = inserts("sales_posted_transaction_tax_analysis_items")
    assert sum(row["tax_amount"] for row in taxed) == posted["document_tax_value"]
    (aged,) = inserts("sales_aged_debtor_detailed_views")
    assert aged["doc_future"] == posted["document_gross_value"]


def test_a_view_follows_the_row_that_it_repeats() -> None:
    limit, shown = (
        [values["credit_limit"] for values in updates(table) if "credit_limit" in values]
        for table in ("customers", "customer_views")
    )
    assert limit == shown != []
    assert {row["id"] for row in inserts("lookup_sop_orders")} == {row["id"] for row in inserts("sop_orders")}


def test_notes_come_change_and_go() -> None:
    for table in ("customer_memos", "supplier_memos", "product_memos"):
        assert len(inserts(table)) == len(updates(table)) == 1
        assert [one.table for one in changes() if isinstance(one, Delete)].count(table) == 1
        assert inserts(table)[0]["note"] != updates(table)[0]["note"]


@pytest.mark.parametrize(
    "table",
    [
        *("sop_orders", "customers", "products", "product_price_views", "customer_delivery_addresses"),
        *("sop_order_lines", "tax_codes", "warehouse_holdings", "customer_memos", "customer_views"),
    ],
)
def test_what_is_missing_leaves_the_rest_of_the_day(table: str) -> None:
    left = day_of_work(lambda name: [] if name == table else morning()[name], now=MORNING)
    assert len(left) > 1
    assert not [one for one in left if one.table == table and not isinstance(one, Insert)]
