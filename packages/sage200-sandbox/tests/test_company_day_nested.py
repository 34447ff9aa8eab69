"""A day of work leaves what is nested in orders, postings and customers in agreement with the tables around it."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sage200_sandbox.company import company_rows, day_of_work
from sage200_sandbox.facts import resources
from sage200_sandbox.id_fields import id_fields
from sage200_sandbox.rows import Delete, Insert

from tests import test_company_documents as documents
from tests.test_company_day import play, worked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.rows import Change, Row

    from tests.books import Books


MORNING = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
DAYS = 12
NESTED_IN_ORDERS = (
    *("lines", "delivery_addresses", "payment_statuses", "profitabilities"),
    *("profitability_stock_item_order_lines", "cash_account_invoice_addresses"),
)
LINE_VIEWS, LINES = "sop_order_line_views", "sop_order_lines"


@cache
def before() -> dict[str, list[Row]]:
    return company_rows(seed=7, scale=1, number=1)


@cache
def after() -> Books:
    return cast("Books", worked(before(), days=DAYS))


@cache
def first_day() -> list[Change]:
    return day_of_work(lambda table: before()[table], now=MORNING)


def total(rows: Iterable[dict[str, Any]], field: str) -> Decimal:
    return sum((row[field] for row in rows), Decimal(0))


def new(table: str) -> list[dict[str, Any]]:
    """The rows that there were none of before."""
    key = resources()[table].key
    known = {tuple(row[name] for name in key) for row in before()[table]}
    return [row for row in after()[table] if tuple(row[name] for name in key) not in known]


def test_the_days_bring_orders_and_invoices() -> None:
    assert len(new("sop_orders")) == 3 * DAYS
    assert len(new("sales_posted_transactions")) > DAYS / 2


def test_lines_say_what_their_views_say() -> None:
    for check in (
        documents.test_a_line_has_come_as_far_as_its_view_says,
        documents.test_sales_are_posted_where_the_lines_of_their_order_say,
        documents.test_an_order_may_be_changed_until_it_is_invoiced,
        documents.test_what_an_order_has_earned_is_what_its_invoices_say,
        documents.test_traced_goods_are_set_aside_and_sent_out_as_the_line_says,
    ):
        check(after())
    for check_of_kind in (
        documents.test_a_line_says_what_its_view_says,
        documents.test_the_profit_of_a_document_is_that_of_its_lines,
        documents.test_a_line_with_a_discount_says_which,
        documents.test_documents_of_the_cash_account_alone_have_an_invoice_address_of_their_own,
    ):
        check_of_kind(after(), "sop_order")


def test_a_new_order_has_all_that_is_nested_in_others() -> None:
    orders = {row["id"]: row for row in new("sop_orders")}
    for name in NESTED_IN_ORDERS[:-2]:
        assert {row["sop_order_id"] for row in new(f"sop_order_{name}")} == orders.keys(), name
    for row in new("sop_order_delivery_addresses"):
        assert row["date_time_created"] == orders[row["sop_order_id"]]["date_time_created"]


def test_the_stamp_of_an_order_moves_with_what_is_nested_in_it() -> None:
    tables: dict[str, dict[Any, Row]] = {
        table: {tuple(row[name] for name in resources()[table].key): dict(row) for row in rows}
        for table, rows in before().items()
    }
    play(tables, first_day())
    stamps = {row["id"]: row["date_time_updated"] for row in tables["sop_orders"].values()}
    owners = {row["id"]: row["sop_order_id"] for row in tables[LINES].values()}
    changed = 0
    for name in ("lines", "payment_statuses", "profitabilities", "line_profitabilities"):
        table = f"sop_order_{name}"
        for change in first_day():
            if change.table == table and not isinstance(change, (Insert, Delete)):
                row = tables[table][change.key]
                owner = row["sop_order_id"] if "sop_order_id" in row else owners[row["sop_order_line_id"]]
                assert stamps[owner] == MORNING
                changed += 1
    assert changed > 3


def test_an_invoice_of_the_day_has_items_that_add_up_to_it() -> None:
    taxed: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    nominal: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for found, kind in ((taxed, "tax_analysis"), (nominal, "nominal_analysis")):
        for row in new(f"sales_posted_transaction_{kind}_items"):
            found[row["sales_posted_transaction_id"]].append(row)
    posted = new("sales_posted_transactions")
    assert {row["id"] for row in posted} == taxed.keys() == nominal.keys()
    for one in posted:
        assert total(taxed[one["id"]], "goods_amount") == one["document_goods_value"]
        assert total(taxed[one["id"]], "tax_amount") == one["document_tax_value"]
        assert total(nominal[one["id"]], "value") == total(nominal[one["id"]], "base_value") == 0
        (control,) = [row for row in nominal[one["id"]] if row["code"] == "1100"]
        assert (control["value"], control["base_value"]) == (one["document_gross_value"], one["base_gross_value"])


def test_the_main_address_has_the_name_of_the_default_contact() -> None:
    names = {row["customer_id"]: row["name"] for row in after()["customer_contacts"] if row["is_default"]}
    assert {row["customer_id"]: row["contact_name"] for row in after()["customer_main_addresses"]} == names
    renamed = {
        row["customer_id"]
        for row, old in zip(after()["customer_main_addresses"], before()["customer_main_addresses"], strict=True)
        if row["contact_name"] != old["contact_name"]
    }
    stamps = {row["id"]: row["date_time_updated"] for row in after()["customers"]}
    assert renamed
    assert all(stamps[customer] >= MORNING for customer in renamed)


def test_no_id_that_a_day_gives_out_is_one_of_another_row() -> None:
    """An id is new even if the highest one is of a table that the day does not work on, or beside a row's key."""
    taken = {row[name] for table, rows in before().items() for row in rows for name in id_fields(table)}
    own = [
        (change.row["id"], change.table) for change in first_day() if isinstance(change, Insert) and "id" in change.row
    ]
    assert own
    assert taken.isdisjoint(id_ for id_, _ in own)


def test_ids_go_on_after_the_last_that_the_company_gave_out() -> None:
    last = 5_000_000
    changes = day_of_work(lambda table: before()[table], now=MORNING + timedelta(days=1), last_id=last)
    given = {change.row["id"] for change in changes if isinstance(change, Insert) and "id" in change.row}
    assert min(cast("set[int]", given)) > last
    assert max(cast("set[int]", given)) < last + 500


def test_no_urn_of_a_day_is_one_of_the_nominal_ledger() -> None:
    urns = {row["urn"] for row in before()["nominal_transaction_enquiry_views"]}
    posted = [
        change.row["urn"]
        for change in first_day()
        if isinstance(change, Insert) and change.table == "sales_posted_transactions"
    ]
    assert posted
    assert urns.isdisjoint(posted)
