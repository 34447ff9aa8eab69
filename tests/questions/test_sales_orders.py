"""The answers about open and late sales orders agree with the orders of the sandbox, and with Sage's own columns."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.company.orders import CANCELLED, CHARGE, COMMENT, DRAFT, FREE_TEXT, LIVE, ON_HOLD, STANDARD

from tests.questions.books import WORKED, YEAR_END, Books, places
from tests.questions.edited import ask_after
from tests.questions.pages import Question, question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.company.orders import Line, Order

    from tests.questions.warehouse import Warehouse

OPEN = question("Which sales orders are open, and what are they worth?")
LATE = question("Which deliveries to customers are late?")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MOVED = "UPDATE sage200.sop_order_line_views SET sop_order_line_despatch_receipt_quantity = %s, "
MOVED += "sop_order_line_invoice_credit_quantity = %s WHERE sop_order_line_id = %s"


def open_lines(company: Books) -> Iterator[tuple[Order, Line]]:
    """The lines that the open orders of the year have left."""
    for order in company.sales.orders:
        if order.status in {LIVE, ON_HOLD}:
            yield from ((order, line) for line in order.lines if line.quantity and not line.invoiced)


def test_open_lines_are_worth_what_the_orders_of_the_year_have_left(warehouse: Warehouse, company: Books) -> None:
    answer = places(company.mine(warehouse.ask(OPEN, YEAR_END)))
    lines = {(order.document_no, line.number): (order, line) for order, line in open_lines(company)}
    assert answer.keys() == lines.keys()
    for place, (order, line) in lines.items():
        row, net = answer[place], round(line.worth.net / order.rate, 2)
        moves = line.kind != CHARGE
        assert (row["ordered"], row["status"], row["customer"]) == (
            order.day.date(),
            order.status,
            order.trader["reference"],
        )
        assert (row["to_invoice"], row["to_despatch"]) == (line.quantity, line.quantity if moves else 0)
        assert (row["value_to_invoice"], row["value_to_despatch"]) == (net, net if moves else 0)
        assert (row["currency"], row["document_value_with_vat"]) == (
            order.currency["name"],
            line.worth.net + line.worth.tax,
        )


def test_the_orders_of_the_demo_have_every_status_and_kind_of_line(company: Books) -> None:
    orders = company.sales.orders
    assert {order.status for order in orders} >= {LIVE, ON_HOLD, DRAFT, CANCELLED}
    assert {line.kind for order in orders if order.is_open for line in order.lines} >= {STANDARD, CHARGE, COMMENT}
    assert any(order.rate != 1 for order, _ in open_lines(company)), "no open order in a foreign currency"
    assert any(line.despatched for order, _ in open_lines(company) for line in order.lines), "no part delivery"


@pytest.mark.parametrize("schema", [YEAR_END, WORKED])
def test_open_lines_add_up_to_the_value_of_current_orders_of_each_customer(
    warehouse: Warehouse, company: Books, schema: str
) -> None:
    values: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in company.mine(warehouse.ask(OPEN, schema)):
        values[row["customer"]] += row["document_value_with_vat"]
    customers = company.tables(schema)["customers"]
    assert values == {
        row["reference"]: row["value_of_current_orders_in_sop"]
        for row in customers
        if row["value_of_current_orders_in_sop"]
    }


def test_open_lines_after_days_of_work_are_those_of_the_nested_lines(warehouse: Warehouse, company: Books) -> None:
    orders = {row["id"]: row for row in company.worked["sop_orders"]}
    expected = {
        (orders[line["sop_order_id"]]["document_no"], line["line_number"]): line["line_quantity"]
        - line["invoice_credit_quantity"]
        for line in company.worked["sop_order_lines"]
        if orders[line["sop_order_id"]]["document_status"] in {LIVE, ON_HOLD}
    }
    answer = places(company.mine(warehouse.ask(OPEN)))
    assert {place: row["to_invoice"] for place, row in answer.items()} == {
        place: quantity for place, quantity in expected.items() if quantity
    }
    assert answer.keys() != places(company.mine(warehouse.ask(OPEN, YEAR_END))).keys()


def test_a_line_that_is_partly_despatched_is_worth_its_share(warehouse: Warehouse, company: Books) -> None:
    order, line = next((order, line) for order, line in open_lines(company) if order.rate != 1 and line.product)
    row = places(company.mine(ask_after(warehouse, OPEN, MOVED, 3, 1, line.id)))[order.document_no, line.number]
    unit = line.worth.net / line.quantity / order.rate
    assert (row["to_despatch"], row["to_invoice"]) == (line.quantity - 3, line.quantity - 1)
    assert row["value_to_despatch"] == round(unit * (line.quantity - 3), 2)
    assert row["value_to_invoice"] == round(unit * (line.quantity - 1), 2)


@pytest.mark.parametrize(
    ("kind", "despatched", "invoiced"),
    [(STANDARD, True, True), (FREE_TEXT, True, True), (CHARGE, False, True), (COMMENT, False, True)],
)
def test_only_products_and_free_text_are_despatched(
    warehouse: Warehouse, company: Books, kind: str, *, despatched: bool, invoiced: bool
) -> None:
    order, line = next((order, line) for order, line in open_lines(company) if line.product)
    change = "UPDATE sage200.sop_order_line_views SET sop_order_line_type = %s WHERE sop_order_line_id = %s"
    row = places(company.mine(ask_after(warehouse, OPEN, change, kind, line.id)))[order.document_no, line.number]
    assert (row["to_despatch"] > 0, row["to_invoice"] > 0) == (despatched, invoiced)


@pytest.mark.parametrize("asked", [OPEN, LATE], ids=["open", "late"])
def test_a_line_that_was_removed_from_its_order_is_not_open(
    warehouse: Warehouse, company: Books, asked: Question
) -> None:
    of_line = "UPDATE sage200.sop_order_line_views SET sop_order_date_time_updated = %s WHERE sop_order_line_id = %s"
    of_order = "UPDATE sage200.sop_order_line_views SET sop_order_date_time_updated = %s WHERE sop_order_id = %s"
    with_others = {
        (order.document_no, line.number): (order, line) for order, line in open_lines(company) if len(order.lines) > 1
    }
    before = places(company.mine(warehouse.ask(asked, YEAR_END)))
    removed = next(place for place in before if place in with_others)
    order, line = with_others[removed]
    after = places(company.mine(ask_after(warehouse, asked, of_line, LONG_AGO, line.id)))
    assert after == {place: row for place, row in before.items() if place != removed}
    assert ask_after(warehouse, asked, of_order, LONG_AGO, order.id) == warehouse.ask(asked, YEAR_END)


def test_more_despatched_than_ordered_is_not_less_than_nothing(warehouse: Warehouse, company: Books) -> None:
    order, line = next((order, line) for order, line in open_lines(company) if line.product)
    row = places(company.mine(ask_after(warehouse, OPEN, MOVED, line.quantity + 1, 0, line.id)))[
        order.document_no, line.number
    ]
    assert (row["to_despatch"], row["value_to_despatch"]) == (0, 0)


@pytest.mark.parametrize("as_at", [date(2026, 3, 31), date(2026, 3, 16)])
def test_late_lines_are_those_whose_day_has_passed(warehouse: Warehouse, company: Books, as_at: date) -> None:
    expected = {}
    for order, line in open_lines(company):
        due = order.promised or order.requested
        if line.kind in {STANDARD, FREE_TEXT} and due and due.date() < as_at:
            value = round(line.worth.net / order.rate, 2)
            expected[order.document_no, line.number] = ((as_at - due.date()).days, line.quantity, value, line.allocated)
    answer = places(company.mine(warehouse.ask(LATE, YEAR_END, as_at=f"DATE '{as_at}'")))
    names = ("days_late", "to_despatch", "value", "allocated")
    assert {place: tuple(row[name] for name in names) for place, row in answer.items()} == expected
    stock = {(row["product_id"], row["warehouse_id"]): row for row in company.year_end["warehouse_holdings"]}
    for order, line in open_lines(company):
        if (order.document_no, line.number) in answer and line.product and line.warehouse:
            row = answer[order.document_no, line.number]
            assert row["in_stock"] == stock[line.product["id"], line.warehouse["id"]]["quantity_in_stock"]
            assert row["on_hold"] == (order.status == ON_HOLD)


def test_a_line_that_is_due_today_is_not_late(warehouse: Warehouse, company: Books) -> None:
    due = max(row["due"] for row in company.mine(warehouse.ask(LATE, YEAR_END)))
    today = company.mine(warehouse.ask(LATE, YEAR_END, as_at=f"DATE '{due}'"))
    assert today
    assert due not in {row["due"] for row in today}


def test_a_promise_of_the_line_counts_before_the_request(warehouse: Warehouse, company: Books) -> None:
    late = [(order, line) for order, line in open_lines(company) if line.product and order.promised]
    order, line = late[0]
    promise = "UPDATE sage200.sop_order_line_views SET sop_order_line_promised_delivery_date = %s "
    promise += "WHERE sop_order_line_id = %s"
    later = company.mine(ask_after(warehouse, LATE, promise, date(2026, 12, 1), line.id))
    assert (order.document_no, line.number) not in places(later)
    row = places(company.mine(ask_after(warehouse, LATE, promise, None, line.id)))[order.document_no, line.number]
    assert order.requested
    assert row["due"] == order.requested.date()


def test_allocated_quantities_are_those_of_the_warehouses(warehouse: Warehouse, company: Books) -> None:
    far = "DATE '2030-01-01'"
    allocated: defaultdict[Any, Decimal] = defaultdict(Decimal)
    numbers = {row["name"]: row["id"] for row in company.year_end["warehouses"]}
    lines = {
        (order.document_no, line.number): line for order, line in open_lines(company) if line.product and line.warehouse
    }
    for place, row in places(company.mine(warehouse.ask(LATE, YEAR_END, as_at=far))).items():
        warehouse_of_line = lines[place].warehouse
        assert warehouse_of_line
        allocated[row["product"], numbers[warehouse_of_line["name"]]] += row["allocated"]
    codes = {row["id"]: row["code"] for row in company.year_end["products"]}
    held = {
        (codes[row["product_id"]], row["warehouse_id"]): row["quantity_allocated_sop"]
        for row in company.year_end["warehouse_holdings"]
    }
    assert {place: amount for place, amount in allocated.items() if amount} == {
        place: amount for place, amount in held.items() if amount
    }
    assert any(held.values())


@pytest.mark.parametrize(
    ("status", "is_open"),
    [("Live", True), ("OnHold", True), ("Dispute", True), ("Complete", False), ("Cancelled", False), ("Draft", False)],
)
def test_an_order_is_open_by_its_status(warehouse: Warehouse, status: str, *, is_open: bool) -> None:
    change = "UPDATE sage200.sop_order_line_views SET sop_order_document_status = %s"
    for ask in (OPEN, LATE):
        assert bool(ask_after(warehouse, ask, change, f"EnumDocumentStatus{status}")) == is_open
