"""A day of work: the changes that a client finds when it reads the company again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import day_deliveries, nominal_journals
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.day_orders import orders, take_orders, write
from sage200_sandbox.company.invoices import INVOICE_LINES
from sage200_sandbox.company.names import person
from sage200_sandbox.company.nominal_values import BALANCES, CODE_VIEWS, PERIOD_VIEWS, net, year_to_date
from sage200_sandbox.company.orders import LIVE
from sage200_sandbox.company.reading import grouped, pence, total, typed
from sage200_sandbox.company.stock import ADJUSTMENT, Movement
from sage200_sandbox.company.workday import Workday

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sage200_sandbox.company.nominal_journals import Journal
    from sage200_sandbox.rows import Change, Row, Value

_RISE = Decimal("1.03")
_MEMOS = ("customer_memos", "supplier_memos", "product_memos")


def day_of_work(
    rows: Callable[[str], list[Row]], *, now: datetime, last_id: int | None = None, last_urn: int | None = None
) -> list[Change]:
    """The changes of a day of work. Equal rows give equal changes, and the books balance before and after.

    Customers place orders. One order is despatched and invoiced. Stock is counted. A price and a credit limit increase,
    a promised delivery date is cleared, a contact is renamed, and a delivery address is deleted. Memos are inserted,
    updated and deleted. A step without suitable rows does nothing. Currencies, nominal codes, product groups and
    warehouses are required. Views change with their tables.

    Args:
        rows: Returns the rows of a table. They are not modified.
        now: The time of all changes. It is cut to milliseconds.
        last_id: The last id that the company issued in any table. The default is the highest id in the rows.
        last_urn: The last unique reference number of a posting. The default is the highest number in the rows.
    """
    day = Workday(rows, now=now, last_id=last_id, last_urn=last_urn)
    take_orders(day)
    journals, sent = day_deliveries.deliver(day)
    postings = post(day, [*journals, *count_stock(day)])
    day_deliveries.itemise(day, sent, postings)
    raise_price(day)
    raise_credit_limit(day)
    clear_promised_date(day)
    rename_contact(day)
    delete_address(day)
    write_memos(day)
    return day.changes


def _one_of(day: Workday, rows: Iterable[Row]) -> list[Row]:
    """A random row, as a list; an empty list if there are no rows."""
    choices = list(rows)
    return [day.random.choice(choices)] if choices else []


def post(day: Workday, journals: list[Journal]) -> dict[Value, list[Row]]:
    """Post journals to the nominal ledger, and return the postings by URN.

    The year stays open until it is closed. A posting after its end is therefore in its last period.
    """
    periods = list(day.where("financial_year_period_views", year_relative_to_current_year=0))
    now = [row for row in periods if date_in(row, "period_start_date") <= day.today <= date_in(row, "period_end_date")]
    (period,) = nominal_journals.calendar_of((now or periods)[-1:]).values()
    calendar = {(day.today.year, day.today.month): period}
    postings = nominal_journals.rows(day, journals, codes=day.rows("nominal_codes"), calendar=calendar)
    for posting in postings:
        day.insert(nominal_journals.VIEW, posting)
    for code_id, posted in grouped(postings, "nominal_code_id").items():
        _add(day, day.row("nominal_codes", code_id), posted, period["accounting_period_id"])
    return grouped(postings, "urn")


def _add(day: Workday, code: Row, postings: list[Row], period: Value) -> None:
    """Add postings to the balances of a nominal code: of the year, of the period, and in all their views."""
    debits, credits_ = (total(typed(row, side, Decimal) for row in postings) for side in ("debit", "credit"))
    sides: Row = {"debit_balance_year_to_date": debits, "credit_balance_year_to_date": credits_}
    moved = total(map(net, postings))
    day.add("nominal_codes", code, sides | {"balance_year_to_date": moved})
    for view in list(day.where(CODE_VIEWS, id=code["id"])):
        day.put(CODE_VIEWS, view | year_to_date(day.row("nominal_codes", code["id"])))
    of_period = {"nominal_code_id": code["id"], "accounting_period_id": period}
    for row in list(day.where(PERIOD_VIEWS, **of_period)):
        day.add(PERIOD_VIEWS, row, {"nominal_period_value_actual_value": moved})
    for row in list(day.where(BALANCES, **of_period)):
        day.add(BALANCES, row, {"period_balance": moved, "date_time_updated": day.now})


def count_stock(day: Workday) -> list[Journal]:
    """Find more stock than the books have, of a product with few sales."""
    sold = Counter(row["product_id"] for row in day.rows(INVOICE_LINES))
    holdings = [row for row in day.rows("warehouse_holdings") if day.find("products", row["product_id"])]
    least = min((sold[row["product_id"]] for row in holdings), default=0)
    return [
        day_deliveries.move(
            day,
            Movement(
                kind=ADJUSTMENT,
                product=day.row("products", holding["product_id"]),
                warehouse=day.row("warehouses", holding["warehouse_id"]),
                quantity=Decimal(day.random.randrange(1, 6)),
                moment=day.now,
                reference="STOCK COUNT",
            ),
        )
        for holding in _one_of(day, (row for row in holdings if sold[row["product_id"]] == least))
    ]


def raise_price(day: Workday) -> None:
    """Increase the price of a product in all price bands."""
    for one in _one_of(day, day.rows("product_price_views")):
        for price in list(day.where("product_price_views", product_id=one["product_id"])):
            risen = pence(typed(price, "product_price_price", Decimal) * _RISE)
            day.update("product_price_views", price, product_price_price=risen)


def raise_credit_limit(day: Workday) -> None:
    """Increase the credit limit of a customer."""
    for customer in _one_of(day, day.rows("customers")):
        day.add("customers", customer, {"credit_limit": Decimal(500)})


def clear_promised_date(day: Workday) -> None:
    """Clear the promised delivery date of an order of an earlier day, and of its lines."""
    promised = [order for order in orders(day, LIVE) if order.promised and order.created < day.today]
    for order in [day.random.choice(promised)] if promised else []:
        lines = tuple(replace(line, updated=day.now) for line in order.lines)
        write(day, replace(order, promised=None, lines=lines, updated=day.now))


def rename_contact(day: Workday) -> None:
    """Rename a contact of a customer."""
    for contact in _one_of(day, day.rows("customer_contacts")):
        turn = day.random.randrange(100)
        names = (person(turn), person(turn + 1))
        first, last = next(name for name in names if " ".join(name) != contact["name"])
        day.update("customer_contacts", contact, name=f"{first} {last}", first_name=first, last_name=last)


def delete_address(day: Workday) -> None:
    """Delete a delivery address that no other row uses."""
    lines = day.rows("sop_order_line_views")
    used = {(line["sop_delivery_addr_address_1"], line["sop_delivery_addr_post_code"]) for line in lines}
    named = day.named("customer_delivery_addresses")
    others = (row for row in day.where("customer_delivery_addresses", is_default=False) if row["id"] not in named)
    for address in _one_of(day, (row for row in others if (row["address_1"], row["postcode"]) not in used)):
        day.delete("customer_delivery_addresses", address)


def write_memos(day: Workday) -> None:
    """Delete a memo, update another one, and insert a copy of it."""
    for table in _MEMOS:
        for gone in _one_of(day, day.rows(table)):
            day.delete(table, gone)
        for memo in _one_of(day, day.rows(table)):
            day.update(table, memo, note=f"Asked on {day.now:%d %B at %H:%M}")
            timestamps: Row = {"date_time_created": day.now, "date_time_updated": day.now}
            day.insert(table, memo | {"id": day.next_id(), "note": f"Written on {day.now:%d %B at %H:%M}"} | timestamps)
