"""The sign-in of a person: the authorization code flow of OAuth, with state and PKCE (RFC 6749, RFC 7636).

The browser opens the sign-in page of Sage ID, and comes back with a code. The token endpoint exchanges the code for
tokens, and requires the verifier too. The verifier stays on this machine until then, so a stolen code is useless.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from tap_sage200 import problems, timestamps
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.token_endpoint import LostResponseError
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import SignInAgainError, SignInError
from tap_sage200.masking import SECRETS, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_sage200.auth.token_endpoint import TokenEndpoint
    from tap_sage200.config.settings import Settings

LONGEST_WORDS = 300
"""The number of characters of Sage ID's own message that an error repeats."""
_CODE = re.compile(r"[\x20-\x7e]+")
"""The characters of a code (RFC 6749, appendix A.11)."""


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A sign-in in progress: the request to Sage ID, and the values to check the response with."""

    address: str
    """The URL of the sign-in page, for the browser."""
    redirect_uri: str
    """The URL that the browser comes back to."""
    state: str = field(repr=False)
    verifier: str = field(repr=False)


def begin(settings: Settings) -> AuthorizationRequest:
    """Start a sign-in with a new state and a new verifier."""
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    SECRETS.add(verifier)
    parameters = {
        "audience": settings.audience,
        "response_type": "code",
        "client_id": settings.client_id or "",
        "redirect_uri": settings.redirect_uri or "",
        "scope": settings.scopes,
        "state": state,
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
    }
    separator = "&" if urlsplit(settings.authorize_url).query else "?"
    address = f"{settings.authorize_url}{separator}{urlencode(parameters)}"
    return AuthorizationRequest(address, settings.redirect_uri or "", state, verifier)


def challenge(verifier: str) -> str:
    """Make the S256 code challenge of a verifier: its hash (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def code_from_address(address: str, sign_in: AuthorizationRequest) -> str:
    """Return the code in the address that the browser came back to.

    Raises:
        SignInError: The address belongs to another sign-in, or Sage ID refuses the sign-in.
    """
    returned = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    if not hmac.compare_digest(returned.get("state", "").encode(), sign_in.state.encode()):
        raise SignInError(problems.sign_in.OTHER_STATE)
    if "error" in returned:
        raise _refusal(returned)
    if not returned.get("code"):
        raise SignInError(problems.sign_in.NO_CODE)
    return _checked(returned["code"])


def code_from_paste(text: str, sign_in: AuthorizationRequest) -> str:
    """Return the code in the text that a person pasted: the whole address, or only the code.

    A code without an address has no state to compare. PKCE then proves that it belongs to this sign-in.

    Raises:
        SignInError: The text has no code, belongs to another sign-in, or Sage ID refuses the sign-in.
    """
    pasted = text.strip()
    if not pasted:
        raise SignInError(problems.sign_in.NOTHING_PASTED)
    if "code=" in pasted or "error=" in pasted:
        try:
            return code_from_address(pasted if "?" in pasted else f"?{pasted}", sign_in)
        except ValueError as error:  # it is no address, or has half of a character
            raise SignInError(problems.sign_in.NO_CODE_PASTED) from error
    if "://" in pasted or len(pasted.split()) > 1:
        raise SignInError(problems.sign_in.NO_CODE_PASTED)
    return _checked(pasted)


def _checked(code: str) -> str:
    if not _CODE.fullmatch(code):
        raise SignInError(problems.sign_in.NOT_A_CODE)
    return code


def grant_for(
    code: str,
    sign_in: AuthorizationRequest,
    endpoint: TokenEndpoint,
    *,
    clock: Clock = SYSTEM_CLOCK,
) -> Grant:
    """Exchange the code for the first grant of a sign-in.

    Args:
        code: The code that the browser brought.
        sign_in: The sign-in that the code belongs to.
        endpoint: The token endpoint of Sage ID.
        clock: Tells the time, and waits between attempts.

    Raises:
        SignInError: Sage ID refuses the authorization code, or issues no refresh token.
    """
    SECRETS.add(code)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": sign_in.redirect_uri,
        "code_verifier": sign_in.verifier,
    }
    try:
        tokens = endpoint.request_tokens(form, clock=clock)
    except LostResponseError as error:
        raise SignInError(problems.sign_in.CODE_RESPONSE_LOST, cause=error.facts["cause"]) from error
    except SignInAgainError as error:
        raise SignInError(problems.sign_in.CODE_REFUSED) from error
    if tokens.refresh_token is None:
        raise SignInError(problems.sign_in.NO_REFRESH_TOKEN_GRANTED)
    return Grant(
        refresh_token=tokens.refresh_token,
        access_token=tokens.access_token,
        expires_at=None if tokens.access_token is None else timestamps.to_text(clock.now() + tokens.life),
        signed_in_at=timestamps.to_text(clock.now()),
    )


def _refusal(returned: Mapping[str, str]) -> SignInError:
    error, words = _shortened(returned["error"]), _shortened(returned.get("error_description", ""))
    says = f"{error}: {words}" if words else error
    if error == "access_denied":
        return SignInError(problems.sign_in.CONSENT_DENIED, says=says)
    return SignInError(problems.sign_in.SIGN_IN_REFUSED, says=says)


def _shortened(text: str) -> str:
    # A part of a secret would not be known as one, so the text is cleaned first.
    return one_line(text)[:LONGEST_WORDS].strip().rstrip(".")
