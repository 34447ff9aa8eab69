"""The lenient decoder: makes a complete record of a row that does not fit the typed decoder.

Sage omits null values from its JSON (seen). A record must contain them: otherwise the warehouse would keep a date that
was cleared in Sage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_sage200.records.conversion import kind_of, needs_conversion, read_as

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_sage200.records.body import SageRow


class LenientDecoder:
    """Makes complete records of the rows of one table."""

    def __init__(self, *, columns: Mapping[str, Mapping[str, Any]], key: Sequence[str]) -> None:
        """Prepare the columns.

        Args:
            columns: The columns that come from Sage's rows, by name, each as its JSON Schema.
            key: The key columns. An absent key column becomes 0 or an empty text. Sage writes an absent reference or
                text the same way (seen).
        """
        self._fields = dict.fromkeys(columns)
        self._kinds = {name: kind_of(column) for name, column in columns.items()}
        self._key: dict[str, int | str] = {part: 0 if self._kinds[part] == "integer" else "" for part in key}
        # Sage sends some references only as an expanded object, which holds the key.
        self._objects = {
            name: name.removesuffix("_id") for name, column in columns.items() if column.get("x-expand") is not None
        }

    def record(self, row: Mapping[str, Any]) -> SageRow:
        """Make a record with exactly the columns of the schema. Absent columns are null.

        Raises:
            ValueError: A value cannot be converted to the type of its column.
        """
        record = {field: row.get(field) for field in self._fields}
        for name, expanded in self._objects.items():
            if record[name] is None and isinstance(related := row.get(expanded), dict):
                record[name] = related.get("id")
        for name, value in record.items():
            if needs_conversion(value, self._kinds[name]):
                record[name] = read_as(self._kinds[name], name, value)
        for part, absent in self._key.items():
            if record[part] is None:
                record[part] = absent
        return record
