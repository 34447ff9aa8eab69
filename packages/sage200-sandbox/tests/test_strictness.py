"""What is refused, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tests.client import Client


@pytest.mark.parametrize(
    "options",
    [
        {"skip": 0},
        {"skip": -1, "orderby": "id asc"},
        {"top": 0},
        {"top": -5},
        {"top": "many"},
        {"select": "id,surname"},
        {"select": ""},
        {"orderby": "surname asc"},
        {"orderby": "id up"},
        {"orderby": "id asc,"},
        {"filter": "surname eq 'x'"},
        {"filter": "date_time_updated gt '2024-02-28T12:00:00Z'"},
        {"filter": "date_time_updated gt '2024-02-28'"},
        {"filter": "date_time_updated gt 2024-02-28T12:00:00"},
        {"filter": "date_time_updated gt 2024-02-28T12:00:00+01:00"},
        {"filter": "date_time_updated gt 2024-02-30"},
        {"filter": "id eq '1'"},
        {"filter": "id gt 99999999999999999999"},
        {"filter": "name eq 1"},
        {"filter": "name eq Ash"},
        {"filter": "on_hold eq 1"},
        {"filter": "balance gt null"},
        {"filter": "not (id eq 1)"},
        {"filter": "id in (1,2)"},
        {"filter": "id add 1 eq 2"},
        {"filter": "length(name) eq 1"},
        {"filter": "contains(id,'1')"},
        {"filter": "on_hold"},
        {"filter": "id eq"},
        {"filter": ""},
        {"count": "true"},
        {"expand": "kontacts"},
        {"expand": ""},
        {"expand": "contacts,"},
        {"select": "id,default_nominal_code_id,balances"},
        {"search": "Ash"},
    ],
    ids=lambda options: " ".join(f"{name}={value}" for name, value in options.items()),
)
def test_a_query_that_sage_would_not_read_is_refused(client: Client, options: dict[str, object]) -> None:
    response = client.get("customers", **options)
    assert response.status_code == 400
    assert response.json().keys() == {"Message"}


def test_a_table_that_filters_by_few_fields_refuses_the_others(client: Client) -> None:
    """Sage documents five for `sop_despatch_discrete_orders`; the key is not among them."""
    assert client.get("sop_despatch_discrete_orders", filter="document_no eq '1'").status_code == 200
    assert client.get("sop_despatch_discrete_orders", filter="id gt 0").status_code == 400
    assert client.get("sop_despatch_discrete_orders", orderby="id", skip="1").status_code == 200


def test_a_raw_plus_is_no_space(sage: Sandbox, client: Client) -> None:
    assert client.raw(f"{sage.api_url}/customers?$orderby=id+asc").status_code == 400
    assert client.raw(f"{sage.api_url}/customers?$orderby=id%20asc").status_code == 200
    assert client.raw(f"{sage.api_url}/customers?%24orderby=id%20asc").status_code == 200
    assert client.raw(f"{sage.api_url}/customers?$filter=name%20eq%20'a%2Bb'").status_code == 200


def test_an_option_may_be_there_once(sage: Sandbox, client: Client) -> None:
    assert client.raw(f"{sage.api_url}/customers?$top=1&$top=2").status_code == 400


@pytest.mark.parametrize("path", ["customer", "customers/1", "customers/A1", "customers/1/customer_contacts"])
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "Message" in response.json()


def test_a_view_without_an_id_has_no_address_for_one_row(sage: Sandbox, client: Client) -> None:
    sage.companies[0].replace("sop_order_line_views", [{"sop_order_line_id": 1}])
    assert client.get("sop_order_line_views/1").status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD"])
def test_the_wrong_verb_is_404_and_leaves_the_connection_usable(sage: Sandbox, client: Client, method: str) -> None:
    assert client.raw(f"{sage.api_url}/customers", method, data=b"x" * 5_000).status_code == 404
    assert client.get("customers").status_code == 200


def _assert_unauthorized(client: Client, path: str = "customers") -> None:
    response = client.get(path)
    assert response.status_code == 401
    assert response.content == b""
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("missing", ["Authorization", "X-Site", "X-Company"])
def test_each_header_is_needed(client: Client, missing: str) -> None:
    del client.headers[missing]
    _assert_unauthorized(client)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Authorization", "Bearer sandbox-access-9-9"),
        ("Authorization", "Basic sandbox-access-1-2"),
        ("X-Site", "00000000-0000-0000-0000-000000000000"),
        ("X-Company", "9"),
        ("X-Company", "one"),
    ],
)
def test_a_header_that_names_nothing_of_this_user_is_401(client: Client, header: str, value: str) -> None:
    client.headers[header] = value
    _assert_unauthorized(client)


def test_site_and_company_name_a_company_only_together(sage: Sandbox, client: Client) -> None:
    first, second, third = sage.companies
    assert (first.site_id, first.company_id) != (second.site_id, second.company_id)
    assert first.site_id == second.site_id
    assert first.company_id == third.company_id
    for number, company in enumerate(sage.companies):
        company.replace("tax_codes", [{"id": number}])
    for number, company in enumerate(sage.companies):
        client.headers |= client.of(company)
        assert client.ids("tax_codes") == [number]
    client.headers["X-Company"] = str(second.company_id)
    _assert_unauthorized(client)


def test_sites_needs_the_token_alone(sage: Sandbox, client: Client) -> None:
    client.headers = {"Authorization": client.headers["Authorization"]}
    sites = client.get("sites").json()
    assert {(site["site_id"], site["company_id"], site["company_name"]) for site in sites} == {
        (company.site_id, company.company_id, company.name) for company in sage.companies
    }
    names = {"company_id", "company_name", "site_id", "site_name", "site_short_name", "tenant_id"}
    assert all(site.keys() == names for site in sites)
    client.headers = {}
    _assert_unauthorized(client, "sites")


@pytest.mark.parametrize("status", [403, 404])
def test_a_closed_table_returns_its_status_and_the_others_their_rows(
    sage: Sandbox, client: Client, status: int
) -> None:
    sage.closed_to("sop_orders", status=status)
    assert client.get("sop_orders").status_code == status
    assert client.get("customers").status_code == 200


@pytest.mark.parametrize(
    ("table", "options", "status"),
    [
        ("sales_aged_debtor_summary_views", {"ageingdatetype": "duedate"}, 200),
        ("purchase_aged_creditor_detailed_views", {"ageingdatetype": "calendarmonth"}, 200),
        ("sales_aged_transaction_period_views", {"ageingdatetype": "transactiondate", "periodnumber": 3}, 200),
        ("sales_aged_debtor_summary_views", {"ageingdatetype": "today"}, 400),
        ("sales_aged_debtor_summary_views", {"periodnumber": 0}, 400),
        ("sales_aged_transaction_period_views", {"periodnumber": "current"}, 400),
        ("customers", {"ageingdatetype": "duedate"}, 400),
    ],
)
def test_only_aged_balances_have_options_of_their_own(
    client: Client, table: str, options: dict[str, object], status: int
) -> None:
    assert client.get(table, **options).status_code == status
