"""The purchase ledger: invoices for received goods, and monthly invoices for overheads."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.ledger import CREDIT_NOTE, INVOICE, PURCHASE_LEDGER, Entry, Voucher, enter
from sage200_sandbox.company.nominal import ACCRUED_GOODS, CREDITORS, PRICE_VARIANCE, PURCHASE_TAX, Account, Posting
from sage200_sandbox.company.office import YEAR_START, midnight, months, working_day
from sage200_sandbox.company.reading import pence, total, typed
from sage200_sandbox.company.traders import OVERHEADS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.orders import Order
    from sage200_sandbox.rows import Row, Value

_HUNDRED = 100
_CREDITED_EVERY = 25


def bill_for_goods(office: Office, order: Order) -> Entry:
    """The supplier's invoice for a received order. It is posted some days later."""
    voucher = Voucher(
        INVOICE,
        PURCHASE_LEDGER.source,
        reference=f"SI{order.id}",
        goods=order.net(),
        tax=order.tax(),
        second_reference=order.document_no,
    )
    day = working_day(midnight(order.updated), after=3)
    return enter(office, order.trader, voucher, rate=order.rate, posted=office.moment(day, hour=14))


def goods_postings(posted: Entry, order: Order) -> list[Posting]:
    """Its postings to the nominal ledger: the goods at cost, and the price variance."""
    cost = pence(total(line.quantity * line.cost for line in order.lines))
    return [
        Posting(CREDITORS, posted.day, -posted.base_gross),
        Posting(PURCHASE_TAX, posted.day, posted.base_tax),
        Posting(ACCRUED_GOODS, posted.day, cost),
        Posting(PRICE_VARIANCE, posted.day, posted.base_goods - cost),
    ]


def overheads(office: Office, suppliers: Sequence[Row], *, tax: dict[Value, Row]) -> list[Entry]:
    """Monthly invoices for overheads. A tenth of every 25th invoice is credited later.

    `tax` is by id. The tax code of the supplier applies.
    """
    entries = []
    for month in months(YEAR_START, 12):
        for supplier, overhead in zip(suppliers, OVERHEADS, strict=True):
            rate = typed(tax[supplier["default_tax_code_id"]], "tax_rate", Decimal)
            share = Decimal(office.random.randrange(95, 106)) / _HUNDRED
            goods = pence(overhead.amount * office.scale * office.home.price_level * share)
            day = working_day(month + timedelta(days=office.random.randrange(20)))
            entries.append(_overhead(office, supplier, goods, tax_rate=rate, day=day))
            if len(entries) % _CREDITED_EVERY == 0:
                later = working_day(day, after=2)
                entries.append(_overhead(office, supplier, -pence(goods / 10), tax_rate=rate, day=later))
    return entries


def _overhead(office: Office, supplier: Row, goods: Decimal, *, tax_rate: Decimal, day: datetime) -> Entry:
    voucher = Voucher(
        INVOICE if goods > 0 else CREDIT_NOTE,
        PURCHASE_LEDGER.source,
        reference=f"{supplier['reference']}-{day:%y%m}",
        goods=goods,
        tax=pence(goods * tax_rate / _HUNDRED),
    )
    return enter(office, supplier, voucher, rate=Decimal("1.000000"), posted=office.moment(day, hour=11))


def overhead_postings(posted: Entry) -> list[Posting]:
    """Its postings to the nominal ledger: the cost is posted to the supplier's default nominal code."""
    prefix = "default_nominal_code"
    parts = (posted.trader[f"{prefix}_{part}"] for part in ("reference", "cost_centre", "department"))
    return [
        Posting(CREDITORS, posted.day, -posted.base_gross),
        Posting(PURCHASE_TAX, posted.day, posted.base_tax),
        Posting(Account(*map(str, parts)), posted.day, posted.base_goods),
    ]
