"""The number of requests that the server works on at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import requests
from sage200_sandbox import Fault

from tests.client import SECONDS

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tests.client import Client


def _most(sage: Sandbox) -> int:
    most: int = requests.get(f"{sage.url}/_sandbox/requests/at-once", timeout=SECONDS).json()["most"]
    return most


def test_requests_in_flight_are_counted_until_the_log_is_cleared(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("latency", seconds=0.5, times=None))
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(client.ids, ["currencies"] * 3))
    assert _most(sage) == 3
    requests.delete(f"{sage.url}/_sandbox/requests", timeout=SECONDS)
    assert _most(sage) == 0
    client.ids("currencies")
    assert _most(sage) == 1


def test_a_request_ends_with_its_response_also_if_there_is_none(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("drop"))
    sage.forget_requests()
    for _ in range(2):
        try:
            client.get("currencies")
        except requests.ConnectionError:
            continue
    assert _most(sage) == 1
