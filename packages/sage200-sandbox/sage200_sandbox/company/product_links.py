"""What is kept beside a product: what to sell instead or as well, and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.fixed import id_of
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.reading import by

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_ALTERNATIVES = (
    ("PAPER001", "PAPER003", True),
    ("PAPER003", "PAPER001", True),
    ("ENVEL001", "ENVEL002", False),
    ("FILE001", "FILE002", True),
    ("DESK001", "DESK002", True),
    ("CHAIR001", "CHAIR002", True),
    ("DIARY001", "DIARY002", False),
    ("FAX001", "PHONE001", True),
)
_SOLD_TOGETHER = (
    ("PRINT001", "TONER001"),
    ("PRINT001", "TONER002"),
    ("PRINT001", "PAPER001"),
    ("BOARD001", "MARK001"),
    ("DESK001", "CHAIR001"),
    ("DESK001", "LAMP001"),
    ("CAB001", "SUSP001"),
    ("PENC001", "ERAS001"),
)
_NOTES = (
    ("FAX001", False, "No longer made; offer the telephone instead."),
    ("PAPER001", True, "Price under review: paper mills announce a rise."),
    ("DESK002", True, "Two-person lift.\r\nDeliveries by own van only."),
    ("BOOK002", True, "A new edition each April."),
    ("CHAIR002", True, "Leather from the new tannery since June."),
)


def tables(office: Office, made: Tables) -> Tables:
    """All of them with their views; a larger firm's further varieties have none of it.

    `made` has the fixed lists already.
    """
    product = by(made["products"], "code")
    alternatives = [
        blank(
            "alternative_products",
            product_id=product[code]["id"],
            alternative_product_id=product[other]["id"],
            is_preferred=is_preferred,
            **office.master("alternative_products"),
        )
        for code, other, is_preferred in _ALTERNATIVES
    ]
    together = [
        blank(
            "cross_sell_products",
            product_id=product[code]["id"],
            cross_sell_product_id=product[other]["id"],
            **office.master("cross_sell_products"),
        )
        for code, other in _SOLD_TOGETHER
    ]
    return {
        "alternative_products": alternatives,
        "alternative_product_views": _views(made, "alternative_product", alternatives),
        "cross_sell_products": together,
        "cross_sell_product_views": _views(made, "cross_sell_product", together),
        "product_memos": [
            blank(
                "product_memos",
                product_id=product[code]["id"],
                is_active=is_active,
                note=note,
                created_by=USER,
                **office.master("product_memos"),
            )
            for code, is_active, note in _NOTES
        ],
    }


def _views(made: Tables, other: str, links: list[Row]) -> list[Row]:
    """The links with the names of both products; `other` is the prefix of the second one's fields."""
    products = by(made["products"], "id")
    return [_view(made, other, link, products) for link in links]


def _view(made: Tables, other: str, link: Row, products: dict[Value, Row]) -> Row:
    product, second = products[link["product_id"]], products[link[f"{other}_id"]]
    kinds: Row = {
        f"{other}_status_type_id": id_of(made, "product_status_types", second["product_status_type"]),
        f"{other}_traceable_type_id": id_of(made, "traceable_types", second["traceable_type"]),
    }
    shared = {name: link[name] for name in ("id", "is_preferred") if name in link}
    sides = ("product", product), (other, second)
    return blank(f"{other}_views", **shared | kinds | _named(*sides[0]) | _named(*sides[1]))


def _named(prefix: str, product: Row) -> Row:
    return {
        f"{prefix}_id": product["id"],
        f"{prefix}_code": product["code"],
        f"{prefix}_name": product["name"],
        f"{prefix}_group_id": product["product_group_id"],
    }
