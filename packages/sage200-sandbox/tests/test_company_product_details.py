"""What Sage nests in products, groups, holdings and warehouses agrees with orders, movements and the ledger."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from tests.books import Books, Rows, books_of, keyed, sums

PENNY = Decimal("0.01")
ACCOUNTS = ("stock_nominal_code_id", "revenue_nominal_code_id", "accrual_nominal_code_id", "issue_nominal_code_id")
OPEN = ("EnumDocumentStatusLive", "EnumDocumentStatusOnHold")
DESPATCHED, RETURNED, RECEIVED = "Goods Despatched", "Goods Returned", "Goods Received"


@pytest.fixture(params=[(1, 1), (2, 1), (1, 2)], ids=["uk", "ireland", "larger"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(*request.param, seed=1)


def moved(books: Books, *kinds: str) -> Rows:
    """The movements of these kinds with their period in the company's calendar."""
    periods = {
        (row["period_start_date"].year, row["period_start_date"].month): row
        for row in books["financial_year_period_views"]
    }
    rows = []
    for row in books["product_transaction_views"]:
        if row["transaction_type"] in kinds:
            period = periods[row["transaction_date"].year, row["transaction_date"].month]
            start, end = period["period_start_date"], period["period_end_date"]
            year = str(period["financial_year_start_date"].year)
            rows.append(row | {"period": str(period["period_number"]), "year": year, "start": start, "end": end})
    return rows


def of_period(rows: Rows, books: Books, back: int) -> Rows:
    """The movements of the year's last period, or of so many before it."""
    this_year = [row for row in books["financial_year_period_views"] if row["year_relative_to_current_year"] == 0]
    period = sorted(this_year, key=lambda row: row["period_number"])[-1 - back]
    return [r for r in rows if period["period_start_date"] <= r["transaction_date"] <= period["period_end_date"]]


def negated(rows: Rows, *fields: str) -> Rows:
    return [row | {name: -row[name] for name in fields} for row in rows]


def test_the_accounts_of_goods_are_those_that_stock_and_their_department_are_posted_to(books: Books) -> None:
    codes = keyed(books["nominal_codes"])
    for product in books["products"]:
        stock, revenue, accrual, issue = (codes[product[name]] for name in ACCOUNTS)
        assert (stock["reference"], accrual["reference"]) == ("1001", "2109")
        assert (revenue["reference"], issue["reference"]) == ("4000", "5000")
        assert (revenue["cost_centre_code"], issue["cost_centre_code"]) == ("HOM", "WHS")
        assert revenue["department_code"] == issue["department_code"] == product["part_number"].partition("/")[0]


def test_the_cost_of_what_was_sold_is_in_the_issue_accounts_of_the_groups(books: Books) -> None:
    issue = {row["id"]: row["issue_nominal_code_id"] for row in books["product_groups"]}
    sold = [
        row | {"account": issue[row["product_group_id"]], "cost": -row["cost_value"].quantize(PENNY)}
        for row in moved(books, DESPATCHED, RETURNED)
    ]
    balances = {row["id"]: row["balance_year_to_date"] for row in books["nominal_codes"]}
    for account, cost in sums(sold, "account", "cost").items():
        assert balances[account] == cost


def test_a_product_has_the_accounts_and_units_of_its_group(books: Books) -> None:
    groups, units = keyed(books["product_groups"]), keyed(books["units"])
    for product in books["products"]:
        group = groups[product["product_group_id"]]
        for name in (*ACCOUNTS, "base_unit_id", "stock_unit_id"):
            assert product[name] == group[name] != 0
        assert units[product["base_unit_id"]]["multiple_of_base_unit"] == 1


@pytest.mark.parametrize(
    ("flag", "table"),
    [
        ("has_alternative_products", "alternative_products"),
        ("has_cross_sell_products", "cross_sell_products"),
        ("has_preferred_supplier", "product_suppliers"),
    ],
)
def test_a_product_says_that_it_has_links_exactly_when_it_has(books: Books, flag: str, table: str) -> None:
    linked = {row["product_id"] for row in books[table] if row.get("is_preferred", True) or "preferred" not in flag}
    assert {row["id"] for row in books["products"] if row[flag]} == linked


def test_a_product_has_its_groups_units_and_just_one_that_all_others_are_multiples_of(books: Books) -> None:
    units = keyed(books["units"])
    group_of = {row["id"]: row["product_group_id"] for row in books["products"]}
    of_groups, of_products = defaultdict(set), defaultdict(set)
    for row in books["product_group_units"]:
        of_groups[row["product_group_id"]].add((row["unit_id"], row["multiple_of_base_unit"], row["unit_type"]))
    for row in books["product_units"]:
        of_products[row["product_id"]].add((row["unit_id"], row["multiple_of_base_unit"], row["unit_type"]))
        assert row["multiple_of_base_unit"] == units[row["unit_id"]]["multiple_of_base_unit"]
    assert of_products.keys() == group_of.keys()
    assert {len(its) for its in of_products.values()} == {1, 2}
    for product, its in of_products.items():
        assert its == of_groups[group_of[product]]
        assert sum(multiple == 1 for _, multiple, _ in its) == 1
    with_more = {row["id"] for row in books["product_groups"] if row["do_items_use_units"]}
    assert {group for group, its in of_groups.items() if len(its) > 1} == with_more


