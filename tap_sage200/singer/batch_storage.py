"""The storage of batch files. It tells how much was written, and why a file cannot be written."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from singer_sdk.helpers._batch import StorageTarget

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LOCAL = {"", "file", "local"}
"""The protocols of a folder on this machine."""


def check_storage(config: Mapping[str, Any]) -> None:
    """Check the storage of the setting, as far as this is possible without a request.

    Args:
        config: The settings, of which `batch_config` is well-formed.

    Raises:
        ConfigurationError: No batch file could be written.
    """
    if batch_config := config.get("batch_config"):
        BatchStorage("batch_config", StorageTarget(**batch_config["storage"])).check()


class BatchStorage(StorageTarget):
    """Writes the batch files of one table where the setting says."""

    def __init__(self, table: str, storage: StorageTarget) -> None:
        """Use the storage of the setting."""
        super().__init__(storage.root, storage.prefix, storage.params)
        self._table = table
        self._bytes = 0

    def check(self) -> None:
        """Check the address, and make the folder and a file in it if it is on this machine. The file is removed.

        Raises:
            ConfigurationError: No file could be written.
        """
        try:
            _ = self._root_path.fs
        except (ImportError, ValueError) as error:
            raise _unusable(str(error)) from error
        except Exception as error:  # each storage has errors of its own, which may quote a secret of params
            raise _unusable(type(error).__name__) from error
        if self._root_path.protocol in _LOCAL:
            root = Path(self._root_path.path)
            folder = Path(root, f"{self.prefix or ''}file").parent
            try:
                root.mkdir(parents=True, exist_ok=True)  # as the SDK does, which makes no folder in it
                with TemporaryFile(dir=folder):
                    pass
            except OSError as error:
                raise _unusable(error.strerror or type(error).__name__, folder) from error

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


def _unusable(*reason: object) -> ConfigurationError:
    return ConfigurationError(problems.settings.STORAGE_UNUSABLE, reason=": ".join(map(str, reason)))
