"""What views show of the currency of a trader or a bank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.homes import CURRENCIES

if TYPE_CHECKING:
    from sage200_sandbox.rows import Row

_ISO = {iso_id: (code, name) for code, name, _, iso_id in CURRENCIES}


def currency_columns(currency: Row) -> Row:
    """The currency's own columns and those of its ISO code."""
    iso_id = currency["currency_iso_code_id"]
    code, name = _ISO[iso_id] if isinstance(iso_id, int) else ("", "")
    return {
        "currency_id": currency["id"],
        "currency_name": currency["name"],
        "currency_symbol": currency["symbol"],
        "currency_iso_code_id": iso_id,
        "currency_iso_code": code,
        "currency_iso_code_name": name,
    }