def test_the_short_list_of_units_has_the_units_of_the_products(books: Books) -> None:
    assert [(row["id"], row["stock_item_id"], row["unit_id"]) for row in books["lookup_stock_item_units"]] == [
        (row["id"], row["product_id"], row["unit_id"]) for row in books["product_units"]
    ]


@pytest.mark.parametrize("field", ["quantity_in_stock", "quantity_allocated", "quantity_on_order"])
def test_the_holding_of_a_product_adds_its_warehouses_up(books: Books, field: str) -> None:
    held = sums(books["warehouse_holdings"], "product_id", field)
    assert held
    assert sums(books["product_holdings"], "product_id", field) == held


def test_what_is_in_stock_was_bought_at_a_price_and_by_movements_that_tell_so(books: Books) -> None:
    held = sums(books["product_holdings"], "product_id", "quantity_in_stock")
    prices = books["product_holding_buying_prices"]
    assert sums(prices, "product_id", "stock_level") == held
    layers = books["product_holding_buying_price_movements"]
    of_price = sums(layers, ("product_id", "buying_price_position"), "quantity")
    assert of_price == sums(prices, ("product_id", "position"), "stock_level")
    in_warehouses = sums(books["warehouse_holdings"], ("product_id", "warehouse_name"), "quantity_in_stock")
    assert sums(layers, ("product_id", "warehouse_name"), "quantity") == in_warehouses
    for row in prices:
        own = [
            r for r in layers if (r["product_id"], r["buying_price_position"]) == (row["product_id"], row["position"])
        ]
        assert len(own) == row["number_of_movements"]


def test_a_layer_of_stock_is_part_of_a_movement_that_brought_it(books: Books) -> None:
    same = ("product_id", "reference", "second_reference", "warehouse_name")
    came = sums(
        (row for row in books["product_transaction_views"] if row["quantity"] > 0),
        (*same, "transaction_date", "bin_name"),
        "quantity",
    )
    left = sums(books["product_holding_buying_price_movements"], (*same, "date", "bin_item_name"), "quantity")
    assert left.keys() <= came.keys()
    assert all(0 < left[key] <= came[key] for key in left)


def test_stock_is_worth_what_the_ledger_says(books: Books) -> None:
    worth = sum(row["buying_price"] * row["stock_level"] for row in books["product_holding_buying_prices"])
    (stock,) = [row for row in books["nominal_codes"] if row["reference"] == "1001"]
    assert stock["balance_year_to_date"] == worth.quantize(PENNY)


def test_sales_by_period_are_despatches_less_returns(books: Books) -> None:
    sold = negated(moved(books, DESPATCHED, RETURNED), "quantity", "issue_value", "cost_value")
    by = ("product_id", "year", "period", "start", "end")
    figures = books["product_sales_figure_periods"]
    own = ("product_id", "year", "period", "start_date", "end_date")
    assert sums(figures, own, "quantity_sold") == sums(sold, by, "quantity")
    for ours, theirs in (("value_sold", "issue_value"), ("cost_of_sale_value", "cost_value")):
        exact = sums(sold, by, theirs)
        rounded = {key: value.quantize(PENNY, "ROUND_HALF_UP") for key, value in exact.items()}
        assert sums(figures, own, ours) == {key: value for key, value in rounded.items() if value}
    for row in figures:
        assert row["profit_value"] == row["value_sold"] - row["cost_of_sale_value"]
        if row["quantity_sold"]:
            assert abs(row["average_selling_price"] * row["quantity_sold"] - row["value_sold"]) < PENNY
        if row["value_sold"]:
            assert abs(row["profit_percent"] * row["value_sold"] - 100 * row["profit_value"]) <= abs(row["value_sold"])


def test_purchases_by_period_are_receipts_at_cost(books: Books) -> None:
    bought, by = moved(books, RECEIVED), ("product_id", "year", "period", "start", "end")
    figures, own = books["product_purchase_figure_periods"], ("product_id", "year", "period", "start_date", "end_date")
    assert sums(figures, own, "quantity_bought") == sums(bought, by, "quantity")
    assert sums(figures, own, "value_bought") == sums(bought, by, "cost_value")
    for row in figures:
        assert abs(row["average_buying_price"] * row["quantity_bought"] - row["value_bought"]) < PENNY


