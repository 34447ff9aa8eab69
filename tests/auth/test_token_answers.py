"""Every answer of the token endpoint, before and after Sage ID has replaced the refresh token.

Each one leaves a token that works, or a message that says what to do and names the true cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from tap_sage200.auth.authenticator import Bearer
from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.token_endpoint import REFUSALS, TOO_EARLY_OR_TOO_MANY, LostResponseError, TokenEndpoint
from tap_sage200.errors import SignInAgainError, SignInError
from tests.support.sage_id import CLIENT, GRANTED
from tests.support.token_trade import NEXT, Answer, TradingSageId, run

if TYPE_CHECKING:
    from pathlib import Path

    from tap_sage200.auth.grant import Grant

Odd = Answer | Exception
PAGE = b"<!doctype html><html><body>Welcome to our Wi-Fi</body></html>"
GOOD = {"access_token": "access-odd", "refresh_token": NEXT, "expires_in": 3600}
BEFORE_AND_AFTER = pytest.mark.parametrize("has_rotated", [False, True], ids=["before", "after"])

STATUSES = (
    200,
    204,
    206,
    299,
    300,
    301,
    302,
    303,
    304,
    307,
    308,
    400,
    401,
    403,
    404,
    405,
    407,
    408,
    410,
    413,
    418,
    421,
)
MORE_STATUSES = (422, 431, 451, 499, 500, 501, 502, 503, 504, 507, 508, 511, 520, 522, 524, 599)
OPEN: dict[str, Odd] = {
    **{f"status {status}": Answer(status, b"") for status in (*STATUSES, *MORE_STATUSES)},
    **{f"a page with {status}": Answer(status, PAGE) for status in (200, 302, 403, 404, 502, 503)},
    **{f"tokens and an error with {status}": Answer(status, {**GOOD, "error": "later"}) for status in (302, 400, 500)},
    "the form": Answer(400, {"grant_type": "refresh_token", "refresh_token": GRANTED}),
    "the form with 200": Answer(200, {"refresh_token": GRANTED}),
    "busy, with a time to wait": Answer(503, b"", {"Retry-After": "1"}),
    "an error that OAuth does not know": Answer(403, {"error": "Forbidden"}),
    "an error of a gateway": Answer(500, {"status": 500, "error": "Internal Server Error"}),
    "an error that is an object": Answer(400, {"error": {"code": 7}}),
    "an error that is a list": Answer(400, {"error": ["invalid_grant"]}),
    "an unknown error with 200": Answer(200, {"error": "later"}),
    "null": Answer(200, b"null"),
    "a list": Answer(200, [GOOD]),
    "a text": Answer(200, "access-odd"),
    "an empty object": Answer(200, {}),
    "only a lifetime": Answer(200, {"expires_in": 3600}),
    "cut off": Answer(200, b'{"access_token": "access-odd", "refresh_token": "refr'),
    "nested too deeply": Answer(200, b"[" * 100_000),
    "no UTF-8": Answer(200, b"\xff\xfe\xfd"),
    "two documents": Answer(200, b"{}{}"),
    "an empty access token": Answer(200, {"access_token": ""}),
    "blanks for an access token": Answer(200, {"access_token": " \r\n"}),
    "a number for an access token": Answer(200, {"access_token": 7}),
    "a list for an access token": Answer(200, {"access_token": ["access-odd"]}),
    "an access token in two lines": Answer(200, {"access_token": "access\nodd"}),
    "no answer in time": requests.ReadTimeout(),
    "a reset": requests.ConnectionError(),
    "half an answer": requests.exceptions.ChunkedEncodingError(),
    "another encoding than announced": requests.exceptions.ContentDecodingError(),
    "a header that cannot be read": UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    "an address that cannot be read": ValueError("Invalid IPv6 URL"),
    "a number that cannot be held": OverflowError(),
}
KEPT: dict[str, Odd] = {
    "no access token": Answer(200, {"refresh_token": NEXT}),
    "null for an access token": Answer(200, {"refresh_token": NEXT, "access_token": None}),
    "an empty access token": Answer(200, {"refresh_token": NEXT, "access_token": ""}),
    "a number for an access token": Answer(200, {"refresh_token": NEXT, "access_token": 7}),
    "an access token in two lines": Answer(200, {"refresh_token": NEXT, "access_token": "access\nodd"}),
    "an error beside the token": Answer(200, {"refresh_token": NEXT, "error": "server_error"}),
    "an odd lifetime": Answer(200, {"refresh_token": NEXT, "expires_in": {"seconds": 7}}),
}
GRANTED_ODDLY: dict[str, Odd] = {
    "status 201": Answer(201, GOOD),
    **{f"status {status}": Answer(status, GOOD) for status in (302, 400, 401, 404, 408, 425, 429, 500, 503, 999)},
    "status 299": Answer(299, GOOD),
    "a type of content for people": Answer(200, GOOD, {"Content-Type": "text/html"}),
    "no lifetime": Answer(200, {**GOOD, "expires_in": None}),
    "a negative lifetime": Answer(200, {**GOOD, "expires_in": -5}),
    "a lifetime in words": Answer(200, {**GOOD, "expires_in": "an hour"}),
    "an endless lifetime": Answer(200, {**GOOD, "expires_in": 10**20}),
    "a lifetime of 5,000 digits": Answer(
        200, f'{{"refresh_token": "{NEXT}", "access_token": "access-odd", "expires_in": {"9" * 5000}}}'.encode()
    ),
    "no number": Answer(200, {**GOOD, "expires_in": float("nan")}),
    "a damaged byte": Answer(
        200, b'{"who": "\xe9", "access_token": "access-odd", "refresh_token": "%s"}' % NEXT.encode()
    ),
    "a tab within a text": Answer(
        200, b'{"who": "a\tb", "access_token": "access-odd", "refresh_token": "%s"}' % NEXT.encode()
    ),
    "tokens with line ends": Answer(200, {"access_token": " access-odd\r\n", "refresh_token": f"{NEXT}\n"}),
    "another field": Answer(200, {**GOOD, "scope": ["a"], "error": None}),
}


def odd(answers: dict[str, Odd]) -> pytest.MarkDecorator:
    """Run a test with each of these answers."""
    return pytest.mark.parametrize("answer", [pytest.param(answer, id=name) for name, answer in answers.items()])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "token.json"


def stored(file: Path) -> Grant:
    grant = FileStore(file).load()
    assert grant
    return grant


def test_no_status_without_an_error_of_oauth_counts_as_a_refusal() -> None:
    for status in set(range(200, 600)) - TOO_EARLY_OR_TOO_MANY:
        endpoint = TokenEndpoint(CLIENT, TradingSageId(Answer(status, PAGE), has_rotated=True))
        with pytest.raises(LostResponseError, match=f"status {status}"):
            endpoint.request_tokens({"refresh_token": GRANTED})


@odd(OPEN)
def test_a_token_that_may_have_been_replaced_is_not_sent_again_in_the_run_and_its_loss_is_named_in_later_runs(
    file: Path, answer: Odd
) -> None:
    sage_id = TradingSageId(answer, has_rotated=True)
    access = run(sage_id, file)

    for _ in range(3):
        with pytest.raises(
            SignInError, match=r"lost.*(Run again|run again).*If Sage ID then refuses the token, sign in"
        ):
            access.bearer()

    assert sage_id.received == [GRANTED]
    for _ in range(2):
        with pytest.raises(
            SignInAgainError, match=r"The run at 2026-01-31T12:00Z sent this refresh token.*response wi"
        ):
            run(sage_id, file).bearer()


@odd(OPEN)
def test_after_an_open_answer_a_token_that_was_not_replaced_works_in_the_next_run(file: Path, answer: Odd) -> None:
    sage_id = TradingSageId(answer, has_rotated=False)
    with pytest.raises(SignInError):
        run(sage_id, file).bearer()

    assert run(sage_id, file).bearer() == Bearer("access-2")
    assert stored(file).sent_at is None


@BEFORE_AND_AFTER
@pytest.mark.parametrize("status", sorted(TOO_EARLY_OR_TOO_MANY))
def test_a_server_that_declines_a_form_gets_it_again(file: Path, status: int, *, has_rotated: bool) -> None:
    sage_id = TradingSageId(Answer(status, b""), has_rotated=has_rotated)

    if has_rotated:  # a gateway answered in the place of Sage ID
        with pytest.raises(SignInAgainError, match=rf"first responded with status {status}, and then refused"):
            run(sage_id, file).bearer()
        with pytest.raises(SignInAgainError, match="The run at 2026-01-31T12:00Z sent this refresh token"):
            run(sage_id, file).bearer()
    else:
        assert run(sage_id, file).bearer() == Bearer("access-2")


@BEFORE_AND_AFTER
def test_a_server_that_declines_every_form_leaves_the_mark(file: Path, *, has_rotated: bool) -> None:
    sage_id = TradingSageId(Answer(429, b""), has_rotated=has_rotated, times=8)
    with pytest.raises(SignInError, match=r"status 429\. Run again later"):
        run(sage_id, file).bearer()

    assert stored(file).sent_at


@BEFORE_AND_AFTER
@odd(KEPT)
def test_a_new_refresh_token_is_kept_without_an_access_token(file: Path, answer: Answer, *, has_rotated: bool) -> None:
    sage_id = TradingSageId(answer, has_rotated=has_rotated)
    sage_id.good.add(NEXT)
    with pytest.raises(SignInError, match=r"no access token\. The new refresh token is stored\. Run again"):
        run(sage_id, file).bearer()

    assert stored(file).refresh_token == NEXT
    sage_id.good.add(NEXT)
    assert run(sage_id, file).bearer() == Bearer("access-2")
    assert sage_id.received == [GRANTED, NEXT]


@odd(GRANTED_ODDLY)
def test_tokens_in_an_odd_answer_are_used(file: Path, answer: Answer) -> None:
    assert run(TradingSageId(answer, has_rotated=True), file).bearer() == Bearer("access-odd")
    assert (stored(file).refresh_token, stored(file).sent_at) == (NEXT, None)


@pytest.mark.parametrize("unreadable", [7, ["refresh"], {"a": 1}, "in\ntwo lines", "half \ud800"])
def test_a_refresh_token_that_cannot_be_read_costs_no_run_and_is_told(
    file: Path, unreadable: object, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Answer(200, {**GOOD, "refresh_token": unreadable})

    assert run(TradingSageId(answer, has_rotated=True), file).bearer() == Bearer("access-odd")
    assert "Sage ID sent a refresh token that cannot be read" in caplog.text
    assert (stored(file).refresh_token, bool(stored(file).sent_at)) == (GRANTED, True)


@pytest.mark.parametrize(
    ("status", "reason"),
    [(200, "invalid_grant"), (500, "invalid_grant"), *((400, reason) for reason in sorted(REFUSALS))],
)
def test_a_refusal_of_oauth_leaves_no_mark(file: Path, status: int, reason: str) -> None:
    sage_id = TradingSageId(Answer(status, {"error": reason}), has_rotated=False)
    with pytest.raises(SignInError, match=rf"\({reason}\)"):
        run(sage_id, file).bearer()

    assert stored(file).sent_at is None
    assert run(sage_id, file).bearer() == Bearer("access-2")
