"""The interface of token stores, which keep the newest grant between runs, and the store in memory.

A refresh token can be used once. Without the newest one, a person must sign in again. Each new token is therefore
stored before it is used.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from tap_sage200 import problems
from tap_sage200.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from tap_sage200.auth.grant import Grant

LOCK_SECONDS = 120.0
"""How long to wait for the lock of a store."""

logger = logging.getLogger(__name__)


class LockedError(SignInError):
    """Another run holds the lock of the store."""


class TokenStore(Protocol):
    """Keeps one grant."""

    def lock(self, seconds: float = LOCK_SECONDS) -> AbstractContextManager[None]:
        """Keep other runs from using the refresh token.

        Args:
            seconds: How long to wait for the lock.

        Raises:
            LockedError: Another run holds the lock for longer.
        """

    def load(self) -> Grant | None:
        """Return the newest grant, or None if there is none yet. A good access token needs no lock."""

    def check(self, grant: Grant | None) -> None:
        """Check that a grant can be saved, before a refresh token is used, and keep space for it until then.

        Args:
            grant: The grant to save for now, if there is one.
        """

    def save(self, grant: Grant) -> None:
        """Save a grant. After this it survives the process, except in the memory store."""


class MemoryStore:
    """Keeps the grant until the run ends."""

    def __init__(self) -> None:
        """Start without a grant."""
        self._grant: Grant | None = None
        self._warned = False

    @contextmanager
    def lock(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Do nothing: no other run uses this store."""
        del seconds
        yield

    def load(self) -> Grant | None:
        """Return the grant, or None before the first `save`."""
        return self._grant

    def check(self, grant: Grant | None) -> None:
        """Do nothing: saving cannot fail."""

    def save(self, grant: Grant) -> None:
        """Keep the grant, and warn once if the run replaced the refresh token, which is then lost at its end."""
        if grant.spent and not self._warned:
            self._warned = True
            logger.warning("%s", problems.tokens.NOT_KEPT.text())
        self._grant = grant
