"""Stock control, the price book and the company's own tables say the same as the year's story."""

from __future__ import annotations

import pytest
from sage200_sandbox.facts import resources

from tests.books import Books, books_of, keyed, sums

FIXED = sorted(
    name
    for name, resource in resources().items()
    if resource.area in {"Stock", "Price Book", "General", "Financials"}
    and resource.fields.keys() == {"id", "value", "description"}
)
OPEN = ("EnumDocumentStatusLive", "EnumDocumentStatusOnHold")


@pytest.fixture(params=[(1, 1), (2, 1), (1, 2)], ids=["uk", "ireland", "larger"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(*request.param, seed=1)


@pytest.mark.parametrize("table", FIXED)
def test_a_fixed_list_counts_from_nought_and_repeats_nothing(table: str) -> None:
    rows = books_of(1, 1, seed=1)[table]
    assert [row["id"] for row in rows] == list(range(len(rows)))
    assert len({row["value"] for row in rows}) == len({row["description"] for row in rows}) == len(rows)
    assert books_of(2, 1, seed=1)[table] == rows


def test_a_movement_has_the_type_and_the_area_of_the_lists(books: Books) -> None:
    types, areas = keyed(books["product_transaction_types"]), keyed(books["source_area_types"])
    groups = keyed(books["product_transaction_group_types"])
    for movement in books["product_transaction_views"]:
        assert types[movement["transaction_type_id"]]["description"] == movement["transaction_type"]
        assert areas[movement["source_area_type_id"]]["description"] == movement["source_area_name"]
        direction = "Stock In" if movement["quantity"] > 0 else "Stock Out"
        assert groups[movement["transaction_group_id"]]["description"] == direction


def test_the_bins_of_a_warehouse_hold_what_it_holds(books: Books) -> None:
    shared = books["bin_holdings"][0].keys() & books["warehouse_holdings"][0].keys()
    quantities = {name for name in shared if resources()["bin_holdings"].fields[name].type == "decimal"}
    assert len(quantities) >= 11
    for name in quantities:
        held = sums(books["warehouse_holdings"], ("id",), name)
        assert sums(books["bin_holdings"], ("warehouse_holding_id",), name) == held


def test_a_bin_holds_the_sum_of_its_movements(books: Books) -> None:
    warehouse = {row["bin_holding_id"]: row["warehouse_name"] for row in books["product_warehouse_bin_views"]}
    bins = [row | {"warehouse_name": warehouse[row["id"]]} for row in books["bin_holdings"]]
    moved = sums(books["product_transaction_views"], ("product_id", "warehouse_name", "bin_name"), "quantity")
    assert sums(bins, ("product_id", "warehouse_name", "name"), "quantity_in_stock") == moved


@pytest.mark.parametrize(
    ("of_product", "of_warehouse"),
    [
        ("actual_quantity", "quantity_in_stock"),
        ("free_stock_quantity", "free_stock_available"),
        ("quantity_allocated_sop", "quantity_allocated_sop"),
        ("quantity_on_pop_order", "quantity_on_order"),
        ("reorder_level", "reorder_level"),
    ],
)
def test_a_product_view_adds_its_warehouses_up(books: Books, of_product: str, of_warehouse: str) -> None:
    held = sums(books["warehouse_holdings"], ("product_id",), of_warehouse)
    assert sums(books["product_views"], ("id",), of_product) == held


def test_a_product_view_has_the_price_of_the_standard_band_and_the_values_behind_its_ids(books: Books) -> None:
    standard = [row for row in books["product_price_views"] if row["price_band_name"] == "Standard"]
    prices = keyed(standard, "product_id")
    statuses = keyed(books["product_status_types"])
    costings = keyed(books["costing_method_types"])
    assert [row["id"] for row in books["product_views"]] == [row["id"] for row in books["products"]]
    for view, product in zip(books["product_views"], books["products"], strict=True):
        assert view["price"] == prices[view["id"]]["product_price_price"]
        assert statuses[view["status_type_id"]]["value"] == view["status_type"] == product["product_status_type"]
        costing = costings[view["product_group_costing_method_type_id"]]["value"]
        assert costing == view["product_group_costing_method_type"]


def test_a_product_was_last_sold_when_it_was_last_despatched(books: Books) -> None:
    despatches = [row for row in books["product_transaction_views"] if row["transaction_type"] == "Goods Despatched"]
    last = {row["product_id"]: row["transaction_date"] for row in despatches}
    assert {row["id"]: row["date_of_last_sale"] for row in books["product_views"] if row["date_of_last_sale"]} == last


def test_what_is_on_order_at_suppliers_is_on_order_for_the_warehouses(books: Books) -> None:
    wanted = sums(books["warehouse_holdings"], ("product_id",), "quantity_on_order")
    assert wanted
    assert sums(books["product_suppliers"], ("product_id",), "quantity_on_order") == wanted


def test_a_supplier_was_given_the_orders_of_the_year(books: Books) -> None:
    given = [
        row
        for row in books["pop_order_line_views"]
        if row["pop_order_document_status"] in {*OPEN, "EnumDocumentStatusComplete"}
    ]
    values = sums(given, ("supplier_id",), "pop_order_line_total_value")
    assert sums(books["product_suppliers"], ("supplier_id",), "order_value_year_to_date") == values


def test_every_product_has_one_supplier_that_is_preferred(books: Books) -> None:
    preferred = [row["product_id"] for row in books["product_suppliers"] if row["is_preferred"]]
    assert preferred == [row["id"] for row in books["products"]]


@pytest.mark.parametrize("other", ["alternative_product", "cross_sell_product"])
def test_a_view_of_a_link_names_both_products(books: Books, other: str) -> None:
    products, views = keyed(books["products"]), keyed(books[f"{other}_views"])
    for link in books[f"{other}s"]:
        view = views[link["id"]]
        assert view["product_name"] == products[link["product_id"]]["name"]
        assert view[f"{other}_name"] == products[link[f"{other}_id"]]["name"]
        assert link["product_id"] != link[f"{other}_id"]


def test_every_product_is_counted_in_the_unit_that_its_prices_are_for(books: Books) -> None:
    units = {row["stock_item_id"]: row["name"] for row in books["lookup_stock_item_units"]}
    assert units.keys() == {row["id"] for row in books["products"]}
    assert {row["product_stock_unit_name"] for row in books["product_price_views"]} == set(units.values())


def test_a_finished_stocktake_dates_the_bins_of_its_warehouse_and_no_others(books: Books) -> None:
    statuses = keyed(books["stocktake_status_types"])
    (done,) = [row for row in books["stocktakes"] if row["stocktake_status"] == "EnumStocktakeStatusComplete"]
    view = keyed(books["stocktake_views"])[done["id"]]
    assert statuses[view["stocktake_status_id"]]["value"] == done["stocktake_status"]
    warehouse = {row["id"]: row["warehouse_id"] for row in books["warehouse_holdings"]}
    for row in books["bin_holdings"]:
        counted = warehouse[row["warehouse_holding_id"]] == done["warehouse_id"]
        assert row["last_stocktake"] == (done["stocktake_date"] if counted else None)


def test_a_group_without_values_in_a_search_category_comes_without_them(books: Books) -> None:
    values = keyed(books["search_values"])
    found = books["product_group_search_category_values"]
    assert any(row["search_value_id"] is None for row in found)
    for row in found:
        if row["search_value_id"] is not None:
            assert values[row["search_value_id"]]["search_category_id"] == row["search_category_id"]


def test_the_company_is_at_home_in_the_country_of_its_currency() -> None:
    for number, country, currency in ((1, "GB", "GBP"), (2, "IE", "EUR")):
        books = books_of(number, 1, seed=1)
        (base,) = [row for row in books["currencies"] if row["is_base_currency"]]
        home = keyed(books["country_codes"])[books["company_details"][0]["country_code_id"]]
        assert home["code"] == country
        assert keyed(books["currency_iso_codes"])[base["currency_iso_code_id"]]["code"] == currency


def test_the_numbers_that_come_next_are_not_used_yet(books: Books) -> None:
    (settings,) = books["system_settings"]
    sales = books["sales_posted_transactions"]
    assert int(settings["next_urn"]) > max(row["urn"] for row in sales + books["purchase_posted_transactions"])
    assert f"{settings['next_invoice_number'] - 1:010d}" in {row["reference"] for row in sales}
    assert f"{settings['next_invoice_number']:010d}" not in {row["reference"] for row in sales}


def test_each_report_has_its_layout_among_the_documents(books: Books) -> None:
    layouts = keyed(books["document_layouts"])
    for row in books["financial_report_layout_views"]:
        assert layouts[row["financial_report_layout_id"]]["name"] == row["financial_report_layout_name"]


def test_the_user_who_reads_is_the_one_who_entered_the_orders(books: Books) -> None:
    (reader,) = books["current_user"]
    assert {row["document_created_by_id"] for row in books["pop_orders"]} == {reader["id"]}
    assert keyed(books["users"])[reader["id"]]["name"] == reader["friendly_name"]


def test_each_slot_for_analysis_that_is_filled_has_a_meaning(books: Books) -> None:
    slots = range(1, 21)
    for table, friendly_name in (("customers", "Customers"), ("sop_orders", "Sales Orders")):
        mappings = [row for row in books["analysis_code_mappings"] if row["friendly_class_name"] == friendly_name]
        filled = {slot for slot in slots if any(row[f"analysis_code_{slot}"] for row in books[table])}
        assert filled == {row["slot"] for row in mappings}
