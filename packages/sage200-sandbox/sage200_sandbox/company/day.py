"""A working day: what a tap that comes by every hour would find changed."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import day_books
from sage200_sandbox.company.day_deliveries import deliver
from sage200_sandbox.company.day_documents import carry_over, trace
from sage200_sandbox.company.day_goods import follow
from sage200_sandbox.company.day_orders import take_orders
from sage200_sandbox.company.lines import LIVE
from sage200_sandbox.company.reading import pence, typed
from sage200_sandbox.company.stock import ADJUSTMENT, Movement
from sage200_sandbox.company.words import person
from sage200_sandbox.company.workday import Workday

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sage200_sandbox.company.nominal import Posting
    from sage200_sandbox.rows import Change, Row

_RISE = Decimal("1.03")
_ADDRESSES = "customer_main_addresses"


def day_of_work(
    rows: Callable[[str], list[Row]], *, now: datetime, last_id: int | None = None, last_urn: int | None = None
) -> list[Change]:
    """One working day of a company, as it follows from its rows; the books agree before and after.

    Orders come in, one goes out and is invoiced, a price and a credit limit rise, a promised delivery date is
    cleared, a contact gets another name, stock is counted, and a delivery address is deleted. What finds
    nothing to work on does nothing; currencies, nominal codes, product groups and warehouses must be there.
    Views change with what they show.

    Args:
        rows: Gives the rows of a table of the company; they are not changed.
        now: The moment of all changes, cut to the millisecond.
        last_id: The last id that the company gave out, to whatever table; without it, the highest in its rows.
        last_urn: The last unique reference number of a posting, likewise.
    """
    day = Workday(rows, now=now, last_id=last_id, last_urn=last_urn)
    take_orders(day)
    postings = deliver(day)
    postings += count_stock(day)
    day_books.post(day, postings)
    raise_price(day)
    raise_credit_limit(day)
    clear_promised_date(day)
    rename_contact(day)
    delete_address(day)
    follow(day)
    trace(day)
    return day.changes


def _one_of(day: Workday, rows: Iterable[Row]) -> list[Row]:
    """One of the rows, by chance, or none if there are none."""
    choices = list(rows)
    return [day.random.choice(choices)] if choices else []


def count_stock(day: Workday) -> list[Posting]:
    """More was there than the books said, of a product that hardly sells."""
    sold = Counter(row["product_id"] for row in day.rows("customer_sop_invoice_credit_line_views"))
    holdings = [row for row in day.rows("warehouse_holdings") if day.has("products", row["product_id"])]
    least = min((sold[row["product_id"]] for row in holdings), default=0)
    postings: list[Posting] = []
    for holding in _one_of(day, (row for row in holdings if sold[row["product_id"]] == least)):
        movement = Movement(
            kind=ADJUSTMENT,
            product=day.row("products", holding["product_id"]),
            warehouse=day.row("warehouses", holding["warehouse_id"]),
            quantity=Decimal(day.random.randrange(1, 6)),
            moment=day.now,
            reference="STOCK COUNT",
        )
        postings += day_books.move(day, movement)
    return postings


def raise_price(day: Workday) -> None:
    """A product's price rises in all price bands."""
    for one in _one_of(day, day.rows("product_price_views")):
        for price in day.where("product_price_views", product_id=one["product_id"]):
            risen = pence(typed(price, "product_price_price", Decimal) * _RISE)
            day.update("product_price_views", price, product_price_price=risen)


def raise_credit_limit(day: Workday) -> None:
    """A customer may owe more."""
    for customer in _one_of(day, day.rows("customers")):
        limit = typed(customer, "credit_limit", Decimal)
        day.update("customers", customer, credit_limit=limit + 500)


def clear_promised_date(day: Workday) -> None:
    """An order has no promised delivery date any more, nor have its lines."""
    live = day.where("sop_orders", document_status=LIVE)
    for order in _one_of(day, (row for row in live if row["promised_delivery_date"] is not None)):
        day.update("sop_orders", order, promised_delivery_date=None)
        for line in day.where("sop_order_line_views", sop_order_id=order["id"]):
            day.update(
                "sop_order_line_views",
                line,
                sop_order_promised_delivery_date=None,
                sop_order_date_time_updated=day.now,
                sop_order_line_promised_delivery_date=None,
                sop_order_line_date_time_updated=day.now,
            )
        carry_over(day, order["id"])


def rename_contact(day: Workday) -> None:
    """A customer's contact is another person; the default one is that of the main address too."""
    for contact in _one_of(day, day.rows("customer_contacts")):
        turn = day.random.randrange(100)
        names = (person(turn), person(turn + 1))
        first, last = next(name for name in names if " ".join(name) != contact["name"])
        day.update("customer_contacts", contact, name=f"{first} {last}", first_name=first, last_name=last)
        if contact["is_default"] and day.has(_ADDRESSES, contact["customer_id"]):
            address = day.row(_ADDRESSES, contact["customer_id"])
            day.update(_ADDRESSES, address, contact_name=f"{first} {last}", date_time_updated=day.now)
            if day.has("customers", contact["customer_id"]):
                day.update("customers", day.row("customers", contact["customer_id"]))


def delete_address(day: Workday) -> None:
    """A delivery address that nothing uses is gone."""
    lines = day.rows("sop_order_line_views")
    used = {(line["sop_delivery_addr_address_1"], line["sop_delivery_addr_post_code"]) for line in lines}
    others = day.where("customer_delivery_addresses", is_default=False)
    for address in _one_of(day, (row for row in others if (row["address_1"], row["postcode"]) not in used)):
        day.delete("customer_delivery_addresses", address)
