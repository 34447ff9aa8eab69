"""What goes wrong on purpose."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import requests
from sage200_sandbox import Fault

if TYPE_CHECKING:
    from typing import Any

    from sage200_sandbox import Sandbox

    from tests.client import Client


@pytest.fixture(autouse=True)
def _rows(sage: Sandbox) -> None:
    sage.companies[0].replace("customers", [{"id": number} for number in range(10)])


def _statuses(client: Client, times: int, path: str = "customers") -> list[int]:
    return [client.get(path).status_code for _ in range(times)]


def test_a_status_happens_once(sage: Sandbox, client: Client) -> None:
    for status in ("400", "401", "403", "404", "429", "500", "502", "503", "504"):
        sage.fault(Fault(status))
        assert _statuses(client, 2) == [int(status), 200]
        assert [request.rows for request in sage.requests] == [0, 10]
        sage.forget_requests()


def test_a_401_has_no_body_and_a_gateway_sends_a_page(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("401"))
    assert client.get("customers").content == b""
    for status in ("502", "503", "504"):
        sage.fault(Fault(status))
        assert client.get("customers").headers["Content-Type"].startswith("text/html")


def test_a_fault_may_be_for_an_expansion(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("500", expand="contacts"))
    assert client.get("customers", expand="main_address").status_code == 200
    assert client.get("customers", expand="main_address,contacts").status_code == 500


def test_a_status_says_when_to_come_back_and_why(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("429", retry_after="Wed, 21 Oct 2026 07:28:00 GMT", message="Too many."))
    response = client.get("customers")
    assert response.headers["Retry-After"] == "Wed, 21 Oct 2026 07:28:00 GMT"
    assert response.json() == {"Message": "Too many."}


def test_a_fault_may_spare_requests_repeat_and_last(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("500", after=1, times=2))
    assert _statuses(client, 4) == [200, 500, 500, 200]
    sage.fault(Fault("500", times=None))
    assert _statuses(client, 3) == [500, 500, 500]
    sage.clear_faults()
    assert _statuses(client, 1) == [200]


def test_a_fault_may_be_for_one_table(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("500", table="suppliers"))
    assert _statuses(client, 1) == [200]
    assert _statuses(client, 2, "suppliers") == [500, 200]


def test_a_fault_may_be_for_large_pages(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("504", above=100, times=None))
    assert client.get("customers", top=101).status_code == 504
    assert client.get("customers").status_code == 504
    assert client.get("customers", top=100).status_code == 200


def test_two_faults_that_exclude_each_other_happen_one_after_the_other(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("429"))
    sage.fault(Fault("503"))
    assert _statuses(client, 3) == [429, 503, 200]


def test_a_dropped_connection_sends_not_a_byte(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("drop"))
    with pytest.raises(requests.ConnectionError, match="without response"):
        client.get("customers")
    assert [request.status for request in sage.requests] == [0]
    assert _statuses(client, 1) == [200]


def test_a_reset_connection_ends_without_a_farewell(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("reset"))
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        client.get("customers")
    assert [request.status for request in sage.requests] == [0]
    assert _statuses(client, 1) == [200]


def test_a_slow_body_comes_whole_in_its_time(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("slow", seconds=0.2))
    start = time.monotonic()
    assert client.ids("customers", orderby="id asc") == list(range(10))
    assert time.monotonic() - start >= 0.2


def test_a_cut_response_ends_before_its_length(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("cut"))
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        client.get("customers")
    assert _statuses(client, 1) == [200]


def test_a_body_may_not_be_what_is_due(sage: Sandbox, client: Client) -> None:
    kinds = ("html", "not-json", "object", "wrapped")
    for kind in kinds:
        sage.fault(Fault(kind))
    html, broken, thing, wrapped = (client.get("customers", orderby="id asc", top=2) for _ in kinds)
    assert {response.status_code for response in (html, broken, thing, wrapped)} == {200}
    assert html.headers["Content-Type"].startswith("text/html")
    with pytest.raises(requests.exceptions.JSONDecodeError):
        broken.json()
    assert isinstance(thing.json(), dict)
    assert wrapped.json() == {"value": [{"id": 0}, {"id": 1}]}


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("ignore-skip", [9, 8]),
        ("ignore-filter", [7, 6]),
        ("short", [3]),
    ],
)
def test_a_request_may_be_misread(sage: Sandbox, client: Client, kind: str, response: list[int]) -> None:
    options: dict[str, Any] = {"orderby": "id desc", "skip": 2, "top": 2, "filter": "id lt 6"}
    if kind == "ignore-skip":
        del options["filter"]
    assert client.ids("customers", **options) != response
    sage.fault(Fault(kind))
    assert client.ids("customers", **options) == response


def test_an_order_may_be_ignored(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("ignore-orderby"))
    mixed = client.ids("customers", orderby="id asc")
    assert sorted(mixed) == list(range(10))
    assert mixed != list(range(10))
    assert client.ids("customers", orderby="id asc") == list(range(10))


def test_slow_responses_do_not_wait_for_each_other(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("latency", seconds=0.2, times=None))
    start = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda _: client.get("customers").status_code, range(8))) == {200}
    assert 0.2 <= time.monotonic() - start < 1.5


def test_latency_goes_with_any_other_fault(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("latency", seconds=0.05))
    sage.fault(Fault("503"))
    start = time.monotonic()
    assert _statuses(client, 1) == [503]
    assert time.monotonic() - start >= 0.05


def test_a_fault_that_could_not_happen_is_refused() -> None:
    faults: list[dict[str, Any]] = [
        {"kind": "503 "},
        {"kind": "latency"},
        {"kind": "503", "seconds": 1.0},
        {"kind": "lost"},
        {"kind": "slow"},
        {"kind": "short", "on": "token"},
        {"kind": "503", "on": "token", "table": "customers"},
    ]
    for fault in faults:
        with pytest.raises(ValueError, match=r"\.$"):
            Fault(**fault)
