"""What Sage ID granted last, and what a place that keeps it between runs must do.

Sage ID rotates refresh tokens: each is good for one use and brings the next (seen in one client). Whoever loses the
newest one must sign in again, so it is stored before it is used.
"""

from __future__ import annotations

import hashlib
import json
import logging
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from tap_sage200 import timestamps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

KEPT = 100
"""How many replaced refresh tokens a store recognises; a secret manager bears only so many bytes."""

logger = logging.getLogger(__name__)


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


class TokenStore(Protocol):
    """A place for one grant."""

    def lock(self) -> AbstractContextManager[None]:
        """Keep everybody else from spending the token meanwhile."""

    def load(self) -> Grant | None:
        """Return the newest grant, or None when there never was one."""

    def check(self, grant: Grant | None) -> None:
        """Find out whether a grant can be saved, before a one-time token is spent.

        Args:
            grant: What the store should hold until then, if there is something.
        """

    def save(self, grant: Grant) -> None:
        """Keep a grant; once this returns it survives the process (if the store can)."""


class MemoryStore:
    """Keeps the grant for as long as the run lasts."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._grant: Grant | None = None
        self._warned = False

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Lock nothing: no other run can see this store."""
        yield

    def load(self) -> Grant | None:
        """Return the grant of this run."""
        return self._grant

    def check(self, grant: Grant | None) -> None:
        """Find nothing wrong."""

    def save(self, grant: Grant) -> None:
        """Keep the grant until the run ends, and warn when that costs the next sign-in."""
        if grant.spent and not self._warned:
            self._warned = True
            logger.warning(
                "Sage ID replaced the refresh token, and without token_file the new one is lost when this run ends: "
                "the next run will need a new sign-in. Set token_file to a file that stays, or token_command."
            )
        self._grant = grant
