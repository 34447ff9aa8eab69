"""The interface of a token store, which keeps the newest grant between runs, and the store in memory.

A refresh token serves once. Without the newest one a person must sign in again, and so it is stored before it is used.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from tap_sage200.auth.grant import Grant

logger = logging.getLogger(__name__)


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
