"""Products, their groups, their prices and the warehouses that hold them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.catalogue import ARTICLES, GROUPS, INACTIVE, ZERO_RATED_GROUP
from sage200_sandbox.company.countries import STANDARD, ZERO_RATED
from sage200_sandbox.company.names import street
from sage200_sandbox.company.office import UPGRADE, YEAR_END
from sage200_sandbox.company.reading import by, pence, typed

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.rows import Row, Value

UNIT = "Each"
STANDARD_BAND, TRADE_BAND, EXPORT_BAND, OFFER_BAND = "Standard", "Trade", "Export", "Spring Offer"

_TRADE_SHARE = Decimal("0.9")
_AT_STANDARD_PRICE = 4


def product_groups(office: Office) -> list[Row]:
    """The product groups."""
    return [
        blank(
            "product_groups",
            code=group.code,
            description=group.description,
            product_type="EnumStockItemTypeStock",
            costing_method="EnumCostingMethodTypeFIFO",
            label_printing_option_type="EnumNotRequired",
            keep_movement_history=True,
            can_levels_go_negative=True,
            landed_costs_type="EnumNotApplicable",
            traceable_type="EnumTraceableTypeNone",
            **office.master("product_groups"),
        )
        for group in GROUPS
    ]


def products(office: Office, *, groups: list[Row], tax: dict[Value, Row]) -> list[Row]:
    """The products, without stock. A company with a larger scale has several varieties of each.

    `tax` is by tax code number.
    """
    group = by(groups, "code")
    rows = []
    for variety in range(1, office.scale + 1):
        for article in ARTICLES:
            several = variety > 1
            inactive = article.code == INACTIVE
            cost = pence(Decimal(article.cost) * office.home.price_level)
            code = f"{article.code}/{variety}" if several else article.code
            rows.append(
                blank(
                    "products",
                    code=code,
                    name=f"{article.name} ({variety})" if several else article.name,
                    description=article.name,
                    allow_sales_order=not inactive,
                    product_group_id=group[article.group.code]["id"],
                    tax_code_id=tax[ZERO_RATED if article.group.code == ZERO_RATED_GROUP else STANDARD]["id"],
                    product_status_type="EnumStockItemStatusTypeInactive"
                    if inactive
                    else "EnumStockItemStatusTypeActive",
                    fulfilment_method_type="EnumFulfilmentFromStock",
                    inactivation_date=YEAR_END if inactive else None,
                    part_number=f"{article.group.department}/{variety}-{article.code}",
                    label_printing_option_type="EnumNotRequired",
                    include_nos_on_count_sheets=True,
                    standard_cost=cost,
                    average_buying_price=cost,
                    weight=Decimal("0.2500"),
                    supplementary_unit_conversion_ratio=1,
                    landed_costs_type="EnumNotApplicable",
                    bom_item_type="EnumBOMItemTypeComponent",
                    traceable_type="EnumTraceableTypeNone",
                    auto_generate_option_type="EnumDoNotGenerate",
                    **office.master("products"),
                )
            )
    return rows


def warehouses(office: Office) -> list[Row]:
    """The main warehouse and a smaller depot."""
    return [
        blank(
            "warehouses",
            name=name,
            description=description,
            warehouse_type="EnumWarehouseTypeOwn",
            use_for_sales_trading=True,
            postal_name=office.name,
            address_1=street(index + 3),
            city=office.home.towns[index][0],
            county=office.home.towns[index][1],
            postcode=f"ZZ{index + 1} 1AA",
            country=office.home.country,
            contact="Goods In",
            telephone_number=f"{office.home.telephone[1]} {office.home.telephone[2]}01{index}",
            country_code_id=office.home.country_id,
            **office.master("warehouses"),
        )
        for index, (name, description) in enumerate((("HOME", "Main warehouse"), ("DEPOT", "Depot & showroom")))
    ]


def price_bands(office: Office, *, base: Row, foreign: Row) -> list[Row]:
    """The price bands: standard, trade, export in the foreign currency, and an expired offer."""
    bands = ((STANDARD_BAND, base), (TRADE_BAND, base), (EXPORT_BAND, foreign), (OFFER_BAND, base))
    return [
        blank(
            "price_bands",
            name=name,
            description=f"{name} prices",
            is_standard_band=name == STANDARD_BAND,
            currency_id=currency["id"],
            price_band_type="Universal",
            is_active=name != OFFER_BAND,
            is_time_based=name == OFFER_BAND,
            active_date_time_from=UPGRADE if name == OFFER_BAND else None,
            active_date_time_to=UPGRADE.replace(month=5) if name == OFFER_BAND else None,
            **office.master("price_bands"),
        )
        for name, currency in bands
    ]


def product_price_views(
    office: Office, *, products: list[Row], bands: list[Row], currencies: dict[Value, Row]
) -> list[Row]:
    """The price of each product in the three active price bands. `currencies` is by id."""
    rows = []
    for index, product in enumerate(products):
        standard = pence(Decimal(ARTICLES[index % len(ARTICLES)].price) * office.home.price_level)
        use_standard = index % _AT_STANDARD_PRICE == 0
        rate = typed(currencies[bands[2]["currency_id"]], "core_currency_rate", Decimal)
        prices = (
            standard,
            standard if use_standard else pence(standard * _TRADE_SHARE),
            pence(standard * rate),
        )
        for band, price in zip(bands, prices, strict=False):
            currency = currencies[band["currency_id"]]
            made = office.master("product_price_views")
            rows.append(
                blank(
                    "product_price_views",
                    product_price_id=made["id"],
                    product_id=product["id"],
                    product_code=product["code"],
                    product_name=product["name"],
                    product_stock_unit_name=UNIT,
                    price_band_id=band["id"],
                    price_band_name=band["name"],
                    product_price_use_standard=use_standard and band["name"] == TRADE_BAND,
                    product_price_price=price,
                    currency_id=currency["id"],
                    currency_name=currency["name"],
                    currency_symbol=currency["symbol"],
                    date_time_updated=made["date_time_updated"],
                )
            )
    return rows
