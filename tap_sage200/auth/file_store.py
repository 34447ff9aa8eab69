"""A token store in a file: private, locked while a token is used, and replaced atomically."""

from __future__ import annotations

import glob
import logging
import os
import stat
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from tap_sage200 import problems
from tap_sage200.auth import shared_file
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.token_store import LOCK_SECONDS, LockedError
from tap_sage200.errors import SignInAgainError, SignInError

if TYPE_CHECKING:
    from collections.abc import Iterator

RESERVED_BYTES = 262_144
"""The size of the file that keeps space for the next grant. No grant is larger: see `LARGEST_SMALL`."""
LARGEST = 1_048_576
"""The most bytes that are read of a token file."""
TEMPORARY = ".tmp"
"""How the names of temporary files end."""
_KINDS = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))

logger = logging.getLogger(__name__)


class FileStore:
    """Keeps the grant in a file that only its owner can read."""

    def __init__(self, path: Path) -> None:
        """Use a file. The file and its folder are created when first needed.

        A symbolic link is resolved here. Runs that use the link and runs that use the file must share one lock, and
        replacing the link would leave two copies of one token.
        """
        self._path = Path(os.path.realpath(path))
        self._reserve: Path | None = None
        self._warned = False

    @contextmanager
    def lock(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Hold the lock file beside the token file.

        Raises:
            LockedError: Another run holds the lock for too long.
            SignInError: The folder cannot be written, or there can be no lock.
        """
        name = f"{self._path}.lock"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            lock = FileLock(name, timeout=seconds, mode=0o600)
            lock.acquire()
        except Timeout as error:
            raise LockedError(problems.token_stores.FILE_LOCKED, lock=name) from error
        except NotImplementedError as error:  # filelock raises it where the file system has no locks
            reason = "the file system has no locks"
            raise SignInError(problems.token_stores.FILE_NOT_LOCKED, lock=name, reason=reason) from error
        except OSError as error:
            raise self._not_locked(Path(name), error) from error
        try:
            self._remove_temporary_files()
            yield
        finally:
            self._remove_temporary_files()
            lock.release()

    def load(self) -> Grant | None:
        """Read the grant.

        Raises:
            SignInError: The file cannot be read.
            SignInAgainError: The file contains something else than a grant.
        """
        try:
            content = self._content()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise SignInError(problems.token_stores.FILE_UNREADABLE, file=self._path, reason=error.strerror) from error
        try:
            return Grant.from_json(content)
        except ValueError as error:
            raise SignInAgainError(
                problems.token_stores.FILE_OF_SOMETHING_ELSE, file=self._path, reason=error
            ) from error

    def _content(self) -> bytes:
        mode = self._path.stat().st_mode
        if not stat.S_ISREG(mode):  # to read a pipe or a device may take forever
            kind = next((kind for is_kind, kind in _KINDS if is_kind(mode)), "a device")
            raise SignInError(problems.token_stores.FILE_IS_NOT_A_FILE, file=self._path, kind=kind)
        if mode & stat.S_IROTH and sys.platform != "win32" and not self._warned:
            self._warned = True
            logger.warning("%s", problems.token_stores.FILE_IS_PUBLIC.text(file=self._path))
        return shared_file.read(self._path, LARGEST)

    def check(self, grant: Grant | None) -> None:
        """Save the grant, and keep space on the disk for the next one, until that is saved or the lock is released.

        Raises:
            SignInError: The file cannot be written.
        """
        with self._failures():
            # Random bytes: blanks would take no space on a file system that compresses.
            reserve = self._temporary(os.urandom(RESERVED_BYTES))
        try:
            if grant is not None:
                self.save(grant)
        except BaseException:
            reserve.unlink(missing_ok=True)
            raise
        self._reserve = reserve

    def save(self, grant: Grant) -> None:
        """Write the grant to a temporary file, sync it to disk, and rename it to the file.

        Raises:
            SignInError: The file cannot be written.
        """
        content = grant.to_json().encode()
        reserve, self._reserve = self._reserve, None
        with self._failures():
            temporary = self._temporary(content) if reserve is None else _filled(reserve, content)
            try:
                shared_file.replace(self._path, temporary)
                _sync(self._path.parent)
            finally:
                temporary.unlink(missing_ok=True)

    def _temporary(self, content: bytes) -> Path:
        """Write a new file beside the token file."""
        prefix = f".{self._path.name}."
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=prefix, suffix=TEMPORARY)
        os.close(descriptor)
        return _filled(Path(name), content)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._unwritable(error) from error

    def _remove_temporary_files(self) -> None:
        """Remove the reserve, and files of runs that were killed while writing: they contain tokens too."""
        self._reserve = None
        for left_behind in self._path.parent.glob(f".{glob.escape(self._path.name)}.*{TEMPORARY}"):
            with suppress(OSError):
                left_behind.unlink()

    def _not_locked(self, lock: Path, error: OSError) -> SignInError:
        if not lock.exists():  # the folder cannot be written
            return self._unwritable(error)
        return SignInError(problems.token_stores.FILE_NOT_LOCKED, lock=lock, reason=error.strerror)

    def _unwritable(self, error: OSError) -> SignInError:
        return SignInError(problems.token_stores.FILE_UNWRITABLE, file=self._path, reason=error.strerror)


def _filled(path: Path, content: bytes) -> Path:
    """Replace the content of a file, in the space that it has on the disk. Remove the file if that fails."""
    try:
        with path.open("r+b") as file:
            file.write(content)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _sync(folder: Path) -> None:
    """Sync the names in a folder to disk, on systems that support it."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
