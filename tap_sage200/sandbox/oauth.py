"""Sage ID over HTTP: the sign-in page and the token endpoint."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request

from tap_sage200.sandbox.answers import Answer, failure, sent
from tap_sage200.sandbox.errors import OAuthError
from tap_sage200.sandbox.faults import STATUSES
from tap_sage200.sandbox.journal import Asked
from tap_sage200.sandbox.tokens import Code, Tokens, challenge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response as AnyResponse

    from tap_sage200.sandbox.faults import Fault
    from tap_sage200.sandbox.sandbox import Sandbox

CLIENT_ID = "sandbox-client"
CLIENT_SECRET = f"{CLIENT_ID}-anybody-may-know"
AUTHORIZE_PATH = "/authorize"
TOKEN_PATH = "/oauth/token"  # noqa: S105  # an address, no secret

_FORM = "application/x-www-form-urlencoded"
_SCOPE = "openid profile email offline_access"
_NOT_REACHED = frozenset({"drop", "html"})


def oauth(sage: Sandbox) -> Blueprint:
    """The addresses of Sage ID."""
    blueprint = Blueprint("oauth", __name__)

    @blueprint.get(AUTHORIZE_PATH)
    def authorize() -> AnyResponse:
        return _signed_in(sage)

    @blueprint.post(TOKEN_PATH)
    def token() -> Response:
        asked = Asked(request.method, request.path, None, {}, None, None, status=0, rows=0)
        mishap = sage.faults.take("token")
        sage.pause(mishap.delay)
        return sent(_answer(sage, mishap.ending), mishap.ending, asked, sage.journal)

    return blueprint


def _signed_in(sage: Sandbox) -> AnyResponse:
    """The sign-in page, where a person is always at hand: back to the application with a code."""
    asked = request.args
    if (asked.get("response_type"), asked.get("client_id")) != (
        "code",
        CLIENT_ID,
    ) or "redirect_uri" not in asked:
        return Response("Needs response_type=code, the client_id and a redirect_uri.", HTTPStatus.BAD_REQUEST)
    code = sage.desk.code(Code(asked["redirect_uri"], asked.get("code_challenge")))
    answer = {"code": code} | ({"state": asked["state"]} if "state" in asked else {})
    return redirect(f"{asked['redirect_uri']}?{urlencode(answer)}")


def _answer(sage: Sandbox, ending: Fault | None) -> Answer:
    if ending is not None and ending.kind in STATUSES:
        return failure(ending)
    if ending is not None and ending.kind in _NOT_REACHED:
        return Answer()
    try:
        return _granted(_tokens(sage, _form()))
    except OAuthError as error:
        body = {"error": error.code, "error_description": str(error)}
        return Answer(status=error.status, body=json.dumps(body))


def _form() -> Mapping[str, str]:
    """What a client of ours has sent."""
    form = request.form.to_dict()
    if request.mimetype != _FORM:
        code, msg = "invalid_request", f"The body is not {_FORM}."
        raise OAuthError(code, msg)
    if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
        code, msg = "invalid_client", "Unknown client, or a wrong secret."
        raise OAuthError(code, msg, HTTPStatus.UNAUTHORIZED)
    return form


def _tokens(sage: Sandbox, form: Mapping[str, str]) -> Tokens:
    now, seconds = sage.now(), sage.access_token_seconds
    match form:
        case {"grant_type": "refresh_token", "refresh_token": token}:
            return sage.desk.rotate(token, now=now, seconds=seconds)
        case {"grant_type": "authorization_code", "code": name, "redirect_uri": address}:
            code = Code(address, challenge(form.get("code_verifier")))
            return sage.desk.exchange(name, code, now=now, seconds=seconds)
        case {"grant_type": "refresh_token" | "authorization_code"}:
            error, msg = "invalid_request", "The form lacks what its grant_type needs."
        case _:
            error, msg = "unsupported_grant_type", "The grant_type is refresh_token or authorization_code."
    raise OAuthError(error, msg)


def _granted(tokens: Tokens) -> Answer:
    body = {
        "access_token": tokens.access,
        "token_type": "Bearer",
        "expires_in": tokens.seconds,
        "refresh_token": tokens.refresh,
        "scope": _SCOPE,
    }
    return Answer(body=json.dumps(body))
