"""A token store in a file: private, locked while a token is used, and replaced atomically."""

from __future__ import annotations

import glob
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from tap_sage200 import problems
from tap_sage200.auth import shared_file
from tap_sage200.auth.grant import Grant
from tap_sage200.errors import SignInAgainError, SignInError

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK_SECONDS = 120
"""How long to wait for the lock."""
PROBE_BYTES = 65536
"""The size of the test file that is written before a token is used. No grant is larger."""


class FileStore:
    """Keeps the grant in a file that only its owner can read."""

    def __init__(self, path: Path) -> None:
        """Use a file. The file and its folder are created when first needed.

        A symbolic link is resolved here. Runs that use the link and runs that use the file must share one lock, and
        replacing the link would leave two copies of one token.
        """
        self._path = Path(os.path.realpath(path))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the lock file beside the token file.

        Raises:
            SignInError: Another run holds the lock for too long, or the folder cannot be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(f"{self._path}.lock", timeout=LOCK_SECONDS, mode=0o600)
            lock.acquire()
        except Timeout as error:
            lock_file = f"{self._path}.lock"
            raise SignInError(problems.tokens.FILE_LOCKED, lock=lock_file, seconds=LOCK_SECONDS) from error
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            self._remove_temporary_files()
            yield
        finally:
            lock.release()

    def load(self) -> Grant | None:
        """Read the grant.

        Raises:
            SignInError: The file cannot be read.
            SignInAgainError: The file contains something else than a grant.
        """
        try:
            return Grant.from_json(shared_file.read(self._path))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SignInError(problems.tokens.FILE_UNREADABLE, file=self._path, reason=error.strerror) from error
        except ValueError as error:
            raise SignInAgainError(problems.tokens.FILE_OF_SOMETHING_ELSE, file=self._path) from error

    def check(self, grant: Grant | None) -> None:
        """Check that a file of any grant's size can be written, then save the grant.

        Raises:
            SignInError: The file cannot be written.
        """
        with self._written(b" " * PROBE_BYTES):
            pass
        if grant is not None:
            self.save(grant)

    def save(self, grant: Grant) -> None:
        """Write the grant to a temporary file, sync it to disk, and rename it to the file.

        Raises:
            SignInError: The file cannot be written.
        """
        with self._written(grant.to_json().encode()) as temporary:
            shared_file.replace(self._path, temporary)
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
            raise self._unwritable(error) from error

    def _remove_temporary_files(self) -> None:
        """Remove temporary files of runs that were killed while writing: they contain tokens too."""
        for left_behind in self._path.parent.glob(f".{glob.escape(self._path.name)}.*"):
            left_behind.unlink(missing_ok=True)

    def _unwritable(self, error: OSError) -> SignInError:
        return SignInError(problems.tokens.FILE_UNWRITABLE, file=self._path, reason=error.strerror)


def _sync(folder: Path) -> None:
    """Sync the names in a folder to disk, on systems that support it."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