@pytest.mark.parametrize(("name", "back"), [("this", 0), ("last", 1)])
def test_the_recent_figures_are_those_of_the_years_last_periods(books: Books, name: str, back: int) -> None:
    sold = of_period(negated(moved(books, DESPATCHED, RETURNED), "quantity", "issue_value"), books, back)
    bought = of_period(moved(books, RECEIVED), books, back)
    for table in ("product_sales_figures", "product_holdings"):
        assert sums(books[table], "product_id", f"quantity_sold_{name}_period") == sums(sold, "product_id", "quantity")
    for table in ("product_purchase_figures", "product_holdings"):
        own = sums(books[table], "product_id", f"quantity_bought_{name}_period")
        assert own == sums(bought, "product_id", "quantity")
    values = {k: v.quantize(PENNY, "ROUND_HALF_UP") for k, v in sums(sold, "product_id", "issue_value").items()}
    assert sums(books["product_sales_figures"], "product_id", f"value_sold_{name}_period") == values
    costs = sums(bought, "product_id", "cost_value")
    assert sums(books["product_purchase_figures"], "product_id", f"value_bought_{name}_period") == costs


def test_every_product_has_its_figures(books: Books) -> None:
    products = {row["id"] for row in books["products"]}
    for table in ("product_sales_figures", "product_purchase_figures", "product_holdings", "product_statuses"):
        assert {row["product_id"] for row in books[table]} == products


def test_a_product_is_in_documents_when_lines_of_orders_say_so(books: Books) -> None:
    sales, purchases = books["sop_order_line_views"], books["pop_order_line_views"]
    products = {row["id"] for row in books["products"]}
    selling = {row["product_id"] for row in sales if row["sop_order_document_status"] in OPEN} & products
    buying = {row["product_id"] for row in purchases if row["pop_order_document_status"] in OPEN}
    ever = {row["product_id"] for row in sales + purchases} & products
    statuses = books["product_statuses"]
    assert {row["id"] for row in statuses if row["has_active_pop_orders"]} == buying
    assert {row["id"] for row in statuses if row["has_active_sop_or_pop_documents"]} == selling | buying
    assert {row["id"] for row in statuses if row["has_sop_or_pop_documents"]} == ever != products
    in_base_unit = {row["product_id"] for row in books["product_units"] if row["has_sop_or_pop_documents"]}
    assert in_base_unit == ever


def test_a_status_knows_of_stock_and_of_traced_goods(books: Books) -> None:
    holding = {row["id"]: row["product_id"] for row in books["warehouse_holdings"]}
    items = books["traceable_item_balances"]
    traced = {holding[row["warehouse_holding_id"]] for row in items}
    allocated = {holding[row["warehouse_holding_id"]] for row in items if row["is_allocated"]}
    in_stock = sums(books["warehouse_holdings"], "product_id", "quantity_in_stock").keys()
    statuses = books["product_statuses"]
    assert {row["product_id"] for row in statuses if row["has_traceable_items"]} == traced
    assert {row["product_id"] for row in statuses if row["has_traceable_sop_allocations"]} == allocated
    assert {row["product_id"] for row in statuses if row["has_movement_balances"]} == in_stock
    assert not any(row["has_negative_stock_quantities"] for row in statuses)
    stamps = keyed(books["products"])
    assert all(row["date_time_updated"] == stamps[row["id"]]["date_time_updated"] for row in statuses)


def test_a_holding_with_stock_may_not_be_deleted(books: Books) -> None:
    held = {row["id"]: row["quantity_in_stock"] for row in books["warehouse_holdings"]}
    reasons = {row["warehouse_holding_id"]: row["delete_exception_type"] for row in books["warehouse_holding_statuses"]}
    assert reasons.keys() == held.keys()
    assert all((reason == "InStock") == (held[holding] != 0) for holding, reason in reasons.items())


def test_a_product_has_search_values_that_its_group_allows(books: Books) -> None:
    group_of = {row["id"]: row["product_group_id"] for row in books["products"]}
    allowed = {
        (row["product_group_id"], row["search_category_id"], row["search_value_id"], row["search_value_name"])
        for row in books["product_group_search_category_values"]
    }
    values = books["product_search_category_values"]
    for row in values:
        own = (row["search_category_id"], row["search_value_id"], row["search_value_name"])
        assert (group_of[row["product_id"]], *own) in allowed
    assert len({(row["product_id"], row["search_category_id"]) for row in values}) == len(values)
    categories = {
        (row["product_group_id"], row["search_category_id"]) for row in books["product_group_search_categories"]
    }
    assert categories == {(group, category) for group, category, *_ in allowed}


def test_only_furniture_and_its_group_have_settings_for_building(books: Books) -> None:
    headings = keyed(books["bom_cost_headings"])
    (of_group,) = books["product_group_bom_settings"]
    built = {row["product_id"] for row in books["product_bom_settings"]}
    assert built == {r["id"] for r in books["products"] if r["product_group_id"] == of_group["product_group_id"]}
    for row in (of_group, *books["product_bom_settings"]):
        assert headings[row["cost_heading_id"]]["name"] == "Labour"
    sources = {row["warehouse_id"]: row["is_component_source"] for row in books["warehouse_bom_settings"]}
    assert sources == {row["id"]: row["name"] == "HOME" for row in books["warehouses"]}
