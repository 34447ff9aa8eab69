"""The price list of a customer agrees with the price bands of the sandbox, and with what customers were charged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.catalogue import ARTICLES, INACTIVE
from sage200_sandbox.company.products import EXPORT_BAND, STANDARD_BAND, TRADE_BAND

from tests.questions.books import YEAR_END, Books, Row
from tests.questions.edited import ask_after
from tests.questions.pages import question

if TYPE_CHECKING:
    from decimal import Decimal

    from tests.questions.warehouse import Warehouse

PRICES = question("What does a customer pay for each product?")


def price_list(warehouse: Warehouse, company: Books, customer: str) -> dict[str, Row]:
    """Return the price list of a customer at the end of the year, by product."""
    answer = company.mine(warehouse.ask(PRICES, YEAR_END, customer=f"'{customer}'"))
    assert {row["customer"] for row in answer} <= {customer}
    return {row["product"]: row for row in answer}


def test_a_customer_pays_the_price_of_its_band_for_each_active_product(warehouse: Warehouse, company: Books) -> None:
    prices = {(row["product_code"], row["price_band_id"]): row for row in company.year_end["product_price_views"]}
    bands = {row["id"]: row["name"] for row in company.year_end["price_bands"]}
    sold = {row["code"] for row in company.year_end["products"]} - {INACTIVE}
    found = set()
    for customer in company.year_end["customers"][:12]:
        answer = price_list(warehouse, company, customer["reference"])
        band = customer["price_band_id"]
        assert answer.keys() == sold
        for code, row in answer.items():
            assert row["price"] == prices[code, band]["product_price_price"]
            assert (row["price_band"], row["currency"]) == (bands[band], prices[code, band]["currency_name"])
            assert row["document_discount"] == customer["invoice_discount_percent"]
            assert row["line_discount"] == customer["invoice_line_discount_percent"]
            found.add((row["price_band"], bool(row["document_discount"])))
    assert {band for band, _ in found} == {STANDARD_BAND, TRADE_BAND, EXPORT_BAND}
    assert {discounted for _, discounted in found} == {True, False}
    assert len({row["currency_name"] for row in prices.values()}) == 2
    assert {article.code for article in ARTICLES} == sold | {INACTIVE}


def test_each_line_of_a_years_orders_has_the_price_of_the_list(warehouse: Warehouse, company: Books) -> None:
    lists: dict[str, dict[str, Row]] = {}
    charged: list[tuple[Decimal, Decimal]] = []
    for order in company.sales.orders:
        customer = str(order.trader["reference"])
        if customer not in lists:
            lists[customer] = price_list(warehouse, company, customer)
        charged += [(line.price, lists[customer][line.code]["price"]) for line in order.lines if line.product]
    assert len(charged) > 100
    assert [price for price, listed in charged if price != listed] == []
    assert any(order.rate != 1 for order in company.sales.orders)


def test_a_price_that_follows_the_standard_band_is_read_there(warehouse: Warehouse, company: Books) -> None:
    change = "UPDATE sage200.product_price_views SET product_price_price = 0 WHERE product_price_use_standard"
    before = price_list(warehouse, company, "ONE002")
    after = company.mine(ask_after(warehouse, PRICES, change, customer="'ONE002'"))
    assert {row["product"]: row["price"] for row in after} == {code: row["price"] for code, row in before.items()}
    assert any(row["product_price_use_standard"] for row in company.year_end["product_price_views"])


def test_a_standard_price_in_another_currency_gives_no_price(warehouse: Warehouse, company: Books) -> None:
    exported = next(row["reference"] for row in company.year_end["customers"] if row["use_tax_code_as_default"])
    change = "UPDATE sage200.product_price_views SET product_price_use_standard = true"
    answer = company.mine(ask_after(warehouse, PRICES, change, customer=f"'{exported}'"))
    assert {row["price"] for row in answer} == {None}


def test_a_band_shows_from_when_to_when_it_is_valid(warehouse: Warehouse, company: Books) -> None:
    change = (
        "UPDATE sage200.price_bands SET is_time_based = true, active_date_time_from = '2026-01-01', "
        "active_date_time_to = '2026-01-31 23:59:59' WHERE name = %s"
    )
    answer = company.mine(ask_after(warehouse, PRICES, change, TRADE_BAND, customer="'ONE002'"))
    assert {(str(row["valid_from"]), str(row["valid_to"])) for row in answer} == {("2026-01-01", "2026-01-31")}
    assert {row["valid_from"] for row in price_list(warehouse, company, "ONE002").values()} == {None}


def test_a_customer_of_a_discount_group_shows_it(warehouse: Warehouse, company: Books) -> None:
    group = company.year_end["customer_discount_groups"][0]
    change = "UPDATE sage200.customers SET customer_discount_group_id = %s"
    answer = company.mine(ask_after(warehouse, PRICES, change, group["id"]))
    assert {row["discount_group"] for row in answer} == {group["name"]}
