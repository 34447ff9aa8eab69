"""A target that upserts by key and keeps the last state, as any loader does; it forgets nothing between runs."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from tools.soak.errors import SoakError

if TYPE_CHECKING:
    from collections.abc import Iterable

Record: TypeAlias = "dict[str, Any]"


class Target:
    """What has been loaded.

    Attributes:
        held: The rows of each table by their keys, as their key properties name them.
        state: The last state.
    """

    def __init__(self) -> None:
        """Hold nothing."""
        self.held: defaultdict[str, dict[tuple[Any, ...], Record]] = defaultdict(dict)
        self.state: Record = {}
        self._keys: dict[str, list[str]] = {}

    def receive(self, lines: Iterable[bytes]) -> int:
        """Take what a run writes, to its end or to the line in which it was killed; return how many rows came.

        Raises:
            SoakError: A line is no message.
        """
        rows = 0
        for line in lines:
            if not line.endswith(b"\n"):
                break
            try:
                message = json.loads(line, parse_float=Decimal)
            except ValueError as error:
                msg = f"A line is no message ({error}): {line!r}"
                raise SoakError(msg) from error
            rows += self.take(message)
        return rows

    def take(self, message: Record) -> bool:
        """Take a message; tell whether it was a row."""
        match message:
            case {"type": "RECORD", "stream": table, "record": record}:
                self.held[table][tuple(record[part] for part in self._keys[table])] = record
                return True
            case {"type": "SCHEMA", "stream": table, "key_properties": key}:
                self._keys[table] = key
            case {"type": "STATE", "value": state}:
                self.state = state
        return False
