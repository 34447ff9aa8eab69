"""The sign-in page and the token endpoint of Sage ID."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request

from sage200_sandbox.errors import OAuthError
from sage200_sandbox.faults import STATUSES
from sage200_sandbox.oauth import AUTHORIZE_PATH, CLIENT_ID, CLIENT_SECRET, PUBLIC_CLIENT_ID, TOKEN_PATH
from sage200_sandbox.oauth.tokens import Authorization, Tokens, challenge
from sage200_sandbox.server.request_log import LoggedRequest
from sage200_sandbox.server.responses import PlainResponse, failure, respond

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from sage200_sandbox.faults import Fault
    from sage200_sandbox.sandbox import Sandbox

_FORM = "application/x-www-form-urlencoded"
_CLIENTS = {(CLIENT_ID, CLIENT_SECRET), (PUBLIC_CLIENT_ID, None)}


def oauth(sage: Sandbox) -> Blueprint:
    """Return the endpoints of Sage ID."""
    blueprint = Blueprint("oauth", __name__)

    @blueprint.get(AUTHORIZE_PATH)
    def authorize() -> ResponseReturnValue:
        return _authorize(sage)

    @blueprint.post(TOKEN_PATH)
    def token() -> Response:
        logged = LoggedRequest(request.method, request.path, None, {}, None, None, status=0, rows=0)
        effects = sage.faults.take("token")
        sage.pause(effects.delay)
        return respond(sage, logged, _plain_response(sage, effects.failure), effects.failure)

    return blueprint


def _authorize(sage: Sandbox) -> ResponseReturnValue:
    """Redirect to the client with a code or an error, as if the user had decided immediately."""
    asked = request.args
    known = asked.get("client_id") in {CLIENT_ID, PUBLIC_CLIENT_ID}
    if asked.get("response_type") != "code" or not known or "redirect_uri" not in asked:
        return Response("Needs response_type=code, the client_id and a redirect_uri.", HTTPStatus.BAD_REQUEST)
    query = _code_or_error(sage, asked) | ({"state": asked["state"]} if "state" in asked else {})
    return redirect(f"{asked['redirect_uri']}?{urlencode(query)}")


def _code_or_error(sage: Sandbox, asked: Mapping[str, str]) -> dict[str, str]:
    code_challenge = asked.get("code_challenge")
    if code_challenge is None and asked["client_id"] == PUBLIC_CLIENT_ID:
        return _error("invalid_request", "A public client needs a code_challenge.")
    if code_challenge is not None and asked.get("code_challenge_method") != "S256":
        return _error("invalid_request", "The code_challenge_method is S256.")
    if not sage.consents:
        return _error("access_denied", "The user did not consent.")
    return {"code": sage.tokens.authorize(Authorization(asked["client_id"], asked["redirect_uri"], code_challenge))}


def _error(error: str, description: str) -> dict[str, str]:
    return {"error": error, "error_description": description}


def _plain_response(sage: Sandbox, fault: Fault | None) -> PlainResponse:
    if fault is not None and fault.kind in STATUSES:
        return failure(fault)
    if fault is not None and fault.kind in {"drop", "html"}:
        return PlainResponse()
    try:
        return _granted(_tokens(sage, _form()))
    except OAuthError as error:
        return PlainResponse(status=error.status, body=json.dumps(_error(error.code, str(error))))


def _form() -> Mapping[str, str]:
    """Return the form of a known client."""
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
            return sage.tokens.refresh(token, now=now, seconds=seconds)
        case {"grant_type": "authorization_code", "code": code, "redirect_uri": address}:
            authorization = Authorization(form["client_id"], address, challenge(form.get("code_verifier")))
            return sage.tokens.exchange(code, authorization, now=now, seconds=seconds)
        case {"grant_type": "refresh_token" | "authorization_code"}:
            error, msg = "invalid_request", "The form lacks a parameter of its grant_type."
        case _:
            error, msg = "unsupported_grant_type", "The grant_type is refresh_token or authorization_code."
    raise OAuthError(error, msg)


def _granted(tokens: Tokens) -> PlainResponse:
    body = {
        "access_token": tokens.access,
        "token_type": "Bearer",
        "expires_in": tokens.seconds,
        "refresh_token": tokens.refresh,
        "scope": "openid profile email offline_access",
    }
    return PlainResponse(body=json.dumps(body))
