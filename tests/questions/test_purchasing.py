"""The answer about open purchase orders agrees with the orders of the sandbox, and with Sage's own columns."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.company.orders import CANCELLED, CHARGE, COMMENT, COMPLETE, DRAFT, FREE_TEXT, LIVE, ON_HOLD

from tests.questions.books import YEAR_END, Books, places
from tests.questions.edited import ask_after
from tests.questions.pages import question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.company.orders import Line, Order

    from tests.questions.warehouse import Warehouse

OPEN = question("Which purchase orders are open, and what are they worth?")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def open_lines(company: Books) -> Iterator[tuple[Order, Line]]:
    """The lines that the open orders of the year have left."""
    for order in company.buying.orders:
        if order.status in {LIVE, ON_HOLD}:
            yield from ((order, line) for line in order.lines if not line.invoiced)


def test_open_lines_are_worth_what_the_orders_of_the_year_have_left(warehouse: Warehouse, company: Books) -> None:
    answer = places(company.mine(warehouse.ask(OPEN, YEAR_END)))
    lines = {(order.document_no, line.number): (order, line) for order, line in open_lines(company)}
    assert answer.keys() == lines.keys()
    for place, (order, line) in lines.items():
        row, net = answer[place], round(line.worth.net / order.rate, 2)
        assert (row["ordered"], row["status"], row["supplier"], row["item"]) == (
            order.day.date(),
            order.status,
            order.trader["reference"],
            line.code,
        )
        assert order.requested
        assert row["requested"] == order.requested.date()
        assert row["to_come"] == row["to_be_invoiced"] == line.quantity
        assert row["value_to_come"] == row["value_to_be_invoiced"] == net
        assert (row["currency"], row["document_value_with_vat"]) == (
            order.currency["name"],
            line.worth.net + line.worth.tax,
        )


def test_the_orders_of_the_demo_have_every_status_and_a_foreign_supplier(company: Books) -> None:
    assert {order.status for order in company.buying.orders} == {LIVE, ON_HOLD, DRAFT, CANCELLED, COMPLETE}
    assert any(order.rate != 1 for order, _ in open_lines(company)), "no open order in a foreign currency"


def test_open_lines_add_up_to_the_value_of_current_orders_of_each_supplier(
    warehouse: Warehouse, company: Books
) -> None:
    values: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in company.mine(warehouse.ask(OPEN)):
        values[row["supplier"]] += row["document_value_with_vat"]
    assert values == {
        row["reference"]: row["value_of_current_orders_in_pop"]
        for row in company.worked["suppliers"]
        if row["value_of_current_orders_in_pop"]
    }


def test_quantities_to_come_are_those_on_order_in_the_warehouses(warehouse: Warehouse, company: Books) -> None:
    lines = {
        (row["pop_order_document_no"], row["pop_order_line_number"]): (row["product_id"], row["warehouse_id"])
        for row in company.worked["pop_order_line_views"]
    }
    to_come: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for place, row in places(company.mine(warehouse.ask(OPEN))).items():
        to_come[lines[place]] += row["to_come"]
    assert to_come == {
        (row["product_id"], row["warehouse_id"]): row["quantity_on_order"]
        for row in company.worked["warehouse_holdings"]
        if row["quantity_on_order"]
    }


def test_a_line_that_is_partly_received_is_worth_its_share(warehouse: Warehouse, company: Books) -> None:
    order, line = next((order, line) for order, line in open_lines(company) if order.rate != 1)
    change = (
        "UPDATE sage200.pop_order_lines SET receipt_return_quantity = 3, invoice_credit_quantity = 1, "
        "line_type = %s, code = '' WHERE id = %s"
    )
    row = places(company.mine(ask_after(warehouse, OPEN, change, FREE_TEXT, line.id)))[order.document_no, line.number]
    unit = line.worth.net / line.quantity / order.rate
    assert (row["item"], row["to_come"], row["to_be_invoiced"]) == (
        line.description,
        line.quantity - 3,
        line.quantity - 1,
    )
    assert row["value_to_come"] == round(unit * (line.quantity - 3), 2)
    assert row["value_to_be_invoiced"] == round(unit * (line.quantity - 1), 2)


@pytest.mark.parametrize("kind", [CHARGE, COMMENT])
def test_charges_are_not_received(warehouse: Warehouse, company: Books, kind: str) -> None:
    order, line = next(open_lines(company))
    change = "UPDATE sage200.pop_order_lines SET line_type = %s WHERE id = %s"
    row = places(company.mine(ask_after(warehouse, OPEN, change, kind, line.id)))[order.document_no, line.number]
    assert (row["to_come"], row["value_to_come"], row["to_be_invoiced"]) == (0, 0, line.quantity)


def test_a_comment_without_quantity_is_not_open(warehouse: Warehouse, company: Books) -> None:
    order, line = next(open_lines(company))
    change = "UPDATE sage200.pop_order_lines SET line_type = %s, line_quantity = 0, line_total_value = 0 WHERE id = %s"
    answer = company.mine(ask_after(warehouse, OPEN, change, COMMENT, line.id))
    assert (order.document_no, line.number) not in places(answer)


def test_a_line_that_was_removed_from_its_order_is_not_open(warehouse: Warehouse, company: Books) -> None:
    order, line = next((order, line) for order, line in open_lines(company) if len(order.lines) > 1)
    of_line = "UPDATE sage200.pop_order_lines SET pop_order_date_time_updated = %s WHERE id = %s"
    of_order = "UPDATE sage200.pop_order_lines SET pop_order_date_time_updated = %s WHERE pop_order_id = %s"
    after = places(company.mine(ask_after(warehouse, OPEN, of_line, LONG_AGO, line.id)))
    before = places(company.mine(warehouse.ask(OPEN, YEAR_END)))
    assert before.keys() - after.keys() == {(order.document_no, line.number)}
    assert ask_after(warehouse, OPEN, of_order, LONG_AGO, order.id) == warehouse.ask(OPEN, YEAR_END)


@pytest.mark.parametrize(
    ("status", "is_open"),
    [("Live", True), ("OnHold", True), ("Dispute", True), ("Complete", False), ("Cancelled", False), ("Draft", False)],
)
def test_an_order_is_open_by_its_status(warehouse: Warehouse, status: str, *, is_open: bool) -> None:
    change = "UPDATE sage200.pop_orders SET document_status = %s"
    assert bool(ask_after(warehouse, OPEN, change, f"EnumDocumentStatus{status}")) == is_open
