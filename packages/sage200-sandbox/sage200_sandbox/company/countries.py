"""The countries and the currencies of the world that Sage knows, as far as this company may trade with them.

The ids of Great Britain, Germany, Ireland and of the three currencies in use are seen; those between them
follow the alphabet (inferred).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.fixed import brought

if TYPE_CHECKING:
    from sage200_sandbox.rows import Row

_COUNTRIES = """
AU - Australia
AT + Austria
BE + Belgium
BG + Bulgaria
HR + Croatia
CY + Cyprus
CZ + Czech Republic
DK + Denmark
EE + Estonia
FI + Finland
FR + France
DE + Germany
GB - Great Britain
GR + Greece
HU + Hungary
IE + Ireland
IT + Italy
JP - Japan
LV + Latvia
LT + Lithuania
LU + Luxembourg
MT + Malta
NL + Netherlands
NO - Norway
PL + Poland
PT + Portugal
RO + Romania
SK + Slovakia
SI + Slovenia
ES + Spain
SE + Sweden
CH - Switzerland
US - United States
"""
_CURRENCIES = (
    (1, "AED", "UAE Dirham"),
    (8, "AUD", "Australian Dollar"),
    (26, "CAD", "Canadian Dollar"),
    (28, "CHF", "Swiss Franc"),
    (30, "CNY", "Yuan Renminbi"),
    (35, "CZK", "Czech Koruna"),
    (37, "DKK", "Danish Krone"),
    (46, "EUR", "Euro"),
    (49, "GBP", "Pound Sterling"),
    (75, "JPY", "Yen"),
    (109, "NOK", "Norwegian Krone"),
    (116, "PLN", "Zloty"),
    (129, "SEK", "Swedish Krona"),
    (150, "USD", "US Dollar"),
    (172, "ZAR", "Rand"),
)


def country_codes() -> list[Row]:
    """The countries; a plus marks members of the European Union."""
    rows = []
    for id_, line in enumerate(_COUNTRIES.strip().splitlines(), start=1):
        code, sign, name = line.split(maxsplit=2)
        rows.append(brought("country_codes", id=id_, code=code, name=name, eu_member=sign == "+"))
    return rows


def currency_iso_codes() -> list[Row]:
    """The currencies of the ISO list."""
    return [brought("currency_iso_codes", id=id_, code=code, name=name) for id_, code, name in _CURRENCIES]
