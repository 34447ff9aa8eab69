"""The price book beside bands and prices: groups of customers, discounts on whole orders, and its settings.

No customer of the story is in a group or has such a discount, so they change no document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables

_GROUPS = (("SCHOOLS", "Schools & colleges"), ("RESELL", "Resellers"), ("STAFF", "Staff purchases"))
_DISCOUNTS = (("Over 1,000", "2 % on orders over 1,000"), ("Over 5,000", "5 % on orders over 5,000"))


def tables(office: Office, made: Tables) -> Tables:
    """All of them; discounts on orders are for the base currency and for the one of export."""
    currencies = made["currencies"][:2]
    return {
        "customer_discount_groups": [
            blank(
                "customer_discount_groups",
                name=name,
                description=description,
                **office.master("customer_discount_groups"),
            )
            for name, description in _GROUPS
        ],
        "order_value_discounts": [
            blank(
                "order_value_discounts",
                name=f"{name} {currency['symbol']}",
                description=f"{description} {currency['name']}",
                currency_id=currency["id"],
                **office.master("order_value_discounts"),
            )
            for currency in currencies
            for name, description in _DISCOUNTS
        ],
        "price_book_settings": [
            blank(
                "price_book_settings",
                use_customer_discount_groups=True,
                use_stock_item_discounts=True,
                use_order_value_discounts=True,
                **office.master("price_book_settings"),
            )
        ],
    }
