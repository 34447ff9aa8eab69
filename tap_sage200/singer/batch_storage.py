"""The storage of batch files. It tells how much was written, and why a file cannot be written."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from singer_sdk.helpers._batch import StorageTarget

from tap_sage200 import problems
from tap_sage200.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


class BatchStorage(StorageTarget):
    """Writes the batch files of one table where the setting says."""

    def __init__(self, table: str, storage: StorageTarget) -> None:
        """Use the storage of the setting."""
        super().__init__(storage.root, storage.prefix, storage.params)
        self._table = table
        self._bytes = 0

    @contextmanager
    def open(self, filename: str, mode: str = "rb") -> Iterator[IO[Any]]:
        """Open a file.

        Raises:
            OutputError: The file cannot be written.
        """
        try:
            with super().open(filename, mode) as file:
                yield file
                self._bytes += file.tell()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise OutputError(problems.run.BATCH_FILE_FAILED, where=self._table, reason=reason) from error

    def taken_bytes(self) -> int:
        """Return the size of the files since the last call."""
        size, self._bytes = self._bytes, 0
        return size
