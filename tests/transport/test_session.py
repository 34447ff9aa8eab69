from __future__ import annotations

import logging
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from threading import Thread
from typing import TYPE_CHECKING

import pytest
import requests

from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError
from tap_sage200.transport.body import LARGEST_ERROR
from tap_sage200.transport.session import CONNECT_SECONDS, HttpSession
from tests.support.requests_to_sage import API_URL
from tests.support.trickle import server_of

if TYPE_CHECKING:
    from requests_mock import Mocker
    from requests_mock.request import Request as Sent

ADDRESS = f"{API_URL}/customers"
PROXY = "http://proxy.test:8080"
both_verbs = pytest.mark.parametrize("verb", ["get", "post"])


@pytest.fixture
def sage(requests_mock: Mocker) -> Mocker:
    requests_mock.get(ADDRESS)
    requests_mock.post(ADDRESS)
    return requests_mock


def connection(**given: object) -> HttpSession:
    return HttpSession(Settings.from_config({"access_token": "access-0", "api_url": API_URL, **given}))


def ask(way_out: HttpSession, verb: str) -> requests.Response:
    if verb == "post":
        response, _ = way_out.post(ADDRESS, data={"grant_type": "refresh_token", "refresh_token": "secret-token"})
    else:
        response, _ = way_out.get(ADDRESS, headers={})
    return response


def sent(sage: Mocker) -> Sent:
    [request] = sage.request_history
    return request


@both_verbs
@pytest.mark.parametrize(
    ("given", "option", "value"),
    [
        ({"request_timeout": 45}, "timeout", (CONNECT_SECONDS, 45)),
        ({}, "timeout", (CONNECT_SECONDS, 120)),
        ({}, "verify", True),
        ({"verify_ssl": False}, "verify", False),
        ({}, "cert", None),
        ({}, "proxies", {}),
        ({"proxy_url": PROXY}, "proxies", {"https": PROXY}),
    ],
)
def test_every_request_uses_the_proxy_tls_and_timeout_of_the_settings(
    sage: Mocker, verb: str, given: dict[str, object], option: str, value: object
) -> None:
    ask(connection(**given), verb)

    assert getattr(sent(sage), option) == value


@both_verbs
def test_no_redirect_is_followed(sage: Mocker, verb: str) -> None:
    for method in (sage.get, sage.post):
        method(ADDRESS, status_code=307, headers={"Location": "https://elsewhere.test"})

    assert ask(connection(), verb).status_code == 307
    assert len(sage.request_history) == 1, "the token or the form would have gone with it"


@both_verbs
@pytest.mark.parametrize("location", ["", "http://[bad", "/x\xff\xfe", "http://x:99999999/", "\x00", "//"])
def test_a_redirect_is_a_status_wherever_it_leads(sage: Mocker, verb: str, location: str) -> None:
    for method in (sage.get, sage.post):
        method(ADDRESS, status_code=302, headers={"Location": location})

    assert ask(connection(), verb).status_code == 302


def test_of_a_redirect_only_the_beginning_is_read() -> None:
    pieces = repeat(b"x" * LARGEST_ERROR, 9)
    with server_of("Location: /x\r\n", pieces, status="302 Found") as address:
        way_out = connection(api_url=address)
        response, said = way_out.get(f"{address}/customers", headers={})

    assert (response.status_code, len(said)) == (302, LARGEST_ERROR + 1)


@both_verbs
def test_the_headers_of_the_session_go_with_every_request(sage: Mocker, verb: str) -> None:
    ask(connection(user_agent="warehouse/1"), verb)

    assert sent(sage).headers["User-Agent"] == "warehouse/1"
    assert sent(sage).headers["Accept-Encoding"] == "gzip"


def test_a_cookie_of_the_server_is_sent_back() -> None:
    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            cookies.append(self.headers.get("Cookie"))
            self.send_response_only(200)
            self.send_header("Set-Cookie", "Affinity=server-7; Path=/")
            self.send_header("Content-Length", "0")
            self.end_headers()

    cookies: list[str | None] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, args=(0.01,)).start()
        address = f"http://127.0.0.1:{server.server_port}"
        way_out = connection(api_url=address)
        for _ in range(2):
            way_out.get(address, headers={})
        server.shutdown()

    assert cookies == [None, "Affinity=server-7"]


@pytest.mark.parametrize("name", ["api_url", "token_url"])
def test_an_invalid_proxy_is_reported_before_the_first_request(
    sage: Mocker, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "ftp://proxy.test")
    monkeypatch.setenv("NO_PROXY", "elsewhere.test")
    addresses = {"api_url": "https://elsewhere.test", "token_url": "https://elsewhere.test"} | {name: API_URL}

    with pytest.raises(ConfigurationError, match="HTTPS_PROXY must be an address"):
        connection(**addresses)

    assert not sage.request_history


def test_verify_ssl_false_logs_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    connection()
    assert not caplog.records

    connection(verify_ssl=False)
    assert "verify_ssl is off" in caplog.text


def test_a_form_has_a_log_line_without_its_content(sage: Mocker, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "tap_sage200"):
        ask(connection(), "post")
        sage.post(ADDRESS, exc=requests.ReadTimeout)
        with pytest.raises(requests.ReadTimeout):
            ask(connection(), "post")

    answered, lost = caplog.messages
    assert answered.startswith("sage.test/v1/customers: 200, ")
    assert lost.startswith("sage.test/v1/customers: no response, ")
    assert "secret-token" not in caplog.text
