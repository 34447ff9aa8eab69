"""The books of the demo company agree, at the end of the year and after days of work."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.books import PENNY, Books, books_of, keyed, rounded, sums_with_nil

LINES = "customer_sop_invoice_credit_line_views"
PROFIT = "invoice_line_profit_analysis"


@pytest.fixture
def books() -> Books:
    """The company in the United Kingdom. `test_company_identities` checks the other companies."""
    return books_of(1)


def account(books: Books, reference: str) -> Decimal:
    """The balance of a nominal code without cost centre and department."""
    (code,) = [row for row in books["nominal_codes"] if row["reference"] == reference]
    balance: Decimal = code["balance_year_to_date"]
    return balance


@pytest.mark.parametrize("prefix", ["sop_order", "pop_order"])
def test_an_order_comes_to_the_sum_of_its_lines_and_their_tax(books: Books, prefix: str) -> None:
    lines = books[f"{prefix}_line_views"]
    tax = f"{prefix}_line_line_tax_value" if prefix == "sop_order" else f"{prefix}_line_tax_value"
    nets = sums_with_nil(lines, f"{prefix}_id", f"{prefix}_line_total_value")
    taxes = sums_with_nil(lines, f"{prefix}_id", tax)
    for order in books[f"{prefix}s"]:
        assert order["total_net_value"] == nets[order["id"]]
        assert order["total_tax_value"] == taxes[order["id"]]
        assert order["total_gross_value"] == nets[order["id"]] + taxes[order["id"]]
        assert order["subtotal_goods_value"] <= order["total_net_value"]
    for line in lines:
        net = line[f"{prefix}_line_quantity"] * line[f"{prefix}_line_discounted_unit_price"]
        assert line[f"{prefix}_line_total_value"] == rounded(net)
        assert line[tax] == rounded(line[f"{prefix}_line_total_value"] * (line["tax_code_rate"] or 0) / 100)


@pytest.mark.parametrize("number", [1, 2])
def test_the_year_was_sold_at_the_prices_of_the_customers_bands(number: int) -> None:
    books = books_of(number)
    band = {row["id"]: row["price_band_id"] for row in books["customers"]}
    prices = {
        (row["product_id"], row["price_band_id"]): row["product_price_price"] for row in books["product_price_views"]
    }
    for line in books["sop_order_line_views"]:
        if line["product_id"]:
            listed = prices[line["product_id"], band[line["customer_id"]]]
            assert line["sop_order_line_selling_unit_price"] == listed


@pytest.mark.parametrize("side", ["sales", "purchase"])
def test_a_balance_is_the_sum_of_what_is_outstanding(books: Books, side: str) -> None:
    trader = "customer" if side == "sales" else "supplier"
    posted = books[f"{side}_posted_transactions"]
    outstanding = sums_with_nil(posted, f"{trader}_id", "document_outstanding_value")
    for row in books[f"{trader}s"]:
        assert row["balance"] == outstanding[row["id"]]
    assert any(outstanding.values())
    for row in posted:
        assert row["document_gross_value"] == row["document_goods_value"] + row["document_tax_value"]
        assert row["document_outstanding_value"] == row["document_gross_value"] - row["document_allocated_value"]
        bill = row["trader_transaction_type"].endswith("Invoice")
        assert (row["document_gross_value"] > 0) is bill
        assert (row["due_date"] is not None) is bill


@pytest.mark.parametrize(
    ("table", "trader"),
    [
        ("sales_posted_transactions", "customer_id"),
        ("sales_historical_transactions", "customer_id"),
        ("purchase_posted_transactions", "supplier_id"),
    ],
)
def test_what_is_allocated_to_invoices_was_paid_or_credited(books: Books, table: str, trader: str) -> None:
    allocated = sums_with_nil(books[table], trader, "document_allocated_value")
    base = sums_with_nil(books[table], trader, "base_allocated_value")
    assert set(allocated.values()) == {0}
    assert set(base.values()) == {0}


def test_history_is_settled(books: Books) -> None:
    assert {row["document_outstanding_value"] for row in books["sales_historical_transactions"]} == {0}
    assert None not in {row["full_settlement_date"] for row in books["sales_historical_transactions"]}


def test_an_invoice_is_for_what_its_order_despatched(books: Books) -> None:
    done = [row for row in books["sop_order_line_views"] if row["sop_order_line_invoice_credit_quantity"]]
    nets = sums_with_nil(done, "sop_order_document_no", "sop_order_line_total_value")
    invoices = [
        row
        for row in books["sales_posted_transactions"]
        if row["trader_transaction_type"] == "TradingAccountEntryTypeInvoice"
    ]
    assert {row["second_reference"]: row["document_goods_value"] for row in invoices} == nets
    lines = sums_with_nil(
        books["customer_sop_invoice_credit_line_views"],
        "sop_invoice_credit_document_no",
        "sop_invoice_credit_line_total_value",
    )
    for row in invoices:
        assert row["document_goods_value"] == lines[row["reference"]]


def test_a_warehouse_holds_what_moved_there(books: Books) -> None:
    moved = sums_with_nil(books["product_transaction_views"], ("product_code", "warehouse_name"), "quantity")
    products = {row["id"]: row for row in books["products"]}
    allocated = sums_with_nil(
        (row for row in books["sop_order_line_views"] if row["product_id"]),
        ("product_id", "warehouse_id"),
        "sop_order_line_allocated_quantity",
    )
    for row in books["warehouse_holdings"]:
        product = products[row["product_id"]]
        assert row["quantity_in_stock"] == moved[product["code"], row["warehouse_name"]] >= 0
        assert row["quantity_allocated"] == allocated[row["product_id"], row["warehouse_id"]]
        assert row["free_stock_available"] == row["quantity_in_stock"] - row["quantity_allocated"] >= 0
    free = sums_with_nil(books["warehouse_holdings"], "product_id", "free_stock_available")
    assert free == {row["id"]: row["free_stock_quantity"] for row in books["products"]}


def test_on_order_is_what_open_purchase_orders_ask_for(books: Books) -> None:
    states = {"EnumDocumentStatusLive", "EnumDocumentStatusOnHold"}
    asked = sums_with_nil(
        (row for row in books["pop_order_line_views"] if row["pop_order_document_status"] in states),
        ("product_id", "warehouse_id"),
        "pop_order_line_quantity",
    )
    held = {(row["product_id"], row["warehouse_id"]): row["quantity_on_order"] for row in books["warehouse_holdings"]}
    assert {place: quantity for place, quantity in held.items() if quantity} == asked


def test_orders_in_hand_are_the_lines_that_are_not_invoiced(books: Books) -> None:
    states = {"EnumDocumentStatusLive", "EnumDocumentStatusOnHold"}
    in_hand = [
        row
        for row in books["sop_order_line_views"]
        if row["sop_order_document_status"] in states and not row["sop_order_line_invoice_credit_quantity"]
    ]
    nets = sums_with_nil(in_hand, "customer_id", "sop_order_line_total_value")
    taxes = sums_with_nil(in_hand, "customer_id", "sop_order_line_line_tax_value")
    for row in books["customers"]:
        assert row["value_of_current_orders_in_sop"] == nets[row["id"]] + taxes[row["id"]]


def test_a_bank_has_what_went_through_it(books: Books) -> None:
    posted = sums_with_nil(books["bank_posted_transactions"], "bank_id", "cheque_value")
    count = sums_with_nil(
        ({"bank_id": row["bank_id"], "one": 1} for row in books["bank_posted_transactions"]), "bank_id", "one"
    )
    rates = {row["id"]: row["core_currency_rate"] for row in books["currencies"]}
    for bank in books["banks"]:
        assert bank["balance"] == posted[bank["id"]]
        in_base = bank["balance"] / rates[bank["account_currency_id"]]
        assert abs(bank["balance_in_base"] - in_base) <= PENNY * count[bank["id"]]
        assert bank["balance_in_base"] == account(books, bank["bank_account_nominal_reference"])


def test_money_from_customers_is_in_the_bank(books: Books) -> None:
    paid = [
        row for row in books["sales_posted_transactions"] if row["trader_transaction_type"].endswith("SalesReceipt")
    ]
    banked = [row for row in books["bank_posted_transactions"] if row["source"] == "LedgerSales"]
    assert sum(row["document_gross_value"] for row in paid) == -sum(row["cheque_value"] for row in banked)


def test_the_trial_balance_is_nil(books: Books) -> None:
    codes = books["nominal_codes"]
    assert sum(row["balance_year_to_date"] for row in codes) == 0
    assert sum(row["brought_forward_balance"] for row in codes) == 0
    for row in codes:
        moved = row["debit_balance_year_to_date"] - row["credit_balance_year_to_date"]
        assert row["balance_year_to_date"] == row["brought_forward_balance"] + moved


def test_the_control_accounts_agree_with_their_ledgers(books: Books) -> None:
    owed = sum(row["control_value_in_base_currency"] for row in books["sales_posted_transactions"])
    owing = sum(row["control_value_in_base_currency"] for row in books["purchase_posted_transactions"])
    cost = {row["id"]: row["standard_cost"] for row in books["products"]}
    stock = sum(row["quantity_in_stock"] * cost[row["product_id"]] for row in books["warehouse_holdings"])
    assert account(books, "1100") == owed
    assert account(books, "2100") == -owing
    assert account(books, "1001") == stock


def test_nominal_codes_say_where_they_belong(books: Books) -> None:
    codes = {row["id"]: row["code"] for table in ("cost_centres", "departments") for row in books[table]}
    categories = {row["id"] for row in books["nominal_report_categories"]}
    for row in books["nominal_codes"]:
        assert row["cost_centre_code"] == codes.get(row["cost_centre_id"], "")
        assert row["department_code"] == codes.get(row["department_id"], "")
        assert row["report_category_id"] in categories
    assert any(row["cost_centre_code"] and row["department_code"] for row in books["nominal_codes"])


def test_foreign_customers_buy_in_their_currency(books: Books) -> None:
    base = {row["id"] for row in books["currencies"] if row["is_base_currency"]}
    customers = {row["id"]: row["currency_id"] for row in books["customers"]}
    rates = {row["id"]: row["core_currency_rate"] for row in books["currencies"]}
    foreign = [row for row in books["sales_posted_transactions"] if customers[row["customer_id"]] not in base]
    assert foreign
    for row in foreign:
        assert row["exchange_rate"] == rates[customers[row["customer_id"]]] != 1
        assert row["base_gross_value"] != row["document_gross_value"]


def test_a_nested_line_of_an_order_says_what_its_view_says(books: Books) -> None:
    names = {
        "sop_order": {"code": "product_code", "description": "product_description", "line_number": "number"}
        | {"line_quantity": "quantity", "line_total_value": "total_value", "line_tax_value": "line_tax_value"}
        | {name: name for name in ("allocated_quantity", "despatch_receipt_quantity", "invoice_credit_quantity")}
        | {name: name for name in ("selling_unit_price", "unit_discount_percent", "cost_price", "date_time_updated")},
        "pop_order": {"code": "product_code", "line_quantity": "quantity", "unit_buying_price": "unit_price"}
        | {"line_total_value": "total_value", "line_tax_value": "tax_value", "date_time_updated": "date_time_updated"},
    }
    for prefix, same in names.items():
        views = keyed(books[f"{prefix}_line_views"], f"{prefix}_line_id")
        assert {line["id"] for line in books[f"{prefix}_lines"]} == views.keys()
        for line in books[f"{prefix}_lines"]:
            view = views[line["id"]]
            assert line[f"{prefix}_id"] == view[f"{prefix}_id"]
            assert {name: line[name] for name in same} == {n: view[f"{prefix}_line_{of}"] for n, of in same.items()}
            for name in ("product_id", "warehouse_id", "tax_code_id"):
                assert line[name] == (view[name] or 0)


def test_a_view_of_lines_shows_the_header_of_their_order(books: Books) -> None:
    same = ("document_no", "document_date", "document_status", "exchange_rate", "requested_delivery_date")
    for prefix in ("sop_order", "pop_order"):
        orders = keyed(books[f"{prefix}s"])
        for line in books[f"{prefix}_line_views"]:
            order = orders[line[f"{prefix}_id"]]
            for name in (*same, "date_time_updated"):
                assert line[f"{prefix}_{name}"] == order[name]


def test_the_margin_of_an_invoice_line_is_its_revenue_less_its_cost(books: Books) -> None:
    cost = {row["id"]: row["standard_cost"] for row in books["products"]}
    posted = [line for line in books[LINES] if line[f"{PROFIT}_id"] is not None]
    for line in posted:
        revenue = rounded(line["sop_invoice_credit_line_total_value"] / line["sop_invoice_credit_exchange_rate"])
        costs = line[f"{PROFIT}_line_quantity"] * cost.get(line["product_id"], 0)
        assert line[f"{PROFIT}_realised_cost_value"] == rounded(costs)
        assert abs(line[f"{PROFIT}_realised_profit_value"] - (revenue - costs)) <= PENNY / 2
    drafts = [line for line in books[LINES] if line not in posted]
    assert {line["sop_invoice_credit_document_status"] for line in drafts} == {"EnumDocumentStatusDraft"}


def test_the_margins_of_the_year_are_the_sales_less_the_cost_of_sales_in_the_nominal_ledger(books: Books) -> None:
    sign = {True: 1, False: -1}
    profit = sum(
        sign[line["sop_invoice_credit_type"].endswith("Invoice")] * line[f"{PROFIT}_realised_profit_value"]
        for line in books[LINES]
        if line[f"{PROFIT}_id"] is not None
    )
    sales = sum(row["balance_year_to_date"] for row in books["nominal_codes"] if row["reference"] in {"4000", "4900"})
    costs = sum(row["balance_year_to_date"] for row in books["nominal_codes"] if row["reference"] == "5000")
    assert abs(profit + sales + costs) <= PENNY * len(books[LINES])


def test_a_price_is_of_a_product_in_a_band_and_its_currency(books: Books) -> None:
    products, bands, currencies = (keyed(books[table]) for table in ("products", "price_bands", "currencies"))
    prices = {(row["product_id"], row["price_band_name"]): row for row in books["product_price_views"]}
    for row in prices.values():
        product, band = products[row["product_id"]], bands[row["price_band_id"]]
        assert (row["product_code"], row["product_name"]) == (product["code"], product["name"])
        assert (row["price_band_name"], row["currency_id"]) == (band["name"], band["currency_id"])
        assert row["currency_symbol"] == currencies[row["currency_id"]]["symbol"]
    for product in products:
        standard, trade = (prices[product, name]["product_price_price"] for name in ("Standard", "Trade"))
        use_standard = prices[product, "Trade"]["product_price_use_standard"]
        assert trade == standard if use_standard else abs(trade - standard * Decimal("0.9")) <= 2 * PENNY
    assert len(prices) == 3 * len(products)


def test_stock_is_worth_what_moved_at_cost(books: Books) -> None:
    moved = sums_with_nil(books["product_transaction_views"], "product_id", "cost_value")
    held = sums_with_nil(books["warehouse_holdings"], "product_id", "quantity_in_stock")
    for product in books["products"]:
        assert moved[product["id"]] == held[product["id"]] * product["standard_cost"]
    assert sum(moved.values()) == account(books, "1001")


def test_what_was_received_of_purchase_orders_came_into_stock(books: Books) -> None:
    orders = keyed(books["pop_orders"])
    received = sums_with_nil(
        ({"order": orders[row["pop_order_id"]]["document_no"], **row} for row in books["pop_order_lines"]),
        ("order", "code"),
        "receipt_return_quantity",
    )
    moved = [row for row in books["product_transaction_views"] if row["transaction_type"] == "Goods Received"]
    came = sums_with_nil(moved, ("reference", "product_code"), "quantity")
    assert {place: quantity for place, quantity in received.items() if quantity} == came


def test_a_supplier_bills_what_was_received(books: Books) -> None:
    numbers = {row["id"]: row["document_no"] for row in books["pop_orders"]}
    done = ({"order": numbers[row["pop_order_id"]], **row} for row in books["pop_order_lines"] if row["is_complete"])
    goods = sums_with_nil(done, "order", "line_total_value")
    bills = [row for row in books["purchase_posted_transactions"] if row["second_reference"] in goods]
    assert {row["second_reference"]: row["document_goods_value"] for row in bills} == goods
