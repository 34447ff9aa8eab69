from __future__ import annotations

import gc
import threading
import time
import weakref
from itertools import repeat
from typing import TYPE_CHECKING

import pytest
import requests

from tap_sage200.config.settings import Settings
from tap_sage200.transport import body
from tap_sage200.transport.session import HttpSession
from tap_sage200.transport.timeouts import ResponseTimeouts
from tests.support.trickle import server_of

if TYPE_CHECKING:
    from requests_mock import Mocker

ADDRESS = "https://sage.test/v1/customers"
PATIENCE = 5.0


def impatient(address: str) -> HttpSession:
    return HttpSession(Settings.from_config({"access_token": "a", "api_url": address, "request_timeout": 1}))


def begun_since(before: list[threading.Thread]) -> set[threading.Thread]:
    return set(threading.enumerate()) - set(before)


def answer(sage: Mocker) -> requests.Response:
    sage.get(ADDRESS, content=b"[]")
    return requests.get(ADDRESS, stream=True, timeout=1)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param("Content-Length: 100000\r\n", id="whose length is known"),
        pytest.param("", id="that would end with the connection"),
        pytest.param("Transfer-Encoding: chunked\r\n", id="whose length comes as slowly"),
    ],
)
def test_a_body_that_takes_too_long_is_aborted(headers: str) -> None:
    with server_of(headers, repeat(b" ")) as address, requests.get(address, stream=True, timeout=PATIENCE) as found:
        began = time.monotonic()
        with pytest.raises(requests.ReadTimeout), ResponseTimeouts().within(0.2, found):
            body.read(found)
        assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("status", ["200 OK", "500 Internal Server Error", "404 Not Found"])
def test_pages_and_error_responses_are_aborted_after_request_timeout(status: str) -> None:
    with server_of("Content-Length: 100000\r\n", repeat(b" "), status=status) as address:
        began = time.monotonic()
        with pytest.raises(requests.ReadTimeout):
            impatient(address).get(address, headers={})
        assert time.monotonic() - began < PATIENCE


def test_token_responses_are_aborted_after_request_timeout() -> None:
    with server_of("Content-Length: 100000\r\n", repeat(b" ")) as address:
        began = time.monotonic()
        with pytest.raises(requests.ReadTimeout):
            impatient(address).post(address, data={})
        assert time.monotonic() - began < PATIENCE


def test_a_response_that_is_complete_too_late_is_a_timeout(requests_mock: Mocker) -> None:
    with pytest.raises(requests.ReadTimeout), ResponseTimeouts().within(0.01, answer(requests_mock)):
        time.sleep(0.1)


def test_another_error_of_a_response_in_time_is_raised_unchanged(requests_mock: Mocker) -> None:
    found = answer(requests_mock)
    with pytest.raises(requests.exceptions.ChunkedEncodingError), ResponseTimeouts().within(PATIENCE, found):
        raise requests.exceptions.ChunkedEncodingError


def test_each_response_has_its_own_timeout(requests_mock: Mocker) -> None:
    deadlines, found = ResponseTimeouts(), answer(requests_mock)
    with deadlines.within(PATIENCE, found):
        with pytest.raises(requests.ReadTimeout), deadlines.within(0.01, found):
            time.sleep(0.1)
        with pytest.raises(requests.ReadTimeout), deadlines.within(0.01, found):
            time.sleep(0.1)
        with deadlines.within(PATIENCE, found):
            pass


def test_a_response_that_came_in_time_is_not_aborted_later(
    requests_mock: Mocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, broken_off = answer(requests_mock), []
    monkeypatch.setattr(found.raw, "shutdown", lambda: broken_off.append("broken off"))
    with ResponseTimeouts().within(0.5, found):
        pass
    time.sleep(0.6)
    assert not broken_off


def test_a_response_that_was_read_is_released_and_the_thread_ends(
    requests_mock: Mocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tap_sage200.transport.timeouts.IDLE", 0.05)
    before, deadlines, found = threading.enumerate(), ResponseTimeouts(), answer(requests_mock)
    let_go = weakref.ref(found)
    with deadlines.within(PATIENCE, found):
        time.sleep(0.1)
    del found
    gc.collect()
    assert let_go() is None, "a connection that is kept alive stays open"
    time.sleep(0.2)
    assert not begun_since(before)
    with deadlines.within(PATIENCE, answer(requests_mock)):
        assert len(begun_since(before)) == 1


def test_one_thread_watches_all_responses(requests_mock: Mocker) -> None:
    before, deadlines, found = threading.enumerate(), ResponseTimeouts(), answer(requests_mock)
    for _ in range(3):
        with deadlines.within(PATIENCE, found), deadlines.within(PATIENCE / 2, found):
            assert len(begun_since(before)) == 1


def test_a_late_response_is_aborted_once(requests_mock: Mocker, monkeypatch: pytest.MonkeyPatch) -> None:
    found, broken_off = answer(requests_mock), []
    monkeypatch.setattr(found.raw, "shutdown", lambda: broken_off.append("broken off"))
    with pytest.raises(requests.ReadTimeout), ResponseTimeouts().within(0.01, found):
        time.sleep(0.1)
    assert broken_off == ["broken off"]
