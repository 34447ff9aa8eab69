"""A person's sign-in to Sage ID: the authorization code flow, with a state and with PKCE (RFC 6749, RFC 7636).

The person's browser takes an address there, and brings a code back. Whoever else gets hold of the code cannot use it:
the token endpoint wants the verifier too, which never leaves this machine until then.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from tap_sage200 import timestamps
from tap_sage200.auth.grant import Grant
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import SignInAgainError, SignInError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_sage200.auth.token_endpoint import TokenEndpoint
    from tap_sage200.config.settings import Settings

BEGIN_ANEW = "Run the login once more."
LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A sign-in that has begun: what the browser takes to Sage ID, and what must come back."""

    address: str
    """The sign-in page, for the person's browser."""
    redirect_uri: str
    """Where the browser comes back to."""
    state: str = field(repr=False)
    verifier: str = field(repr=False)


def begin(settings: Settings) -> AuthorizationRequest:
    """Begin a sign-in with a state and a verifier of its own."""
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    asked = {
        "audience": settings.audience,
        "response_type": "code",
        "client_id": settings.client_id or "",
        "redirect_uri": settings.redirect_uri or "",
        "scope": settings.scopes,
        "state": state,
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
    }
    joint = "&" if urlsplit(settings.authorize_url).query else "?"
    address = f"{settings.authorize_url}{joint}{urlencode(asked)}"
    return AuthorizationRequest(address, settings.redirect_uri or "", state, verifier)


def challenge(verifier: str) -> str:
    """Make the S256 challenge of a verifier: enough to recognise it, too little to know it."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def code_from_address(address: str, sign_in: AuthorizationRequest) -> str:
    """Take the code out of the address that the browser came back to.

    Raises:
        SignInError: It belongs to another sign-in, or Sage ID refuses; the message has its own words.
    """
    brought = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    if not hmac.compare_digest(brought.get("state", "").encode(), sign_in.state.encode()):
        msg = (
            "The browser came back with the answer to another sign-in (its state is not the one that was sent), and "
            f"nothing was taken from it. {BEGIN_ANEW} Use only the address that it shows, and close older ones."
        )
        raise SignInError(msg)
    if "error" in brought:
        raise SignInError(_refused(brought))
    if not brought.get("code"):
        msg = f"The browser came back from Sage ID without a code and without an error. {BEGIN_ANEW}"
        raise SignInError(msg)
    return brought["code"]


def code_from_paste(text: str, sign_in: AuthorizationRequest) -> str:
    """Take the code out of what a person pasted: the whole address, or the code alone.

    A code alone has no state to compare; that it is of this sign-in is then for PKCE to prove.

    Raises:
        SignInError: There is none in it, or it belongs to another sign-in, or Sage ID refuses.
    """
    pasted = text.strip()
    if not pasted:
        msg = f"Nothing was pasted. {BEGIN_ANEW}"
        raise SignInError(msg)
    if "code=" in pasted or "error=" in pasted:
        return code_from_address(pasted if "?" in pasted else f"?{pasted}", sign_in)
    if "://" in pasted or len(pasted.split()) > 1:
        msg = (
            "The pasted text has no code. Paste the address of the page where the browser ended after the sign-in: it "
            f"begins with {sign_in.redirect_uri} and holds code=. {BEGIN_ANEW}"
        )
        raise SignInError(msg)
    return pasted


def grant_for(
    code: str,
    sign_in: AuthorizationRequest,
    endpoint: TokenEndpoint,
    *,
    clock: Clock = SYSTEM_CLOCK,
) -> Grant:
    """Trade the code for the first grant of a sign-in.

    Args:
        code: What the browser brought.
        sign_in: The sign-in that it is of.
        endpoint: Where Sage ID trades it.
        clock: The clock.

    Raises:
        SignInError: Sage ID gives none, or none that can be renewed.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": sign_in.redirect_uri,
        "code_verifier": sign_in.verifier,
    }
    try:
        tokens = endpoint.trade(form, clock=clock)
    except SignInAgainError as error:
        msg = (
            "Sage ID refuses the code (invalid_grant): it was used before, waited too long, was not copied whole, or "
            f"is of another sign-in. {BEGIN_ANEW}"
        )
        raise SignInError(msg) from error
    if tokens.refresh_token is None:
        msg = (
            "Sage ID gave a token that ends within hours, and no refresh token. Add offline_access to scopes, or ask "
            "Sage for a client that may have it."
        )
        raise SignInError(msg)
    return Grant(
        refresh_token=tokens.refresh_token,
        access_token=tokens.access_token,
        expires_at=timestamps.to_text(clock.now() + tokens.life),
        signed_in_at=timestamps.to_text(clock.now()),
    )


def _refused(brought: Mapping[str, str]) -> str:
    error, words = _printable(brought["error"]), _printable(brought.get("error_description", ""))
    says = f"{error}: {words}" if words else error
    if error == "access_denied":
        return f"Nobody may come in: consent was denied, says Sage ID ({says}). {BEGIN_ANEW} Sign in and allow access."
    return f"Sage ID lets nobody sign in ({says}). Check client_id, redirect_uri, scopes and audience."


def _printable(text: str) -> str:
    """Keep what a terminal can show: the text came through an address bar."""
    return "".join(sign for sign in text if sign.isprintable())[:LONGEST_WORDS].strip().rstrip(".")
