"""A file that keeps the grant between runs: private, locked while the token is spent, and replaced in one step."""

from __future__ import annotations

import glob
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from tap_sage200.auth.grant import Grant
from tap_sage200.errors import SIGN_IN_AGAIN, SignInAgainError, SignInError

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK_SECONDS = 120
PROBE_BYTES = 65536


class FileStore:
    """Keeps the grant in a file that only its owner can read."""

    def __init__(self, path: Path) -> None:
        """Use a file; it and its folder are made when first needed.

        A link is followed once and for all: who comes by it and who comes by the file itself must share the lock, and
        replacing the link would leave them with two copies of one token.
        """
        self._path = Path(os.path.realpath(path))

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
            self._sweep()
            yield
        finally:
            lock.release()

    def load(self) -> Grant | None:
        """Read the grant.

        Raises:
            SignInError: The file cannot be read, or something else wrote it.
        """
        try:
            return Grant.from_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            msg = f"The token_file {self._path} cannot be read ({error.strerror}). Give this user access to it."
            raise SignInError(msg) from error
        except ValueError as error:
            msg = (
                f"The token_file {self._path} holds something else than a token of this tap. Restore it, or move it "
                f"away. {SIGN_IN_AGAIN}"
            )
            raise SignInAgainError(msg) from error

    def check(self, grant: Grant | None) -> None:
        """Write a file that is large enough for any grant, then put the grant into its place.

        Raises:
            SignInError: The file cannot be written.
        """
        with self._written(b" " * PROBE_BYTES):
            pass
        if grant is not None:
            self.save(grant)

    def save(self, grant: Grant) -> None:
        """Write the grant beside the file, force it to the disk, and put it in the file's place.

        Raises:
            SignInError: The file cannot be written.
        """
        with self._written(grant.to_json().encode()) as temporary:
            temporary.replace(self._path)
            _sync(self._path.parent)

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

    def _sweep(self) -> None:
        """Remove what a run that was killed while it wrote has left behind: it holds a token, too."""
        for left_behind in self._path.parent.glob(f".{glob.escape(self._path.name)}.*"):
            left_behind.unlink(missing_ok=True)

    def _unwritable(self, error: OSError) -> str:
        return f"The token_file {self._path} cannot be written ({error.strerror}). Free space or give this user access."


def _sync(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system knows such a thing."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
