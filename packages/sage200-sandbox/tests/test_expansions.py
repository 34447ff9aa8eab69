"""`$expand`, and resources by parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sage200_sandbox.sample_rows import nested_row, row

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tests.client import Client

SECRETLY_KEPT = "sop_order_id"


@pytest.fixture
def orders(sage: Sandbox) -> Sandbox:
    """Two orders of one customer: the first with two lines, a memo and an address, the second with nothing."""
    company = sage.companies[0]
    company.replace("customers", [row("customers", 5, reference="ABB001", default_nominal_code_id=40)])
    company.replace("customer_main_addresses", [nested_row("customer_main_addresses", 51, customer_id=5)])
    company.replace("customer_contacts", [row("customer_contacts", 7, customer_id=5), row("customer_contacts", 8)])
    company.replace("nominal_codes", [row("nominal_codes", 40, reference="4000")])
    company.replace("sop_orders", [row("sop_orders", number, customer_id=5) for number in (1, 2)])
    company.replace("sop_order_lines", [row("sop_order_lines", 10 + line, sop_order_id=1) for line in (1, 2)])
    company.replace("sop_order_memos", [nested_row("sop_order_memos", 21, sop_order_id=1, note="Call first")])
    company.replace("sop_order_delivery_addresses", [nested_row("sop_order_delivery_addresses", 31, sop_order_id=1)])
    company.replace(
        "sop_order_line_discounts", [nested_row("sop_order_line_discounts", 61, sop_order_line_id=12, value=2)]
    )
    return sage


@pytest.mark.usefixtures("orders")
def test_a_list_comes_with_each_row_an_empty_one_too(client: Client) -> None:
    first, second = client.get("sop_orders", expand="lines,memos", orderby="id asc").json()
    assert [line["id"] for line in first["lines"]] == [11, 12]
    assert [memo["note"] for memo in first["memos"]] == ["Call first"]
    assert second["lines"] == second["memos"] == []


@pytest.mark.usefixtures("orders")
def test_an_object_comes_where_there_is_one(client: Client) -> None:
    first, second = client.get("sop_orders", expand="delivery_address,customer", orderby="id asc").json()
    assert first["delivery_address"] == {"id": 31}
    assert "delivery_address" not in second
    assert first["customer"]["reference"] == second["customer"]["reference"] == "ABB001"


@pytest.mark.usefixtures("orders")
def test_nothing_is_expanded_unasked(client: Client) -> None:
    [first, _] = client.get("sop_orders", orderby="id asc").json()
    assert {"lines", "memos", "customer"}.isdisjoint(first)
    [customer] = client.get("customers").json()
    assert "default_nominal_code_id" not in customer


@pytest.mark.usefixtures("orders")
def test_some_fields_come_only_with_an_expansion(client: Client) -> None:
    [customer] = client.get("customers", expand="default_nominal_code").json()
    assert customer["default_nominal_code_id"] == 40
    assert customer["default_nominal_code"]["reference"] == "4000"


@pytest.mark.usefixtures("orders")
def test_lists_of_other_tables_can_be_expanded_as_well(client: Client) -> None:
    [customer] = client.get("customers", expand="contacts,main_address").json()
    assert [contact["id"] for contact in customer["contacts"]] == [7]
    assert customer["main_address"]["id"] == 51


@pytest.mark.usefixtures("orders")
def test_one_row_by_its_id_can_be_expanded(client: Client) -> None:
    order = client.get("sop_orders/1", expand="lines").json()
    assert [line["id"] for line in order["lines"]] == [11, 12]


@pytest.mark.usefixtures("orders")
def test_whose_row_it_is_stays_in_the_sandbox(client: Client) -> None:
    [first, _] = client.get("sop_orders", expand="memos", orderby="id asc").json()
    assert SECRETLY_KEPT not in first["memos"][0]
    assert client.get("sop_orders", filter="sop_order_id eq 1").status_code == 400


def test_what_is_nested_in_nested_rows_comes_along(sage: Sandbox, client: Client) -> None:
    company = sage.companies[0]
    company.replace("nominal_codes", [row("nominal_codes", 1)])
    company.replace("nominal_code_financial_years", [nested_row("nominal_code_financial_years", 2, nominal_code_id=1)])
    company.replace(
        "nominal_code_period_balances",
        [nested_row("nominal_code_period_balances", 3, nominal_code_id=1, nominal_code_financial_year_id=2)],
    )
    [code] = client.get("nominal_codes", expand="financial_years").json()
    assert code["financial_years"] == [{"nominal_code_id": 1, "period_balances": [{"id": 3}], "id": 2}]


@pytest.mark.usefixtures("orders")
def test_lines_of_one_order_with_what_hangs_on_a_line(client: Client) -> None:
    lines = client.get("sop_orders/1/sop_order_lines", expand="discount", orderby="id asc").json()
    assert [line["id"] for line in lines] == [11, 12]
    assert "discount" not in lines[0]
    assert lines[1]["discount"]["value"] == 2
    assert client.get("sop_orders/2/sop_order_lines").json() == []


def test_an_object_of_one_parent_is_there_or_not(sage: Sandbox, client: Client) -> None:
    company = sage.companies[0]
    company.replace("product_sales_figures", [nested_row("product_sales_figures", 0, product_id=4)])
    company.replace(
        "product_sales_figure_periods",
        [nested_row("product_sales_figure_periods", 0, product_id=4, year="2026", period="1")],
    )
    figures = client.get("product_sales_figures/4", expand="periods").json()
    assert figures["periods"] == [{"period": "1", "year": "2026"}]
    assert client.get("product_sales_figures/5").status_code == 404
    assert client.get("product_sales_figures").status_code == 404, "there is no list of them"


def test_nested_tables_have_no_address_of_their_own(client: Client) -> None:
    assert client.get("sop_order_memos").status_code == 404
    assert client.get("sop_order_lines").status_code == 404


def test_movements_of_a_receipt_and_of_an_issue_share_an_address(sage: Sandbox, client: Client) -> None:
    company = sage.companies[0]
    for kind, number in (("receipt", 1), ("issue", 2)):
        table = f"traceable_item_{kind}_transactions"
        link = {f"traceable_item_{kind}_id": number}
        company.replace(table, [nested_row(table, 0, position=place, bin_name=kind, **link) for place in (1, 2)])
    for kind, number in (("receipt", 1), ("issue", 2)):
        rows = client.get(f"product_transactions/{number}/traceable_item_transactions").json()
        assert rows == [{"bin_name": kind}] * 2


def test_professional_alone_has_traceable_items(sage: Sandbox, client: Client) -> None:
    path = "warehouse_holdings/1/traceable_item_balances"
    assert client.get(path).status_code == 200
    assert client.raw(f"{sage.standard_api_url}/{path}").status_code == 404
