"""How schemas describe numbers with decimal places: as JSON numbers, or as text in a format of the Singer SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_sage200.records.conversion import DECIMAL, DIGITS

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBER, TEXT = "number", "singer.decimal"
"""The values of the setting."""
MOST_PLACES = 9
"""The decimal places of a column that Sage does not document: the most of any documented column (inferred)."""
_FORMATS = frozenset({DECIMAL, "singer.decimal"})
"""The format, and how the SDK's own type of this name writes it."""
_SIZE = ("precision", "scale")


def described(columns: Mapping[str, dict[str, Any]], form: str) -> dict[str, dict[str, Any]]:
    """Return columns, as JSON Schema, in the form that the setting names.

    Sage documents decimal places, but no precision. The precision is the most digits of a number that the tap loads.
    """
    if form != TEXT:
        return {**columns}
    return {name: _as_text(column) if "number" in column["type"] else column for name, column in columns.items()}


def _as_text(column: Mapping[str, Any]) -> dict[str, Any]:
    types = ["string" if kind == "number" else kind for kind in column["type"]]
    scale = column.get("x-scale", MOST_PLACES)
    return {**column, "type": types, "format": DECIMAL, "precision": DIGITS, "scale": scale}


def is_text(given: object) -> bool:
    """Tell whether a column of a catalogue holds numbers as text."""
    return isinstance(given, dict) and given.get("format") in _FORMATS and _kinds(given) == {"string"}


def differ(given: object, own: Mapping[str, Any]) -> bool:
    """Tell whether a column of a catalogue has one form and the table's own column the other."""
    if own.get("format") == DECIMAL:
        return isinstance(given, dict) and _kinds(given) == {"number"}
    return "number" in own["type"] and is_text(given)


def size_of(used: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, int]:
    """Return the precision and the scale of a column for its SCHEMA message. Catalogues of the SDK cannot hold them.

    Args:
        used: The column as the catalogue has it.
        own: The column as the table has it.
    """
    return {part: own[part] for part in _SIZE if used.get("format") == own.get("format") == DECIMAL}


def _kinds(given: Mapping[str, Any]) -> set[str]:
    sent = given.get("type")
    kinds = [sent] if isinstance(sent, str) else sent if isinstance(sent, list) else []
    return {*map(str, kinds)} - {"null"}
