"""Sage ID over HTTP: the sign-in page and the token endpoint."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request

from sage200_sandbox.answers import Answer, failure, sent
from sage200_sandbox.errors import OAuthError
from sage200_sandbox.faults import STATUSES
from sage200_sandbox.journal import Asked
from sage200_sandbox.tokens import Code, Tokens, challenge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response as AnyResponse

    from sage200_sandbox.faults import Fault
    from sage200_sandbox.sandbox import Sandbox

CLIENT_ID = "sandbox-client"
CLIENT_SECRET = f"{CLIENT_ID}-anybody-may-know"
PUBLIC_CLIENT_ID = "sandbox-desktop-client"
"""A public client, which has no secret (documented: desktop and mobile ones)."""
AUTHORIZE_PATH = "/authorize"
TOKEN_PATH = "/oauth/token"  # noqa: S105 - the path of an address, no secret

_FORM = "application/x-www-form-urlencoded"
_SCOPE = "openid profile email offline_access"
_CLIENTS = {(CLIENT_ID, CLIENT_SECRET), (PUBLIC_CLIENT_ID, None)}
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
        return sent(_answer(sage, mishap.ending), mishap.ending, asked, sage.journal, sage.pause)

    return blueprint


def _signed_in(sage: Sandbox) -> AnyResponse:
    """The sign-in page, where a person is always at hand: back to the application with a code or an error."""
    asked = request.args
    known = asked.get("client_id") in {CLIENT_ID, PUBLIC_CLIENT_ID}
    if asked.get("response_type") != "code" or not known or "redirect_uri" not in asked:
        return Response("Needs response_type=code, the client_id and a redirect_uri.", HTTPStatus.BAD_REQUEST)
    answer = _decision(sage, asked) | ({"state": asked["state"]} if "state" in asked else {})
    return redirect(f"{asked['redirect_uri']}?{urlencode(answer)}")


def _decision(sage: Sandbox, asked: Mapping[str, str]) -> dict[str, str]:
    """What the person decides, unless the application asks wrongly."""
    code_challenge = asked.get("code_challenge")
    if code_challenge is None and asked["client_id"] == PUBLIC_CLIENT_ID:
        return _denied("invalid_request", "A public client needs a code_challenge.")
    if code_challenge is not None and asked.get("code_challenge_method") != "S256":
        return _denied("invalid_request", "The code_challenge_method is S256.")
    if not sage.consents:
        return _denied("access_denied", "The user did not consent.")
    return {"code": sage.desk.code(Code(asked["client_id"], asked["redirect_uri"], code_challenge))}


def _denied(error: str, description: str) -> dict[str, str]:
    return {"error": error, "error_description": description}


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
    if (form.get("client_id"), form.get("client_secret")) not in _CLIENTS:
        code, msg = "invalid_client", "Unknown client, or a wrong secret."
        raise OAuthError(code, msg, HTTPStatus.UNAUTHORIZED)
    return form


def _tokens(sage: Sandbox, form: Mapping[str, str]) -> Tokens:
    now, seconds = sage.now(), sage.access_token_seconds
    match form:
        case {"grant_type": "refresh_token", "refresh_token": token}:
            return sage.desk.rotate(token, now=now, seconds=seconds)
        case {"grant_type": "authorization_code", "code": name, "redirect_uri": address}:
            code = Code(form["client_id"], address, challenge(form.get("code_verifier")))
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
