"""The company's details, currencies, tax codes, cost centres, departments and additional charges."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.catalogue import GROUPS
from sage200_sandbox.company.countries import CURRENCIES, STANDARD, UNITS_FOR_A_EURO
from sage200_sandbox.company.names import email

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.rows import Row, Value

COST_CENTRES = (
    ("HOM", "Home Sales"),
    ("EXP", "Export Sales"),
    ("ADM", "Administration"),
    ("WHS", "Warehouse"),
    ("SAL", "Sales Team"),
)
_CHARGES = (
    ("CARRIAGE", "Carriage", "7.50"),
    ("EXPRESS", "Express Delivery", "14.95"),
    ("INSTALL", "Assembly", "45.00"),
)


def company_details(office: Office) -> list[Row]:
    """The single row with the details of the company."""
    country_code, area, prefix = office.home.telephone
    return [
        blank(
            "company_details",
            name=office.name,
            telephone=f"+{country_code} {area} {prefix}000",
            email=email(office.home.company, "accounts"),
            website=f"www.{email(office.home.company, '')[1:]}",
            tax_registration_number=f"{office.home.vat_number} 00",
            years_accounts_held_for=6,
            country_code_id=office.home.country_id,
            **office.master("company_details"),
        )
    ]


def currencies(office: Office) -> list[Row]:
    """The currencies. Their rates are units for one unit of base currency and for one euro (meaning inferred)."""
    base = UNITS_FOR_A_EURO[office.home.currency]
    return [
        blank(
            "currencies",
            symbol=symbol,
            name=name,
            core_currency_rate=UNITS_FOR_A_EURO[code] / base,
            euro_currency_rate=UNITS_FOR_A_EURO[code],
            is_base_currency=code == office.home.currency,
            is_euro_currency=code == "EUR",
            use_for_new_accounts=code == office.home.currency,
            exchange_rate_type="ExchangeRateSingle",
            exchange_rate_amendability_type="ExchangeAmendabilityAllTransactions",
            currency_iso_code_id=iso_id,
            **office.master("currencies"),
        )
        for code, name, symbol, iso_id in CURRENCIES
    ]


def currency(rows: list[Row], code: str) -> Row:
    """The currency with this ISO code. The rows are in the order of `currencies`."""
    return rows[[iso for iso, *_ in CURRENCIES].index(code)]


def tax_codes(office: Office) -> list[Row]:
    """The country's tax codes."""
    return [
        blank(
            "tax_codes",
            code=tax.code,
            name=tax.name,
            tax_rate=tax.rate,
            terms=tax.terms,
            terms_description=tax.terms_description,
            is_notional_acquisition_tax=tax.terms != "EcTermsNotApplicable",
            **office.master("tax_codes"),
        )
        for tax in office.home.taxes
    ]


def cost_centres(office: Office) -> list[Row]:
    """The cost centres."""
    return [blank("cost_centres", code=code, name=name, **office.master("cost_centres")) for code, name in COST_CENTRES]


def departments(office: Office) -> list[Row]:
    """One department for each product group."""
    return [
        blank("departments", code=group.department, name=group.description, **office.master("departments"))
        for group in GROUPS
    ]


def sop_additional_charges(office: Office, *, nominal_code: Row, tax: dict[Value, Row]) -> list[Row]:
    """Additional charges, such as carriage. `tax` is by tax code number."""
    return [
        blank(
            "sop_additional_charges",
            code=code,
            name=name,
            charge_value=Decimal(value),
            nominal_code_id=nominal_code["id"],
            tax_code_id=tax[STANDARD]["id"],
            **office.master("sop_additional_charges"),
        )
        for code, name, value in _CHARGES
    ]
