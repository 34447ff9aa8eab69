from __future__ import annotations

import ssl
from typing import Any

import pytest
import requests
from urllib3.exceptions import MaxRetryError, SSLError

from tap_sage200.errors import NetworkError
from tap_sage200.transport.network_errors import UnreachableError, network_problem, never_sent, unreachable
from tests.support.network_trouble import CLOSED, LOST, NEVER_SENT, named

SERVER = "server.test"


@named(NEVER_SENT | CLOSED)
def test_a_request_that_had_no_connection_was_never_sent(answer: dict[str, Any]) -> None:
    assert never_sent(_made(answer))


@named(LOST)
def test_a_request_that_may_have_arrived_does_not_count_as_never_sent(answer: dict[str, Any]) -> None:
    assert not never_sent(_made(answer))


@named(NEVER_SENT)
def test_a_transient_network_error_can_be_retried(answer: dict[str, Any]) -> None:
    error = unreachable(_made(answer), "Sage", f"https://{SERVER}/v1")

    assert isinstance(error, UnreachableError)
    assert str(error).startswith(f"Sage cannot be reached at https://{SERVER}/v1: ")
    assert error.advising("").strip().endswith(".")


@named(CLOSED)
def test_a_permanent_network_error_says_what_to_do(answer: dict[str, Any]) -> None:
    error = unreachable(_made(answer), "Sage", f"https://{SERVER}/v1")

    assert isinstance(error, NetworkError)
    assert str(error).endswith(".")
    assert str(error).count(". ") >= 1


@pytest.mark.parametrize(
    ("name", "what", "advice"),
    [
        ("no name", "the name server.test cannot be resolved", "DNS"),
        ("no connection", "no connection to server.test", "firewall"),
        ("no connection in time", "server.test did not accept the connection in time", "firewall"),
        ("no way on from the proxy", "the proxy cannot connect to server.test (502)", "operator of the proxy"),
        ("a certificate that nobody trusts", "the certificate of server.test is not trusted", "ca_bundle"),
        ("a server that wants a certificate", "server.test requires a client certificate", "client_certificate"),
        (
            "a server without TLS",
            "the server at server.test does not use a supported version of TLS",
            "Check the address",
        ),
        ("a proxy that wants credentials", "the proxy requires credentials", "proxy_url"),
        ("a proxy that forbids the way", "the proxy refuses connections to server.test (403)", "allow this host"),
    ],
)
def test_each_network_error_is_explained(name: str, what: str, advice: str) -> None:
    found = network_problem(_made((NEVER_SENT | CLOSED)[name]), SERVER)

    assert found.what.startswith(what)
    assert advice in found.advice


@pytest.mark.parametrize(
    ("code", "what", "advice"),
    [
        (9, "the certificate of server.test is not valid at this time", "Check the clock"),
        (10, "the certificate of server.test is not valid at this time", "Check the clock"),
        (62, "the certificate at server.test is for another name", "Check the address"),
        (19, "the certificate of server.test is not trusted (self-signed)", "set ca_bundle"),
    ],
)
def test_the_error_says_why_a_certificate_is_not_trusted(code: int, what: str, advice: str) -> None:
    refused = ssl.SSLCertVerificationError()
    refused.verify_code, refused.verify_message = code, "self-signed"
    pool = requests.adapters.PoolManager().connection_from_host(SERVER)
    found = network_problem(requests.exceptions.SSLError(MaxRetryError(pool, "/", SSLError(refused))), SERVER)

    assert found.what.startswith(what)
    assert advice in found.advice
    assert not found.may_pass


def _made(answer: dict[str, Any]) -> requests.RequestException:
    error: requests.RequestException = answer["exc"]
    return error
