"""A grant of Sage ID: its tokens, the earlier refresh tokens, and the sign-in that it comes from.

Sage ID rotates refresh tokens: each can be used once and brings the next one (seen in one client).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace

from tap_sage200 import timestamps
from tap_sage200.masking import SECRETS

KEPT = 100
"""The number of replaced refresh tokens that a store recognises. Secret managers limit the size of a secret."""


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
    """When the refresh token was last sent to Sage ID, if no response to that was stored."""

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
            grant = cls(**content | {"spent": spent, "sign_ins": tuple(content.get("sign_ins", spent))})
        except (TypeError, KeyError, AttributeError) as error:
            msg = "the JSON does not have the fields of a grant"
            raise ValueError(msg) from error
        optional = (grant.access_token, grant.expires_at, grant.signed_in_at, grant.sent_at)
        texts = (grant.refresh_token, *grant.spent, *grant.sign_ins, *(text for text in optional if text is not None))
        if not all(isinstance(text, str) for text in texts) or not isinstance(grant.signed_in_earlier, bool):
            msg = "a field does not have the type that a grant has"
            raise ValueError(msg)
        for timestamp in (grant.expires_at, grant.signed_in_at, grant.sent_at):
            if timestamp is not None:
                timestamps.from_text(timestamp)
        return grant
