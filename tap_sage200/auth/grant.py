"""A grant of Sage ID: its tokens, the earlier refresh tokens, and the sign-in that it comes from.

Sage ID rotates refresh tokens: each can be used once and brings the next one (seen in one client).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tap_sage200 import timestamps
from tap_sage200.auth.token_response import as_token
from tap_sage200.masking import SECRETS

if TYPE_CHECKING:
    from datetime import datetime

KEPT = 100
"""The number of replaced refresh tokens that a store recognises. Secret managers limit the size of a secret."""
KEPT_NOTES = 500
"""The number of companies of which a store knows that they refused a renewed token: 10 kB."""
RENEWAL_PAUSE = timedelta(days=1)
"""How long no token is renewed for companies that refused a renewed one. An expired token is always renewed."""
PAUSE_OF_ALL = timedelta(minutes=10)
"""How long no token is renewed after everything refused a renewed one. A token that ends early must be renewed soon."""


def fingerprint(refresh_token: str) -> str:
    """Return a short hash of a token, to recognise it without storing it."""
    return hashlib.sha256(refresh_token.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Grant:
    """The newest tokens of a sign-in, with the earlier refresh tokens and the time of the sign-in.

    All timestamps are UTC text of fixed width.
    """

    refresh_token: str = field(repr=False)
    access_token: str | None = field(default=None, repr=False)
    expires_at: str | None = None
    """When the access token expires."""
    spent: tuple[str, ...] = ()
    """The fingerprints of the refresh tokens that were last replaced in this store, oldest first."""
    sign_ins: tuple[str, ...] = ()
    """The fingerprints of the first refresh tokens of all sign-ins. The settings may still contain any of them."""
    signed_in_at: str | None = None
    """When the person signed in. None if an older version stored the grant."""
    signed_in_earlier: bool = False
    """Whether the sign-in may be older than `signed_in_at`, because that is when a run first saw the token."""
    sent_at: str | None = None
    """When a refresh token was first sent to Sage ID, if no response to that was stored."""
    sent_token: str | None = None
    """The fingerprint of the token that was sent then. None if it is the one of this grant."""
    refused_at: str | None = None
    """When Sage ID refused the refresh token, if it did."""
    in_vain_for: tuple[str, ...] = ()
    """The fingerprints of the companies that refused a renewed access token which Sage accepts elsewhere."""
    in_vain_since: str | None = None
    """When the first of them did."""
    in_vain_at: str | None = None
    """When everything refused a renewed access token."""

    def __post_init__(self) -> None:
        """Mask the tokens in all output, wherever they come from."""
        SECRETS.add(self.refresh_token, self.access_token)

    def follows(self, refresh_token: str) -> bool:
        """Return whether a refresh token is the one of this grant, or an earlier one of the same store."""
        return refresh_token == self.refresh_token or fingerprint(refresh_token) in {*self.spent, *self.sign_ins}

    def signed_in_after(self, stored: Grant | None, configured: str | None = None) -> Grant:
        """Return this grant of a new sign-in as the newest grant of a store.

        Args:
            stored: The grant in the store, if there is one.
            configured: The refresh token of the settings, if it is older than this sign-in. It is remembered, because
                no run may mistake it for a newer one.
        """
        first_tokens = [self.refresh_token] if configured is None else [configured, self.refresh_token]
        sign_ins = [fingerprint(token) for token in first_tokens]
        if stored is None:
            return replace(self, sign_ins=tuple(sign_ins))
        spent = (*stored.spent, fingerprint(stored.refresh_token))
        return replace(self, spent=spent[-KEPT:], sign_ins=tuple(dict.fromkeys([*stored.sign_ins, *sign_ins])))

    def sending(self, refresh_token: str, now: str) -> Grant:
        """Return this grant with the mark that a refresh token is sent now. An earlier mark of the token stays."""
        if self.unanswered_since(refresh_token) is not None:
            return self
        other = None if refresh_token == self.refresh_token else fingerprint(refresh_token)
        return replace(self, sent_at=now, sent_token=other)

    def unanswered_since(self, refresh_token: str) -> str | None:
        """Return when a refresh token was first sent without a stored response. None if it was not."""
        other = None if refresh_token == self.refresh_token else fingerprint(refresh_token)
        return self.sent_at if self.sent_token == other else None

    def renews_in_vain(self, company: str, now: datetime) -> bool:
        """Tell whether a company refused a renewed token lately. Empty: everything did."""
        if not company:
            return _is_within(PAUSE_OF_ALL, self.in_vain_at, now)
        return fingerprint(company) in self.in_vain_for and _is_within(RENEWAL_PAUSE, self.in_vain_since, now)

    def renewed_in_vain(self, company: str, now: datetime) -> Grant:
        """Return this grant with the note that a company refused a renewed token. Empty: everything did.

        The notes about companies end together, a day after the first of them.
        """
        at = timestamps.to_text(now)
        if not company:
            return replace(self, in_vain_at=at)
        if not _is_within(RENEWAL_PAUSE, self.in_vain_since, now):
            return replace(self, in_vain_for=(fingerprint(company),), in_vain_since=at)
        noted = tuple(dict.fromkeys([*self.in_vain_for, fingerprint(company)]))
        return replace(self, in_vain_for=noted[-KEPT_NOTES:])

    def rotated(self, refresh_token: str) -> Grant:
        """Return this grant with its next refresh token."""
        spent = (*self.spent, fingerprint(self.refresh_token))
        return replace(self, refresh_token=refresh_token, spent=spent[-KEPT:])

    def to_json(self) -> str:
        """Return the JSON that stores keep."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> Grant:
        """Read the JSON that `to_json` of this or an older version wrote.

        Raises:
            ValueError: The text is something else than a grant.
        """
        try:
            content = json.loads(text)
            spent = tuple(content["spent"])
            sign_ins, in_vain_for = tuple(content.get("sign_ins", spent)), tuple(content.get("in_vain_for", ()))
            # Older versions kept the time of each note. Their notes about companies are dropped.
            earlier = {"in_vain_at": dict(content.pop("in_vain", {})).get("")}
            grant = cls(**earlier | content | {"spent": spent, "sign_ins": sign_ins, "in_vain_for": in_vain_for})
        except (TypeError, KeyError, AttributeError) as error:
            msg = "it does not have the fields that this version of the tap knows"
            raise ValueError(msg) from error
        except (ValueError, RecursionError) as error:
            msg = "it is not JSON" if text.strip() else "it is empty"
            raise ValueError(msg) from error
        grant._require_types()
        # An access token that cannot be sent in a header is as good as none: the refresh token brings another one.
        return replace(grant, refresh_token=grant.refresh_token.strip(), access_token=as_token(grant.access_token))

    def _require_types(self) -> None:
        instants = [self.expires_at, self.signed_in_at, self.sent_at, self.refused_at]
        instants += [self.in_vain_since, self.in_vain_at]
        optional = [text for text in (self.access_token, self.sent_token, *instants) if text is not None]
        texts = [self.refresh_token, *self.spent, *self.sign_ins, *self.in_vain_for, *optional]
        if (
            not all(map(_is_text, texts))
            or not self.refresh_token.strip()
            or not isinstance(self.signed_in_earlier, bool)
        ):
            msg = "a field does not have the type that it must have"
            raise ValueError(msg)
        try:
            for instant in instants:
                if instant is not None:
                    timestamps.from_text(instant)
        except ValueError as error:
            msg = "a field is not a timestamp"
            raise ValueError(msg) from error


def _is_within(pause: timedelta, noted: str | None, now: datetime) -> bool:
    """Tell whether a time is not longer ago than a pause. One in the future is of a clock that was wrong."""
    return noted is not None and abs(now - timestamps.from_text(noted)) < pause


def _is_text(value: object) -> bool:
    """Tell whether a value is a text that can be sent: half of a surrogate pair cannot."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
