"""Postal addresses of the company, its banks and those that it deals with: what their tables have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.words import street

if TYPE_CHECKING:
    from sage200_sandbox.company.homes import Home
    from sage200_sandbox.rows import Row


def address(home: Home, index: int, *, number: int, abroad: bool = False) -> Row:
    """The address of whoever has this index among its like; `number` is that of house and street."""
    towns = home.foreign_towns if abroad else home.towns
    town, county = towns[index % len(towns)]
    return {
        "address_1": street(number),
        "city": town,
        "county": county,
        "postcode": f"ZZ{index % 90 + 10} 3AB",
        "country": home.foreign_country if abroad else home.country,
    }
