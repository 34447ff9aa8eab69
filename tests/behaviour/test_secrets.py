"""Guarantee 8: no log and no line on stderr shows a secret or a control character, whatever the other side repeats."""

from __future__ import annotations

import base64
import html
import io
import json
import logging
import re
import ssl
import sys
import traceback
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import pytest
import requests
from singer_sdk.logging import ConsoleFormatter, StructuredFormatter
from urllib3.exceptions import MaxRetryError, SSLError

from tap_sage200.errors import Sage200Error
from tap_sage200.masking.installation import filter_stderr_and_logs
from tap_sage200.masking.secrets import MASK
from tap_sage200.transport.session import HttpSession
from tests.support.echo import TOKENS, EchoServer, as_json, response
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


SITE = "5a9e0200-0000-4000-8000-000000000001"
ESC = "\x1b[31m\x9b2J\x1b]0;title\x07\u202e"
SECRETS = {
    "access": "access&token/of+sage==",
    "client_secret": 'cli"ent&secret/+\\',
    "configured": "configured_refresh_token",
    "subscription_key": "subscription&key",
    "proxy_password": "pr@xy/pass:word",
    "refresh": "next/refresh+token==",
    "id": "identity.token.of-sage",
}
ISSUED = ("access", "refresh", "id")
"""The secrets that Sage ID sends."""


def spellings(secret: str) -> Iterator[str]:
    """Return a secret in all forms that the other side may write it in."""
    yield secret
    yield quote(secret, safe="")
    yield quote(quote(secret, safe=""), safe="")
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret).replace("/", "\\/").replace("&", "\\u0026")[1:-1]
    yield html.escape(secret)
    yield base64.b64encode(secret.encode()).decode()
    yield base64.urlsafe_b64encode(b"user:" + secret.encode() + b"!").decode()


ALL = " ".join(text for secret in SECRETS.values() for text in spellings(secret))
IN_A_LINE = quote(ALL, safe=" %+/=\"'&;:._-")
GRANT = response(
    as_json(
        {
            "access_token": SECRETS["access"],
            "refresh_token": SECRETS["refresh"],
            "id_token": SECRETS["id"],
            "expires_in": 3600,
        }
    )
)
WORDS = as_json({"Message": f"{ESC}{ALL}"})
ROW = {"id": 1, "date_time_updated": "2026-03-02T09:00:00Z"}

