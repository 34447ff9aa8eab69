"""The tables of Sage 200, one class each, in a module a ledger."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from tap_sage200.streams import (
    cash_book,
    financials,
    general,
    nominal,
    price_book,
    products,
    purchase_orders,
    purchases,
    sales,
    sales_order_views,
    sales_orders,
    sales_views,
    stock,
)

if TYPE_CHECKING:
    from tap_sage200.client import Sage200Stream

_LEDGERS = (
    cash_book,
    financials,
    general,
    nominal,
    price_book,
    products,
    purchase_orders,
    purchases,
    sales,
    sales_order_views,
    sales_orders,
    sales_views,
    stock,
)

STREAM_TYPES: tuple[type[Sage200Stream], ...] = tuple(
    sorted((stream for ledger in _LEDGERS for stream in ledger.STREAM_TYPES), key=attrgetter("name"))
)
