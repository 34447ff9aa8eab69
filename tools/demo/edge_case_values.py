"""Values that loaders often get wrong. The demo writes them into a row of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.demo.rows import Change, Row

_TEXTS = (
    "tab\there, line\nfeed, return\r\n",
    "back\\slash, \\t, \\n, \\x41",
    "\\N",  # null in the COPY format
    "\\.",  # the end in the COPY format
    "NULL",
    "'single', \"double\", $$dollar$$, comma, {brace}",
    "£ é \u00a0 \u2028 \U0001f9fe",
    "\x01 \x1f \x7f",
    "nothing between \0 these",
    " ",
)
_LARGE_AMOUNT = 9_999_999_990_000.99
"""The largest number of digits that COPY keeps exactly. A day of work may add a little."""


def edge_case_change(customer: Row) -> Change:
    """Return a change that sets these texts on a customer, and the large amount as its credit limit."""
    texts = {f"analysis_code_{number}": text for number, text in enumerate(_TEXTS, start=1)}
    return {"update": "customers", "key": [customer["id"]], "values": texts | {"credit_limit": _LARGE_AMOUNT}}