PLACES: dict[str, dict[str, bytes]] = {
    "Sage's message (400)": {"/customers": response(WORDS, status="400 Bad")},
    "Sage's message (401)": {"/customers": response(WORDS, status="401 No")},
    "Sage's message (403)": {"/customers": response(WORDS, status="403 No")},
    "Sage's message (404)": {"/customers": response(WORDS, status="404 No")},
    "Sage's message (418)": {"/customers": response(WORDS, status="418 No")},
    "Sage's message (500)": {"/customers": response(WORDS, status="500 No")},
    "a message of one long secret": {
        "/customers": response(
            as_json({"Message": f"{SECRETS['access']}{'.' * 281}{SECRETS['access']}"}), status="418 No"
        )
    },
    "the status text": {"/customers": response(status=f"500 {IN_A_LINE}")},
    "the status text of a success": {"/customers": response(as_json([]), status=f"200 {IN_A_LINE}")},
    "the status line": {"/customers": f"{IN_A_LINE}\r\n\r\n".encode()},
    "the content type": {"/customers": response(b"<html>", kind=f"text/html; {IN_A_LINE}")},
    "a redirect": {"/customers": response(b"", f"Location: https://sage.test/?{IN_A_LINE}", status="302 There")},
    "WWW-Authenticate": {
        "/customers": response(b"", f'WWW-Authenticate: Bearer error_description="{IN_A_LINE}"', status="401 No")
    },
    "a cookie": {"/customers": response(as_json([]), f"Set-Cookie: a={IN_A_LINE}; Path={IN_A_LINE}")},
    "Retry-After": {"/customers": response(b"", f"Retry-After: {IN_A_LINE}", status="503 Later")},
    "a header without a colon": {"/customers": response(as_json([]), IN_A_LINE)},
    "the content encoding": {"/customers": response(b"x", f"Content-Encoding: gzip, {IN_A_LINE}")},
    "the length": {"/customers": response(b"x", f"Content-Length: {IN_A_LINE}", length=False)},
    "a chunk": {"/customers": response(f"{IN_A_LINE}\r\n".encode(), "Transfer-Encoding: chunked", length=False)},
    "a trailer": {
        "/customers": response(
            f"2;{IN_A_LINE}\r\n[]\r\n0\r\nX-Trailer: {IN_A_LINE}\r\n\r\n".encode(),
            "Transfer-Encoding: chunked",
            length=False,
        )
    },
    "the name of a field": {"/customers": response(as_json([{**ROW, f"{ESC}{ALL}": 1}]))},
    "a value": {"/customers": response(as_json([{**ROW, "credit_limit": f"{ESC}{ALL}", "reference": ALL}]))},
    "a key": {"/customers": response(as_json([{**ROW, "id": f"{ESC}{ALL}"}]))},
    "a timestamp": {"/customers": response(as_json([{**ROW, "date_time_updated": f"{ESC}{ALL}"}]))},
    "a link to the next page": {"/customers": response(as_json({"value": [], "@odata.nextLink": f"/x?{ALL}"}))},
    "a body that is no JSON": {"/customers": response(f"{ESC}{ALL}".encode())},
    "OAuth's error": {TOKENS: response(as_json({"error": f"{ESC}{ALL}", "error_description": ALL}), status="400 No")},
    "OAuth's error code": {TOKENS: response(as_json({"error": SECRETS["configured"]}), status="400 No")},
    "OAuth's error of the client": {
        TOKENS: response(as_json({"error": "invalid_client", "error_description": ALL}), status="401 No")
    },
    "OAuth's status text": {TOKENS: response(status=f"503 {IN_A_LINE}")},
    "OAuth's status line": {TOKENS: f"{IN_A_LINE}\r\n\r\n".encode()},
    "OAuth's page": {TOKENS: response(ALL.encode(), kind=f"text/html; {IN_A_LINE}")},
    "OAuth's lifetime": {TOKENS: response(as_json({"access_token": "x", "expires_in": ALL}))},
    "the proxy's refusal": {
        "/customers": response(WORDS, f'Proxy-Authenticate: Basic realm="{IN_A_LINE}"', status=f"407 {IN_A_LINE}")
    },
}
SHOWN = {
    "Sage's message (400)",
    "Sage's message (401)",
    "Sage's message (403)",
    "Sage's message (418)",
    "Sage's message (500)",
    "the content type",
    "WWW-Authenticate",
    "OAuth's error code",
}
"""The places that the tap repeats, with what is secret masked."""


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Everything on stderr and in two logs of a process with the filter, at level debug."""
    stderr, structured, plain = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(3))
    monkeypatch.setattr(sys, "stderr", stderr)
    filter_stderr_and_logs()
    handlers = [logging.StreamHandler(stream) for stream in (sys.stderr, structured, plain)]
    for handler, formatter in zip(
        handlers, (ConsoleFormatter(), StructuredFormatter(), ConsoleFormatter()), strict=True
    ):
        handler.setFormatter(formatter)
        logging.getLogger().addHandler(handler)
    for name in ("", "urllib3", "requests", "tap-sage200"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)
    logging.getLogger().manager._clear_cache()  # type: ignore[attr-defined] # noqa: SLF001 - levels were set past the loggers

    def everything() -> str:
        return "".join(one.buffer.getvalue().decode() for one in (stderr, structured, plain))

    yield everything
    for handler in handlers:
        logging.getLogger().removeHandler(handler)


def assert_clean(text: str, *, has_tokens: bool) -> None:
    """Search for every secret in every form, and for control characters. A token that never came is no secret."""
    known = [secret for name, secret in SECRETS.items() if has_tokens or name not in ISSUED]
    assert not [secret for secret in known if any(one in text for one in spellings(secret))]
    assert not re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]|\\u00[01]|\\u202e", text)


@pytest.mark.parametrize("place", PLACES)
def test_nothing_that_the_other_side_repeats_is_shown(tmp_path: Path, shown: Callable[[], str], place: str) -> None:
    with EchoServer({TOKENS: GRANT, **PLACES[place]}) as server:
        config: dict[str, Any] = {
            "client_id": "client",
            "client_secret": SECRETS["client_secret"],
            "refresh_token": SECRETS["configured"],
            "subscription_key": SECRETS["subscription_key"],
            "token_url": f"{server.url}{TOKENS}",
            "api_url": server.url,
            "proxy_url": f"http://user:{quote(SECRETS['proxy_password'], safe='')}@{server.url[7:]}",
            "token_file": str(tmp_path / "token.json"),
            "site_id": SITE,
            "company_id": 1,
            "concurrency": 1,
        }
        result = run_tap(config, "customers")
    if result.error is not None:
        with pytest.raises(Sage200Error):
            raise result.error
        traceback.print_exception(result.error)
        logging.getLogger("tap-sage200").error("with its traceback", exc_info=result.error)

    assert base64.b64encode(f"user:{SECRETS['proxy_password']}".encode()) in server.received[0], "the proxy is asked"
    assert "/customers" in shown() or TOKENS in PLACES[place]
    assert_clean(shown(), has_tokens=PLACES[place].get(TOKENS, GRANT) == GRANT)
    assert (MASK in shown()) or place not in SHOWN


def test_what_a_trust_store_says_of_a_certificate_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, shown: Callable[[], str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        error = ssl.SSLCertVerificationError(1, "certificate verify failed")
        error.verify_code = 18
        error.verify_message = f"“{ESC}{ALL}” certificate is not trusted"  # some systems name the certificate
        raise requests.exceptions.SSLError(MaxRetryError(cast("Any", None), "/", SSLError(error)))

    monkeypatch.setattr(HttpSession, "get", refuse)
    config = {"client_secret": SECRETS["client_secret"], "access_token": SECRETS["access"]}
    result = run_tap(config | {"subscription_key": SECRETS["subscription_key"]}, "customers")
    logging.getLogger("tap-sage200").error("%s", result.error)
    traceback.print_exception(cast("BaseException", result.error))

    assert "certificate is not trusted" in shown()
    assert MASK in shown()
    secrets = [SECRETS[name] for name in ("client_secret", "access", "subscription_key")]
    assert not [secret for secret in secrets if any(one in shown() for one in spellings(secret))]
    assert "\x1b" not in shown()
