"""Infers columns, key and timestamps of a table from a sample of its rows, in the words of the settings.

Sage leaves nulls out of its JSON (seen), so a column can be absent in all rows of the sample. What Sage itself says
about its fields fills that gap, where it says something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Final

from tap_sage200.singer.base_stream import COMPANY_KEY
from tap_sage200.sync.table import POSITION
from tap_sage200.timestamps import from_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_sage200.records.body import SageRow

LONGEST = 63
"""The most characters of a column."""
CANDIDATES = 10
"""How many columns are tried together as a key."""
PARTS = 3
"""The most columns of a key."""
UPDATED, CREATED = "date_time_updated", "date_time_created"
_NAME = re.compile(rf"[A-Za-z][A-Za-z0-9_]{{0,{LONGEST - 1}}}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?")
_NAMED_VALUE = re.compile(r"[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*){2,}")
"""How Sage writes named values, such as `AccountStatusActive`."""
_WHOLE_ENDS: Final = frozenset({"id", "count", "days", "number", "no", "period", "year", "month", "places", "position"})
"""The last words of names that are no amounts."""
_DECIMALS: Mapping[str, Sequence[str]] = {
    "percent": ("percent", "percentage"),
    "quantity": ("quantity", "weight", "stock", "level"),
    "rate": ("rate", "multiple"),
    "money": (
        *("money", "amount", "value", "balance", "price", "cost", "total", "limit", "discount", "profit", "turnover"),
        *("debit", "credit", "tax", "charge"),
    ),
}
"""The words of names that tell what a number with decimal places is."""
_LARGEST = 2**63 - 1
_TYPES = (
    ("bool", "flag"),
    ("date", "timestamp"),
    ("int", "whole"),
    ("long", "whole"),
    ("short", "whole"),
    ("string", "text"),
    ("guid", "text"),
    ("text", "text"),
    ("char", "text"),
)
"""Parts of the names of types, each with its word."""


@dataclass(frozen=True, slots=True)
class InferredColumn:
    """A column, with the word that says what it holds."""

    name: str
    word: str
    why: str
    """What shows it."""


@dataclass(frozen=True, slots=True)
class InferredTable:
    """A table as the sample shows it."""

    columns: Sequence[InferredColumn]
    key: Sequence[str]
    why_key: str
    """What shows that it is the key, or that it is none."""
    timestamps: Sequence[str] = ()
    created: str | None = None
    nested: Mapping[str, InferredTable] = field(default_factory=dict)
    """The tables nested in it, by the property of the row that holds their rows."""
    left_out: Sequence[str] = ()
    """The fields that are no columns, each with the reason."""


def inferred(rows: Sequence[SageRow], types: Mapping[str, str]) -> InferredTable:
    """Infer a table.

    Args:
        rows: The rows of the sample.
        types: The types of fields, as far as Sage describes them.
    """
    columns: dict[str, InferredColumn] = {}
    nested: dict[str, InferredTable] = {}
    left_out: list[str] = []
    for name in dict.fromkeys([*(name for row in rows for name in row), *types]):
        values = [row[name] for row in rows if row.get(name) is not None]
        reason = _why_not(name, [*columns, *nested])
        if reason is None and any(isinstance(value, list | dict) for value in values):
            inner = [one for value in values if isinstance(value, list) for one in value if isinstance(one, dict)]
            table = _nested(inner)
            if table.columns:
                nested[name] = table
                continue
            reason = "it holds an object or a list without rows"
        column = _column(name, values, types.get(name))
        if column is None or reason is not None:
            left_out.append(f"{ascii(name)[1:-1]}: {reason or 'Sage describes no plain value'}")
        else:
            columns[name] = column
    key, why_key = _key(rows, columns)
    timestamps = _timestamps(columns)
    return InferredTable(
        columns=[_of_key(column) if column.name in key else column for column in columns.values()],
        key=key,
        why_key=why_key,
        timestamps=timestamps,
        created=CREATED if timestamps and _is_timestamp(columns.get(CREATED)) else None,
        nested=nested,
        left_out=left_out,
    )


def _nested(rows: Sequence[SageRow]) -> InferredTable:
    """Infer a nested table. Without a key of its own, the position of a row is a part of its key."""
    table = inferred(rows, {})
    if table.key:
        return table
    own = [column for column in table.columns if column.name.lower() != POSITION]
    left_out = ["position: the tap adds this column itself"] if len(own) < len(table.columns) else []
    return replace(table, columns=own, left_out=[*table.left_out, *left_out])


def _why_not(name: str, before: Sequence[str]) -> str | None:
    """Return why a field can be no column. None if it can."""
    if name in COMPANY_KEY:
        return "the tap adds this column itself"
    if not _NAME.fullmatch(name) or name.lower().startswith("_sdc_"):
        return "not a name that loaders can use"
    if name.lower() in {known.lower() for known in before}:
        return "another column differs only in capital letters"
    return None


def _column(name: str, values: Sequence[object], sent_type: str | None) -> InferredColumn | None:
    """Return a column. None if it holds no plain value."""
    said = None if sent_type is None else _word_of_type(name, sent_type)
    if not values:
        if sent_type is not None:
            return None if said is None else InferredColumn(name, said, "from $metadata, null in the sample")
        return InferredColumn(name, "text", "null in the sample")
    word = _word(name, values)
    if said is not None and said != word and (word, said) in _MORE_EXACT:
        return InferredColumn(name, said, "from $metadata")
    return InferredColumn(name, word, "inferred")


_MORE_EXACT = {("text", "enum"), *(("whole", word) for word in _DECIMALS)}
"""The words of a sample that a word of Sage makes more exact."""


def _word(name: str, values: Sequence[object]) -> str:
    if all(isinstance(value, bool) for value in values):
        return "flag"
    numbers = [value for value in values if isinstance(value, int | Decimal) and not isinstance(value, bool)]
    if len(numbers) == len(values):
        is_whole = all(isinstance(value, int) and abs(value) <= _LARGEST for value in numbers)
        return "whole" if is_whole and not _is_amount(name) else _decimal(name)
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) < len(values):
        return "text"
    if all(map(_is_date, texts)):
        return "timestamp"
    return "enum" if all(map(_NAMED_VALUE.fullmatch, texts)) else "text"


def _word_of_type(name: str, sent: str) -> str | None:
    """Return the word for a type in the words of Sage, of .NET or of JSON Schema. None for what is no plain value."""
    kind = sent.rpartition(".")[2].lower()
    if kind.startswith("enum"):
        return "enum"
    if any(part in kind for part in ("decimal", "double", "float", "number", "single", "money")):
        return _decimal(name)
    return next((word for part, word in _TYPES if part in kind), None)


def _is_amount(name: str) -> bool:
    """Return whether a name is that of an amount. Sage may send it without decimal places in a whole sample."""
    parts = name.lower().split("_")
    return parts[-1] not in _WHOLE_ENDS and any(part in words for words in _DECIMALS.values() for part in parts)


def _decimal(name: str) -> str:
    parts = name.lower().split("_")
    return next((word for word, words in _DECIMALS.items() if any(part in words for part in parts)), "money")


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        from_text(text)
    except ValueError:
        return False
    return True


def _of_key(column: InferredColumn) -> InferredColumn:
    return InferredColumn(column.name, "identifier" if column.word == "whole" else "text", column.why)


def _key(rows: Sequence[SageRow], columns: Mapping[str, InferredColumn]) -> tuple[Sequence[str], str]:
    """Return the key, and what shows it."""
    count = "the only row of the sample" if len(rows) == 1 else f"the {len(rows)} rows of the sample"
    if "id" in columns and columns["id"].word in {"whole", "text"}:
        if not rows:
            return ["id"], "inferred from the name: there are no rows"
        if len(rows) == 1 and rows[0].get("id") is not None:
            return ["id"], "inferred from the name: one row shows nothing"
        if _are_unique(rows, ["id"]):
            return ["id"], f"unique in {count}"
    possible = [name for name, column in columns.items() if _may_be_key(name, column, rows)]
    if len(rows) > 1:
        for parts in range(1, PARTS + 1):
            for names in combinations(possible[:CANDIDATES] if parts > 1 else possible, parts):
                if _are_unique(rows, names):
                    return [*names], f"inferred: unique in {count}, but perhaps not in others"
    lacks = "id is not unique, and " if "id" in columns and rows else ""
    return [], f"{lacks}no columns are known to tell rows apart: name the key"


def _may_be_key(name: str, column: InferredColumn, rows: Sequence[SageRow]) -> bool:
    is_kind = column.word == "whole" or (column.word == "text" and column.why == "inferred")
    return is_kind and all(isinstance(row.get(name), str | int) and row[name] != "" for row in rows)


def _are_unique(rows: Sequence[SageRow], names: Sequence[str]) -> bool:
    keys = [tuple(row.get(name) for name in names) for row in rows]
    return all(None not in key for key in keys) and len({*keys}) == len(keys)


def _timestamps(columns: Mapping[str, InferredColumn]) -> Sequence[str]:
    """Return the timestamps of changes, the row's own first."""
    found = [name for name, column in columns.items() if name.endswith(UPDATED) and _is_timestamp(column)]
    return sorted(found, key=lambda name: name != UPDATED)


def _is_timestamp(column: InferredColumn | None) -> bool:
    return column is not None and column.word == "timestamp"
