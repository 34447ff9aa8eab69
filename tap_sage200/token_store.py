"""Where the newest refresh token lives between runs.

Sage ID rotates refresh tokens: each is good for one use and brings the next (seen in one client). Whoever loses the
newest one must sign in again, so it is stored before it is used.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from filelock import FileLock, Timeout

from tap_sage200 import timestamps
from tap_sage200.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

LOCK_SECONDS = 120
PROBE_BYTES = 65536

logger = logging.getLogger(__name__)


def fingerprint(refresh_token: str) -> str:
    """Shorten a token to something that recognises it and tells nobody what it was."""
    return hashlib.sha256(refresh_token.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Grant:
    """What Sage ID granted last, and which refresh tokens it followed."""

    refresh_token: str = field(repr=False)
    access_token: str | None = field(default=None, repr=False)
    expires_at: str | None = None
    """When the access token ends, as fixed-width UTC text."""
    spent: tuple[str, ...] = ()
    """The fingerprints of all earlier refresh tokens of this store, oldest first."""

    def follows(self, refresh_token: str) -> bool:
        """Tell whether a refresh token is this one or an earlier one of the same store."""
        return refresh_token == self.refresh_token or fingerprint(refresh_token) in self.spent


class TokenStore(Protocol):
    """A place for one grant."""

    def lock(self) -> AbstractContextManager[None]:
        """Keep everybody else from spending the token meanwhile."""

    def check(self) -> None:
        """Find out whether a grant could be saved, before the one-time token is spent."""

    def load(self) -> Grant | None:
        """Return the newest grant, or None when there never was one."""

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

    def check(self) -> None:
        """Find nothing wrong."""

    def load(self) -> Grant | None:
        """Return the grant of this run."""
        return self._grant

    def save(self, grant: Grant) -> None:
        """Keep the grant until the run ends, and warn when that costs the next sign-in."""
        if grant.spent and not self._warned:
            self._warned = True
            logger.warning(
                "Sage ID replaced the refresh token, and without token_file the new one is lost when this run ends: "
                "the next run will need a new sign-in. Set token_file to a file that stays."
            )
        self._grant = grant


class FileStore:
    """Keeps the grant in a file that only its owner can read, replaced in one step."""

    def __init__(self, path: Path) -> None:
        """Use a file; it and its folder are made when first needed."""
        self._path = path

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the lock file beside the token file.

        Raises:
            SignInError: Another run held the lock for too long, or the folder cannot be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(f"{self._path}.lock", timeout=LOCK_SECONDS, mode=0o600)
            lock.acquire()
        except Timeout as error:
            msg = (
                f"Another run has been holding {self._path}.lock for {LOCK_SECONDS} seconds. "
                "Wait until it ends, or end it, and run again."
            )
            raise SignInError(msg) from error
        except OSError as error:
            raise SignInError(self._unwritable(error)) from error
        try:
            yield
        finally:
            lock.release()

    def load(self) -> Grant | None:
        """Read the grant.

        Raises:
            SignInError: The file cannot be read, or something else wrote it.
        """
        try:
            return _grant(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except OSError as error:
            msg = f"The token_file {self._path} cannot be read ({error.strerror}). Give this user access to it."
            raise SignInError(msg) from error
        except (ValueError, TypeError, KeyError) as error:
            msg = (
                f"The token_file {self._path} holds something else than a token of this tap. Move it away, "
                "and sign in again for a new refresh_token."
            )
            raise SignInError(msg) from error

    def check(self) -> None:
        """Replace the file by itself, if it exists, after a file beside it was large enough for any grant.

        Raises:
            SignInError: The file cannot be written.
        """
        with self._written(b" " * PROBE_BYTES):
            grant = self.load()
        if grant is not None:
            self.save(grant)

    def save(self, grant: Grant) -> None:
        """Write the grant beside the file, force it to the disk, and put it in the file's place.

        Raises:
            SignInError: The file cannot be written.
        """
        with self._written(json.dumps(asdict(grant), indent=1).encode()) as temporary:
            temporary.replace(self._path)

    @contextmanager
    def _written(self, content: bytes) -> Iterator[Path]:
        try:
            descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
            temporary = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                yield temporary
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise SignInError(self._unwritable(error)) from error

    def _unwritable(self, error: OSError) -> str:
        return f"The token_file {self._path} cannot be written ({error.strerror}). Free space or give this user access."


def _grant(content: object) -> Grant:
    if not isinstance(content, dict):
        msg = "not an object"
        raise TypeError(msg)
    grant = Grant(**content | {"spent": tuple(content["spent"])})
    texts = (grant.refresh_token, grant.access_token or "", grant.expires_at or "", *grant.spent)
    if not all(isinstance(text, str) for text in texts):
        msg = "not the types of a grant"
        raise TypeError(msg)
    if grant.expires_at is not None:
        timestamps.from_text(grant.expires_at)
    return grant
