"""Batch files in the encoding that the setting names."""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from singer_sdk.batch import BaseBatcher, Batcher
from singer_sdk.singerlib.json import serialize_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers._batch import BatchConfig


def batcher_for(stream_name: str, tap_name: str, config: BatchConfig) -> BaseBatcher | Batcher:
    """Return what writes the batch files of a stream."""
    is_plain = config.encoding.format == "jsonl" and config.encoding.compression != "gzip"
    batcher = PlainBatcher if is_plain else Batcher
    return batcher(tap_name=tap_name, stream_name=stream_name, batch_config=config)


class PlainBatcher(BaseBatcher):
    """Writes JSON Lines without compression. The SDK compresses them, whatever the setting says."""

    def get_batches(self, records: Iterator[dict[str, Any]]) -> Iterator[list[str]]:
        """Write the records to files, and return the manifest of each one."""
        storage, name = self.batch_config.storage, f"{self.tap_name}--{self.stream_name}-{uuid4()}"
        for number in count(1):
            lines = [f"{serialize_json(record)}\n".encode() for record in islice(records, self.batch_config.batch_size)]
            if not lines:
                return
            filename = f"{storage.prefix or ''}{name}-{number}.jsonl"
            with storage.open(filename, "wb") as file:
                file.writelines(lines)
            yield [storage.get_url(filename)]
