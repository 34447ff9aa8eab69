"""Where the goods of purchase orders go: to the warehouse, and now and then straight to a customer; and notes.

A straight delivery is keyed in by hand, without a sales order behind it, and goes to a customer's main site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.office import USER

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_TO_ORDER = "pop_order_delivery_addresses"
_DIRECT, _DEFAULT_DIRECT = "pop_order_line_direct_delivery_addresses", "pop_order_default_direct_delivery_addresses"
_PREFIX = "pop_delivery_addr"
_OF_VIEW = {
    **{name: f"{_PREFIX}_{name}" for name in ("postal_name", "city", "county", "country", "contact")},
    **{f"address_{number}": f"{_PREFIX}_address_{number}" for number in range(1, 5)},
    "postcode": f"{_PREFIX}_post_code",
    "telephone_number": f"{_PREFIX}_telephone",
    "fax_number": f"{_PREFIX}_fax",
    "email_address": f"{_PREFIX}_email",
}
_OF_CUSTOMER = (
    *("postal_name", "contact", "address_1", "address_2", "address_3", "address_4", "city", "county", "country"),
    *("postcode", "email", "fax", "tax_number", "telephone"),
)
_MEMO_EVERY = 8
_NOTES = ("Ring the warehouse an hour before delivery", "Prices agreed by telephone", "Deliver all lines together")


def tables(office: Office, made: Tables) -> Tables:
    """The addresses of orders and of their lines, and the notes on every eighth order."""
    orders = made["pop_orders"]
    first = {view["pop_order_id"]: view for view in reversed(made["pop_order_line_views"])}
    sites = [row for row in made["customer_delivery_addresses"] if row["is_default"]]
    direct = [line for line in made["pop_order_lines"] if line["for_direct_delivery"]]
    to_customers = [(line, sites[turn % len(sites)]) for turn, line in enumerate(direct)]
    return {
        _TO_ORDER: [_to_order(office, order, first[order["id"]]) for order in orders],
        _DIRECT: [_to_customer(office, _DIRECT, line, line["id"], site) for line, site in to_customers],
        _DEFAULT_DIRECT: [
            _to_customer(office, _DEFAULT_DIRECT, line, line["pop_order_id"], site) for line, site in to_customers
        ],
        "pop_order_memos": [
            nested(
                "pop_order_memos",
                order,
                pop_order_return_id=order["id"],
                is_active=True,
                note=_NOTES[turn % len(_NOTES)],
                created_by=USER,
                id=office.next_id(),
                date_time_created=order["date_time_created"],
                date_time_updated=order["date_time_created"],
            )
            for turn, order in enumerate(orders[::_MEMO_EVERY])
        ],
    }


def _to_order(office: Office, order: Row, view: Row) -> Row:
    """The address that every line of the order shows."""
    return nested(
        _TO_ORDER,
        order,
        **{name: view[source] for name, source in _OF_VIEW.items()},
        country_code_id=office.home.country_id,
        id=office.next_id(),
        date_time_created=order["date_time_created"],
        date_time_updated=order["date_time_created"],
    )


def _to_customer(office: Office, table: str, line: Row, whose: Value, site: Row) -> Row:
    """The customer's site, as it stood when the line was entered."""
    return nested(
        table,
        {"id": whose},
        **{name: site[name] for name in _OF_CUSTOMER},
        delivery_address_type="EnumDeliveryAddressTypeCustomer",
        customer_delivery_address_id=site["id"],
        source_id=site["customer_id"],
        id=office.next_id(),
        date_time_created=line["date_time_created"],
        date_time_updated=line["date_time_created"],
    )
