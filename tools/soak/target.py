"""A target that upserts by key and keeps the last state, like any loader. It keeps all rows between runs."""

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
    """The loaded rows.

    Attributes:
        held: The rows of each table, by their key properties.
        state: The last state.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.held: defaultdict[str, dict[tuple[Any, ...], Record]] = defaultdict(dict)
        self.state: Record = {}
        self._keys: dict[str, list[str]] = {}

    def receive(self, lines: Iterable[bytes]) -> int:
        """Receive the output of a run, up to its end or to an incomplete line. Return the number of rows.

        Raises:
            SoakError: A line is not a message.
        """
        rows = 0
        for line in lines:
            if not line.endswith(b"\n"):
                break
            try:
                message = json.loads(line, parse_float=Decimal)
            except ValueError as error:
                msg = f"A line is not a message ({error}): {line!r}"
                raise SoakError(msg) from error
            rows += self.take(message)
        return rows

    def take(self, message: Record) -> bool:
        """Receive a message, and return whether it is a row."""
        match message:
            case {"type": "RECORD", "stream": table, "record": record}:
                self.held[table][tuple(record[part] for part in self._keys[table])] = record
                return True
            case {"type": "SCHEMA", "stream": table, "key_properties": key}:
                self._keys[table] = key
            case {"type": "STATE", "value": state}:
                self.state = state
        return False
