"""Responses of Sage that are not rows, and the requests that the network saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from requests_mock import ANY

from tap_sage200.api.request import Request
from tests.support.network_trouble import LOST, Answers
from tests.support.requests_to_sage import API_URL, NORTH

if TYPE_CHECKING:
    from requests_mock import Mocker


PAGE = Request("/customers", NORTH, {"$top": 2000})
UNAUTHORIZED: dict[str, Any] = {"status_code": 401}

TOO_MUCH: Answers = {str(status): {"status_code": status} for status in (502, 504)} | LOST
BUSY: Answers = {str(status): {"status_code": status} for status in (408, 429, 500, 503)}
BROKEN: Answers = {
    "a page for people": {"text": "<html>Please wait</html>", "headers": {"Content-Type": "text/html"}},
    "cut off": {"text": '[{"id": 1}, {"id"'},
    "an object": {"json": {"Message": "An error has occurred."}},
    "nothing": {"text": ""},
    "204": {"status_code": 204},
}
LASTING: Answers = {str(status): {"status_code": status} for status in (302, 400, 401, 403, 404, 405, 418, 501)}


def answer_with(network: Mocker, *answers: dict[str, Any]) -> None:
    """Answer requests for the customers, and for the sites, in this way, and any other request with a failure."""
    network.get(ANY, status_code=503)
    network.get(f"{API_URL}/customers", list(answers))
    network.get(f"{API_URL}/sites", list(answers))


def for_customers(network: Mocker) -> int:
    """Return the number of requests for customers."""
    return sum(request.path.endswith("/customers") for request in network.request_history)


def bearers(network: Mocker) -> list[str]:
    return [request.headers["Authorization"] for request in network.request_history]
