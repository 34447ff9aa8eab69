"""The two home countries of demo companies: the United Kingdom and Ireland."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

UNITS_FOR_A_EURO = {"GBP": Decimal("0.86"), "EUR": Decimal(1), "USD": Decimal("1.1")}
CURRENCIES = (("GBP", "Pound Sterling", "£", 49), ("EUR", "Euro", "€", 46), ("USD", "US Dollar", "$", 150))


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax code: its number, name, rate in percent, and the name of its terms (both seen)."""

    code: int
    name: str
    rate: Decimal
    terms: str = "EcTermsNotApplicable"
    terms_description: str = "Not Applicable"


@dataclass(frozen=True, slots=True)
class Home:
    """Values that depend on the home country. `price_level` scales all amounts of money."""

    company: str
    country: str
    country_id: int
    currency: str
    foreign_currency: str
    foreign_country: str
    foreign_country_id: int
    size: Decimal
    price_level: Decimal
    telephone: tuple[str, str, str]
    vat_number: str
    towns: tuple[tuple[str, str], ...]
    foreign_towns: tuple[tuple[str, str], ...]
    taxes: tuple[Tax, ...]


EXEMPT, STANDARD, ZERO_RATED, EXPORT, IMPORT, OUTSIDE = 0, 1, 2, 7, 8, 9


def _taxes(*own: Tax) -> tuple[Tax, ...]:
    """The tax codes of the country, and those of both countries."""
    return (
        Tax(EXEMPT, "Exempt transactions", Decimal(0)),
        *own,
        Tax(ZERO_RATED, "Zero rated transactions", Decimal(0)),
        Tax(EXPORT, "Zero rated sales outside the country", Decimal(0)),
        Tax(IMPORT, "Zero rated purchases from outside the country", Decimal(0)),
        Tax(OUTSIDE, "Transactions outside the scope of VAT", Decimal(0)),
        Tax(
            16,
            "Purchase Services ROW (Reverse Charge)",
            own[0].rate,
            "EcTermsPurchaseNonRelatedServices",
            "Purchase Non-Related Services",
        ),
    )


_BRITISH_TOWNS = (
    ("Leeds", "West Yorkshire"),
    ("Bristol", ""),
    ("Newcastle upon Tyne", "Tyne & Wear"),
    ("Cardiff", "South Glamorgan"),
    ("Ayr", "Ayrshire"),
    ("Norwich", "Norfolk"),
    ("King's Lynn", "Norfolk"),
)
_IRISH_TOWNS = (
    ("Dublin", "Co. Dublin"),
    ("Cork", "Co. Cork"),
    ("Galway", "Co. Galway"),
    ("Dún Laoghaire", "Co. Dublin"),
    ("Sligo", "Co. Sligo"),
)
_EUROZONE_TOWNS = (("Köln", ""), ("Besançon", ""), ("A Coruña", "Galicia"), ("Liège", ""))

HOMES = (
    Home(
        company="Demonstration Company (UK) Ltd",
        country="Great Britain",
        country_id=13,
        currency="GBP",
        foreign_currency="EUR",
        foreign_country="Germany",
        foreign_country_id=12,
        size=Decimal(1),
        price_level=Decimal(1),
        telephone=("44", "01632", "960"),
        vat_number="GB000 0000",
        towns=_BRITISH_TOWNS,
        foreign_towns=_EUROZONE_TOWNS,
        taxes=_taxes(Tax(STANDARD, "Standard rate", Decimal(20)), Tax(5, "Lower rate", Decimal(5))),
    ),
    Home(
        company="Demonstration Company (Ireland) Ltd",
        country="Ireland",
        country_id=16,
        currency="EUR",
        foreign_currency="GBP",
        foreign_country="Great Britain",
        foreign_country_id=13,
        size=Decimal("0.7"),
        price_level=Decimal("1.19"),
        telephone=("353", "020", "910"),
        vat_number="IE00000",
        towns=_IRISH_TOWNS,
        foreign_towns=_BRITISH_TOWNS,
        taxes=_taxes(
            Tax(STANDARD, "Standard rate", Decimal(23)),
            Tax(3, "Reduced rate", Decimal("13.5")),
            Tax(4, "Second reduced rate", Decimal(9)),
        ),
    ),
)
