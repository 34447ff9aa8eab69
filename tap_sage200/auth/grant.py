"""A grant of Sage ID: its tokens, the refresh tokens before it, and the sign-in that it came from.

Sage ID rotates refresh tokens: each is good for one use and brings the next (seen in one client).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace

from tap_sage200 import timestamps

KEPT = 100
"""How many replaced refresh tokens a store recognises; a secret manager bears only so many bytes."""


def fingerprint(refresh_token: str) -> str:
    """Shorten a token to something that recognises it and tells nobody what it was."""
    return hashlib.sha256(refresh_token.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Grant:
    """What Sage ID granted last, which refresh tokens it followed, and when a person signed in for it.

    Every instant is fixed-width UTC text.
    """

    refresh_token: str = field(repr=False)
    access_token: str | None = field(default=None, repr=False)
    expires_at: str | None = None
    """When the access token ends."""
    spent: tuple[str, ...] = ()
    """The fingerprints of the last refresh tokens that were replaced in this store, oldest first."""
    sign_ins: tuple[str, ...] = ()
    """The fingerprints of all refresh tokens that sign-ins brought: any of them may still stand in the settings."""
    signed_in_at: str | None = None
    """When the person signed in; None in what older versions have stored."""
    signed_in_earlier: bool = False
    """Whether the sign-in may be older than that: nobody saw it, and the instant is when its token was first seen."""
    sent_at: str | None = None
    """When the refresh token was last sent to Sage ID, if no answer to that was kept."""

    def follows(self, refresh_token: str) -> bool:
        """Tell whether a refresh token is this one or an earlier one of the same store."""
        return refresh_token == self.refresh_token or fingerprint(refresh_token) in {*self.spent, *self.sign_ins}

    def signed_in_after(self, stored: Grant | None, configured: str | None = None) -> Grant:
        """Return this grant, which a sign-in brought, as the newest of a store.

        Args:
            stored: What the store held before.
            configured: The refresh token of the settings, where it is older than this sign-in: no run must ever take
                it for a newer one.
        """
        began = [self.refresh_token] if configured is None else [configured, self.refresh_token]
        sign_ins = [fingerprint(token) for token in began]
        if stored is None:
            return replace(self, sign_ins=tuple(sign_ins))
        spent = (*stored.spent, fingerprint(stored.refresh_token))
        return replace(self, spent=spent[-KEPT:], sign_ins=tuple(dict.fromkeys([*stored.sign_ins, *sign_ins])))

    def rotated(self, refresh_token: str) -> Grant:
        """Return this grant with the refresh token that replaced its own."""
        spent = (*self.spent, fingerprint(self.refresh_token))
        return replace(self, refresh_token=refresh_token, spent=spent[-KEPT:])

    def to_json(self) -> str:
        """Write the grant as a store keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> Grant:
        """Read what `to_json` of this or an older version wrote.

        Raises:
            ValueError: The text is something else.
        """
        try:
            content = json.loads(text)
            spent = tuple(content["spent"])
            grant = cls(**content | {"spent": spent, "sign_ins": tuple(content.get("sign_ins", spent))})
        except (TypeError, KeyError, AttributeError) as error:
            msg = "not the fields of a grant"
            raise ValueError(msg) from error
        optional = (grant.access_token, grant.expires_at, grant.signed_in_at, grant.sent_at)
        texts = (grant.refresh_token, *grant.spent, *grant.sign_ins, *(text for text in optional if text is not None))
        if not all(isinstance(text, str) for text in texts) or not isinstance(grant.signed_in_earlier, bool):
            msg = "not the types of a grant"
            raise ValueError(msg)
        for instant in (grant.expires_at, grant.signed_in_at, grant.sent_at):
            if instant is not None:
                timestamps.from_text(instant)
        return grant
