"""The lenient decoder: makes a complete record of a row that the typed decoder cannot read.

Sage leaves null values out of its JSON (seen). A record must have them all the same: a date that was cleared in Sage
would otherwise stay in the warehouse for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_sage200.records.conversion import kind_of, needs_conversion, read_as

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_sage200.records.body import SageRow


class LenientDecoder:
    """Makes complete records of one table from Sage's rows."""

    def __init__(self, *, columns: Mapping[str, Mapping[str, Any]], key: Sequence[str]) -> None:
        """Prepare for the rows of one table.

        Args:
            columns: Every column of the table's schema that is made of Sage's rows, as JSON Schema has it.
            key: The columns of its key. An absent part becomes 0 or an empty text, as Sage itself writes an absent
                reference or text (seen).
        """
        self._fields = dict.fromkeys(columns)
        self._kinds = {name: kind_of(column) for name, column in columns.items()}
        self._key: dict[str, int | str] = {part: 0 if self._kinds[part] == "integer" else "" for part in key}
        # Sage gives some references only as an expanded object, which holds the key.
        self._objects = {
            name: name.removesuffix("_id") for name, column in columns.items() if column.get("x-expand") is not None
        }

    def record(self, row: Mapping[str, Any]) -> SageRow:
        """Make the record: every field of the schema, null where Sage sent none, and nothing else.

        A value in another form than its column is rewritten, since Sage's own description slips here and there.

        Raises:
            ValueError: A value cannot be read as its column's type.
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
