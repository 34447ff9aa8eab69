"""Quotes, the look-ups of orders and quotes, and the lines of orders that were cancelled.

Look-ups stay behind when the day's work changes an order.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.customer_views import defaults
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.lines import CANCELLED, CHARGE, NONE
from sage200_sandbox.company.office import USER, midnight
from sage200_sandbox.company.order_headers import status_id
from sage200_sandbox.company.quotes_won import customer_type, orders_won
from sage200_sandbox.company.reading import by, total, typed
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_VALID = timedelta(days=30)
_SLOTS = tuple(f"analysis_code_{slot}" for slot in range(1, 21))
_LOOKED_UP = ("id", "document_no", "customer_id", "customer_document_no")


def tables(office: Office, made: Tables) -> Tables:
    """The quotes, the look-ups, and the cancelled lines."""
    quotes = sop_quotes(made)
    return {
        "sop_quotes": quotes,
        "sop_quote_views": sop_quote_views(made, quotes),
        "lookup_sop_orders": _lookups("lookup_sop_orders", made, made["sop_orders"]),
        "lookup_sop_quotes": _lookups("lookup_sop_quotes", made, quotes),
        "sop_cancelled_lines": sop_cancelled_lines(office, made),
    }


def sop_quotes(made: Tables) -> list[Row]:
    """The quotes, as their lines show them; they hold for thirty days (inferred)."""
    customers, address = by(made["customers"], "id"), defaults(made["customer_delivery_addresses"])
    account = made["sop_settings"][0]["cash_order_account_id"]
    rows = []
    for quote_id, lines in grouped(made["sop_quote_line_views"], "sop_quote_id").items():
        own = {
            name: lines[0][f"sop_quote_{name}"]
            for name in (
                *("document_no", "document_date", "document_status", "customer_document_no", "currency_id"),
                *("exchange_rate", "requested_delivery_date", "promised_delivery_date", *_SLOTS),
            )
        }
        charges = [line for line in lines if line["sop_quote_line_type"] == CHARGE]
        net, tax = _sum(lines, "total_value"), _sum(lines, "line_tax_value")
        customer = customers[lines[0]["customer_id"]]
        rows.append(
            blank(
                "sop_quotes",
                **own,
                id=quote_id,
                customer_id=customer["id"],
                customer_type=customer_type(account, lines[0]),
                customer_delivery_address_id=address[customer["id"]]["id"],
                despatch_receipt_status=NONE,
                invoice_credit_status=NONE,
                cancelled_status=NONE,
                subtotal_goods_value=net - _sum(charges, "total_value"),
                subtotal_charge_net_value=_sum(charges, "total_value"),
                subtotal_charge_tax_value=_sum(charges, "line_tax_value"),
                total_net_value=net,
                total_tax_value=tax,
                total_gross_value=net + tax,
                settlement_discount_days=customer["early_settlement_discount_days"],
                settlement_discount_percent=customer["early_settlement_discount_percent"],
                document_created_by=USER,
                quotation_expiry_date=date_in(lines[0], "sop_quote_document_date") + _VALID,
                order_priority=customer["order_priority"],
                use_header_requested_date=True,
                use_header_promised_date=True,
                available_document_discount_percent=customer["invoice_discount_percent"],
                date_time_created=lines[0]["sop_quote_line_date_time_updated"],
                date_time_updated=lines[0]["sop_quote_date_time_updated"],
            )
        )
    return rows


def _sum(lines: Sequence[Row], name: str) -> Decimal:
    return total(typed(line, f"sop_quote_line_{name}", Decimal) for line in lines)


def sop_quote_views(made: Tables, quotes: Sequence[Row]) -> list[Row]:
    """A slim row for each quote, with the number of the order that it became."""
    customers, won = by(made["customers"], "id"), orders_won(made)
    return [
        blank(
            "sop_quote_views",
            **{name: quote[name] for name in (*_LOOKED_UP, "document_date", "total_gross_value")},
            document_status_id=status_id(made, quote),
            customer_reference=customers[quote["customer_id"]]["reference"],
            customer_name=customers[quote["customer_id"]]["name"],
            order_no=won[quote["document_no"]]["document_no"] if quote["document_no"] in won else "",
        )
        for quote in quotes
    ]


def _lookups(table: str, made: Tables, documents: Sequence[Row]) -> list[Row]:
    return [
        blank(table, **{name: document[name] for name in _LOOKED_UP}, document_status_id=status_id(made, document))
        for document in documents
    ]


def sop_cancelled_lines(office: Office, made: Tables) -> list[Row]:
    """The lines of cancelled orders, but for comments, which have no quantity."""
    return [
        blank(
            "sop_cancelled_lines",
            id=office.next_id(),
            sop_order_return_id=line["sop_order_id"],
            item_code=line["sop_order_line_product_code"],
            item_description=line["sop_order_line_product_description"],
            cancelled_quantity=line["sop_order_line_quantity"],
            stock_unit_cancelled_quantity=line["sop_order_line_quantity"],
            selling_unit_description=line["sop_order_line_selling_unit_description"],
            cancelled_date=midnight(date_in(line, "sop_order_date_time_updated")),
            user_number=1,
            user_name=USER,
            date_time_created=line["sop_order_date_time_updated"],
            date_time_updated=line["sop_order_date_time_updated"],
        )
        for line in made["sop_order_line_views"]
        if line["sop_order_document_status"] == CANCELLED and line["sop_order_line_quantity"]
    ]
