"""The form of responses."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox
    from sage200_sandbox.rows import Row

    from tests.client import Client

EVENING = datetime(2024, 2, 28, 14, 6, 36, tzinfo=UTC)


def test_a_collection_is_a_bare_array_and_a_row_an_object(sage: Sandbox, client: Client) -> None:
    sage.companies[0].replace("price_bands", [{"id": 7, "name": "Standard"}])
    response = client.get("price_bands")
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.json() == [{"name": "Standard", "id": 7}]
    assert client.get("price_bands/7").json() == {"name": "Standard", "id": 7}


def test_nulls_are_left_out_but_empty_texts_zeros_and_false_are_not(sage: Sandbox, client: Client) -> None:
    row: Row = {"id": 1, "name": "", "currency_id": 0, "is_active": False, "description": None}
    sage.companies[0].replace("price_bands", [row])
    assert client.get("price_bands").text == '[{"name":"","currency_id":0,"is_active":false,"id":1}]'


def test_decimals_keep_every_place_of_their_scale(sage: Sandbox, client: Client) -> None:
    row: Row = {"id": 1, "balance": Decimal(48), "credit_limit": Decimal("-0.5"), "spare_number_1": 0}
    sage.companies[0].replace("customers", [row])
    text = client.get("customers", select="balance,credit_limit,spare_number_1").text
    assert text == '[{"balance":48.00,"credit_limit":-0.50,"spare_number_1":0.00000}]'


def test_date_times_have_no_trailing_zeros_and_end_at_milliseconds(sage: Sandbox, client: Client) -> None:
    written = {0: "36Z", 610_000: "36.61Z", 600_000: "36.6Z", 7_000: "36.007Z", 7_999: "36.007Z"}
    for microseconds, text in written.items():
        timestamp = EVENING.replace(microsecond=microseconds)
        sage.companies[0].replace("customers", [{"id": 1, "date_time_updated": timestamp}])
        assert client.get("customers/1").json()["date_time_updated"] == f"2024-02-28T14:06:{text}"


def test_the_id_and_the_timestamps_come_last(sage: Sandbox, client: Client) -> None:
    row: Row = {"id": 1, "name": "A", "date_time_created": EVENING, "date_time_updated": EVENING}
    sage.companies[0].replace("customers", [row])
    assert list(client.get("customers").json()[0]) == ["name", "id", "date_time_created", "date_time_updated"]


def test_select_chooses_the_fields_but_not_their_order(sage: Sandbox, client: Client) -> None:
    sage.companies[0].replace("customers", [{"id": 1, "name": "A", "reference": "B"}])
    assert list(client.get("customers", select="id, name").json()[0]) == ["name", "id"]


def test_texts_survive_whatever_they_hold(sage: Sandbox, client: Client) -> None:
    name = 'Ünal & "Søn" \\ 100% \x1f \n 日本'
    sage.companies[0].replace("customers", [{"id": 1, "name": name}])
    assert client.get("customers/1").json()["name"] == name


def test_a_page_has_500_rows_unless_asked_and_5000_at_most(sage: Sandbox, client: Client) -> None:
    sage.companies[0].replace("tax_codes", [{"id": number} for number in range(5_001)])
    assert len(client.get("tax_codes").json()) == 500
    assert len(client.get("tax_codes", top=5_000).json()) == 5_000
    assert len(client.get("tax_codes", top=9_999).json()) == 5_000
    sage.top_limit, sage.default_top = 100, 10
    assert len(client.get("tax_codes").json()) == 10
    assert len(client.get("tax_codes", top=5_000).json()) == 100


def test_large_responses_are_compressed_if_the_client_accepts_that(sage: Sandbox, client: Client) -> None:
    sage.companies[0].replace("tax_codes", [{"id": number} for number in range(500)])
    packed = client.get("tax_codes", orderby="id asc")
    client.headers["Accept-Encoding"] = "identity"
    plain = client.get("tax_codes", orderby="id asc")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content == plain.content


def test_every_table_is_served_with_every_field(sage: Sandbox, client: Client) -> None:
    at_home = [resource for resource in resources().values() if resource.kind in {"collection", "singleton"}]
    for resource in at_home:
        name, fields = resource.name, ",".join(name for name in resource.fields if name in resource.sent)
        if resource.kind == "singleton":
            response = client.get(name, select=fields)
            assert (name, response.status_code) == (name, 404), "the company of this test has no rows"
        else:
            response = client.get(name, select=fields, top=1)
            assert (name, response.status_code) == (name, 200)
    assert sage.requests[-1].table == at_home[-1].name
