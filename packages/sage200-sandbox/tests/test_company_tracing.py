"""How the items of traced goods follow from movements and orders: the oldest first, and back as they went."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, cast

from sage200_sandbox.company import company_rows
from sage200_sandbox.company.office import YEAR_START, Office
from sage200_sandbox.company.stock import DESPATCH, OPENING, RECEIPT, RETURN
from sage200_sandbox.company.traceable_items import tables
from sage200_sandbox.company.tracing import BATCH, passages, settings

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

    from tests.books import Books, Rows


ALLOCATED = "sop_order_line_allocated_quantity"


def test_what_comes_back_is_of_the_batch_that_went_out_last_for_the_order() -> None:
    product: Row = {"id": 1, **settings("INK", BATCH)}
    moves = (
        (OPENING, 10, "OPENING"),
        (RECEIPT, 10, "P1"),
        (DESPATCH, -15, "S1"),
        (RETURN, 1, "S1"),
        (DESPATCH, -6, "S2"),
    )
    movements: list[Row] = [
        {
            "product_id": 1,
            "warehouse_name": "HOME",
            "transaction_type_id": kind.type_id,
            "transaction_date": YEAR_START + timedelta(days=day),
            "quantity": Decimal(quantity),
            "reference": reference,
        }
        for day, (kind, quantity, reference) in enumerate(moves)
    ]
    passed = passages(movements, products={1: product}, next_id=count(100).__next__)
    assert [(one.item.number, int(one.quantity)) for one in passed] == [
        ("INK-00001", 10),
        ("INK-00002", 10),
        ("INK-00001", -10),
        ("INK-00002", -5),
        ("INK-00002", 1),
        ("INK-00002", -6),
    ]


def test_two_orders_may_have_some_of_one_batch_set_aside() -> None:
    books = cast("Books", company_rows(seed=1, number=1, scale=1))
    batch = next(row for row in books["traceable_item_balances"] if row["quantity"] > 2 and row["use_by_date"])
    holding = next(row for row in books["warehouse_holdings"] if row["id"] == batch["warehouse_holding_id"])
    two = [
        row | {name: holding[name] for name in ("product_id", "warehouse_name")} | {ALLOCATED: Decimal(1)}
        for row in books["sop_order_line_views"][:2]
    ]
    made = tables(
        Office(seed=1, scale=1, number=1), cast("Tables", books | {"sop_order_line_views": two_orders(books, two)})
    )
    allocations = made["traceable_item_allocations"]
    assert [row["allocated_quantity"] for row in allocations] == [1, 1]
    assert len({row["traceable_item_id"] for row in allocations}) == 1
    assert len({row["traceable_allocation_bal_id"] for row in allocations}) == 2


def two_orders(books: Books, two: Rows) -> Rows:
    """The lines of all orders, of which only these two have anything set aside."""
    others = [row | {ALLOCATED: Decimal(0)} for row in books["sop_order_line_views"][2:]]
    return [*two, *others]
