"""The control path: the functions of the Python API over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import requests
from sage200_sandbox import Demo, Sandbox

from tests.client import SECONDS

if TYPE_CHECKING:
    from tests.client import Client

NOON = datetime(2024, 2, 28, 12, tzinfo=UTC)


def _call(sage: Sandbox, method: str, path: str, body: object = None) -> requests.Response:
    return requests.request(method, f"{sage.url}/_sandbox/{path}", json=body, timeout=SECONDS)


def test_the_overview_says_what_there_is(sage: Sandbox) -> None:
    sage.companies[1].replace("tax_codes", [{"id": 1}, {"id": 2}])
    overview = _call(sage, "GET", "").json()
    addresses = ("url", "api_url", "standard_api_url", "authorize_url")
    assert [overview[name] for name in addresses] == [getattr(sage, name) for name in addresses]
    assert overview["settings"].keys() == sage.settings().keys()
    assert [company["site_id"] for company in overview["companies"]] == [each.site_id for each in sage.companies]
    assert overview["companies"][1]["tables"]["tax_codes"] == 2
    assert "sites" not in overview["companies"][0]["tables"]


def test_rows_are_shown_with_their_nulls(sage: Sandbox) -> None:
    sage.companies[0].replace("tax_codes", [{"id": 1, "tax_rate": 20, "date_time_updated": NOON}])
    text = _call(sage, "GET", "companies/1/tables/tax_codes").text
    assert '"name":null' in text
    assert '"tax_rate":20.00' in text
    assert '"date_time_updated":"2024-02-28T12:00:00Z"' in text


def test_changes_are_made_and_the_rows_shown(sage: Sandbox) -> None:
    insert = {
        "insert": "tax_codes",
        "row": {"id": 3, "tax_rate": 17.5, "date_time_created": "2024-02-28T12:00:00Z"},
    }
    update = {"update": "tax_codes", "key": [3], "values": {"name": "Old"}}
    changed = _call(sage, "POST", "companies/2/changes", [insert, update, {"delete": "tax_codes", "key": [3]}])
    inserted, updated, deleted = changed.json()
    assert inserted["tax_rate"] == 17.5
    assert inserted["date_time_created"] == "2024-02-28T12:00:00Z"
    assert updated["name"] == "Old"
    assert deleted is None
    assert sage.companies[1].rows("tax_codes") == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("companies/9/changes", []),
        ("companies/1/changes", {"insert": "tax_codes"}),
        ("companies/1/changes", [{"insert": "tax_codes"}]),
        ("companies/1/changes", [{"insert": "taxes", "row": {}}]),
        ("companies/1/changes", [{"insert": "tax_codes", "row": {"rate": 1}}]),
        ("companies/1/changes", [{"insert": "tax_codes", "row": {"name": [1]}}]),
        ("companies/1/changes", [{"insert": "tax_codes", "row": {"date_time_updated": "noon"}}]),
        ("companies/1/changes", [{"delete": "tax_codes", "key": []}]),
        ("faults", {"kind": "meteorite"}),
        ("faults", {"kind": "503", "colour": "red"}),
        ("between-pages", {"table": "tax_codes"}),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(sage: Sandbox, path: str, body: object) -> None:
    response = _call(sage, "POST", path, body)
    assert response.status_code == 400
    assert response.json()["Message"]


def test_a_day_of_work_returns_changes_that_can_be_sent_again() -> None:
    with Sandbox(Demo(), companies=2) as sage:
        customers = len(sage.companies[0].rows("customers"))
        changes = _call(sage, "POST", "companies/1/day-of-work").json()
        assert {verb for change in changes for verb in change} & {"insert", "update", "delete"}
        assert len(sage.companies[0].rows("customers")) >= customers
        updates = [change for change in changes if "update" in change]
        assert _call(sage, "POST", "companies/1/changes", updates[:1]).status_code == 200


def test_faults_and_between_pages(sage: Sandbox, client: Client) -> None:
    assert _call(sage, "POST", "faults", {"kind": "503", "times": 2}).status_code == 204
    assert client.get("tax_codes").status_code == 503
    assert _call(sage, "DELETE", "faults").status_code == 204
    body = {"table": "tax_codes", "page": 1, "changes": [{"insert": "tax_codes", "row": {"id": 8}}]}
    assert _call(sage, "POST", "between-pages", body).status_code == 204
    assert [client.ids("tax_codes") for _ in range(2)] == [[], [8]]


def test_requests_are_told_and_forgotten(sage: Sandbox, client: Client) -> None:
    client.get("tax_codes", orderby="id asc")
    company = sage.companies[0]
    assert _call(sage, "GET", "requests").json() == [
        {
            "method": "GET",
            "path": "/uk/sage200extra/accounts/v1/tax_codes",
            "table": "tax_codes",
            "query": {"$orderby": "id asc"},
            "site_id": company.site_id,
            "company_id": company.company_id,
            "status": 200,
            "rows": 0,
        }
    ]
    _call(sage, "DELETE", "requests")
    assert sage.requests == []


def test_tokens_end_and_begin(sage: Sandbox, client: Client) -> None:
    form = client.grant()
    _call(sage, "POST", "tokens/expire")
    assert client.get("tax_codes").status_code == 401
    _call(sage, "POST", "tokens/revoke")
    assert client.token(**form).status_code == 400
    form["refresh_token"] = _call(sage, "POST", "tokens/sign-in").json()["refresh_token"]
    assert client.token(**form).status_code == 200
