"""How tax numbers look in the countries of the European Union and in Great Britain.

That of Great Britain is seen, its id too: it is the tenth of the members of 2004 by their names, so the others follow
in that order, and those who joined later come last (inferred).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.fixed import brought
from sage200_sandbox.company.reading import by

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_MASKS = r"""
AT ^U[0-9]{8}$
BE ^[0-9]{10}$
CY ^[0-9]{8}[A-Z]$
CZ ^[0-9]{8,10}$
DK ^[0-9]{8}$
EE ^[0-9]{9}$
FI ^[0-9]{8}$
FR ^[A-Z0-9]{2}[0-9]{9}$
DE ^[0-9]{9}$
GB ^[0-9]{3}[\s]*[0-9]{4}[\s]*[0-9]{2}$
GR ^[0-9]{9}$
HU ^[0-9]{8}$
IE ^[0-9][A-Z0-9][0-9]{5}[A-Z]{1,2}$
IT ^[0-9]{11}$
LV ^[0-9]{11}$
LT ^([0-9]{9}|[0-9]{12})$
LU ^[0-9]{8}$
MT ^[0-9]{8}$
NL ^[0-9]{9}B[0-9]{2}$
PL ^[0-9]{10}$
PT ^[0-9]{9}$
SK ^[0-9]{10}$
SI ^[0-9]{8}$
ES ^[A-Z0-9][0-9]{7}[A-Z0-9]$
SE ^[0-9]{12}$
BG ^[0-9]{9,10}$
RO ^[0-9]{2,10}$
HR ^[0-9]{11}$
"""


def country_code_tax_masks(made: Tables) -> list[Row]:
    """The masks, by their ids."""
    countries = by(made["country_codes"], "code")
    masks = (line.split(maxsplit=1) for line in _MASKS.strip().splitlines())
    return [
        brought("country_code_tax_masks", country_code_id=countries[code]["id"], id=id_, name=mask)
        for id_, (code, mask) in enumerate(masks, start=1)
    ]
