"""Customers and suppliers with their contacts and delivery addresses, before any trade.

Every eighth customer and one supplier of goods use the foreign currency. One customer is hidden, one is on hold, and
one is the branch of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.catalogue import GROUPS
from sage200_sandbox.company.countries import EXEMPT, EXPORT, IMPORT, STANDARD
from sage200_sandbox.company.names import customer_name, email, person, reference, street, supplier_name
from sage200_sandbox.company.nominal import STOCK, Account
from sage200_sandbox.company.products import EXPORT_BAND, STANDARD_BAND, TRADE_BAND

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.rows import Row, Value

_FOREIGN_EVERY = 8
_DISCOUNTED_EVERY = 12
_FOREIGN_TURN = 3
_HIDDEN = 5
_ON_HOLD = 6
_HEAD_OFFICE, _BRANCH = 8, 9
_FOREIGN_SUPPLIER_GROUP = 4
_TERMS = (
    (30, "PaymentDueFromDocumentDate"),
    (14, "PaymentDueFromDocumentDate"),
    (30, "PaymentDueFromEndOfMonth"),
)
_REPS = ("George", "Hélène", "")


@dataclass(frozen=True, slots=True)
class Overhead:
    """A supplier of overheads: its nominal account, its monthly amount for a small firm, and its tax code."""

    name: str
    account: Account
    amount: int
    tax: int = STANDARD


OVERHEADS = (
    Overhead("Northern Light & Power", Account("7200", "WHS"), 165),
    Overhead("Market Square Estates", Account("7100", "ADM"), 480, EXEMPT),
    Overhead("Beacon Telecom", Account("7500", "ADM"), 62),
    Overhead("Silver Shield Insurance", Account("7600", "ADM"), 85, EXEMPT),
    Overhead("Sparkle Cleaning", Account("7800", "WHS"), 70),
    Overhead("Four Wheels Fleet", Account("7300", "SAL"), 190),
)


@dataclass(frozen=True, slots=True)
class Money:
    """The currencies of the company's trade."""

    base: Row
    foreign: Row


def is_foreign(index: int) -> bool:
    """Whether the customer with this index uses the foreign currency."""
    return index % _FOREIGN_EVERY == _FOREIGN_TURN


def _account(office: Office, name: str, index: int, *, foreign: bool) -> dict[str, Value]:
    """The values that customers and suppliers share."""
    country_code, area, prefix = office.home.telephone
    days, basis = _TERMS[index % len(_TERMS)]
    opened = datetime(2024, 1, 2, tzinfo=UTC) + timedelta(days=7 * (index % 40))
    return {
        "reference": reference(name, index),
        "name": name,
        "short_name": name[:8].strip(),
        "account_status_type": "AccountStatusActive",
        "exchange_rate_type": "ExchangeRateSingle",
        "telephone_country_code": country_code,
        "telephone_area_code": area,
        "telephone_subscriber_number": f"{prefix}{index % 1000:03d}",
        "website": "" if index % 3 else f"www.{email(name, '')[1:]}",
        "country_code_id": office.home.foreign_country_id if foreign else office.home.country_id,
        "vat_number": "" if index % 4 == 0 else f"{office.home.vat_number} {index % 100:02d}",
        "account_type": "TradingAccountTypeOpenItem",
        "payment_terms_days": days,
        "payment_terms_basis": basis,
        "trading_terms": f"{days} days nett",
        "account_opened": opened,
        "last_credit_review": None if index % 3 else opened + timedelta(days=180),
        "next_credit_review": None if index % 3 else opened + timedelta(days=545),
        "application_date": opened,
        "date_received": opened,
        "terms_agreed": True,
        "months_to_keep_transactions": 36,
    }


def customers(office: Office, money: Money, *, tax: dict[Value, Row], bands: dict[Value, Row]) -> list[Row]:
    """The customers, with zero balances. `tax` is by number, and `bands` by name."""
    rows: list[Row] = []
    for index in range(office.sized(40)):
        abroad = is_foreign(index)
        band = EXPORT_BAND if abroad else (STANDARD_BAND, TRADE_BAND)[index % 2]
        account = _account(office, customer_name(index), index, foreign=abroad)
        discount = index % 6 == 0
        rows.append(
            blank(
                "customers",
                **account
                | {
                    "currency_id": (money.foreign if abroad else money.base)["id"],
                    "credit_limit": 500 * (index % 12),
                    "default_tax_code_id": tax[EXPORT if abroad else STANDARD]["id"],
                    "early_settlement_discount_percent": 2 if discount else 0,
                    "early_settlement_discount_days": 7 if discount else 0,
                    "price_band_id": bands[band]["id"],
                    "default_nominal_code_reference": "4000",
                    "default_nominal_code_cost_centre": "EXP" if abroad else "HOM",
                    "default_nominal_code_department": GROUPS[0].department,
                    "analysis_code_1": "Export" if abroad else ("Trade", "Retail", "")[index % 3],
                    "analysis_code_2": _REPS[index % len(_REPS)],
                    "spare_text_1": "Leave with the neighbour's “café”" if index % 11 == 1 else "",
                    "office_type": "Independent",
                    "order_priority": "A" if index % 10 == 0 else "",
                    "use_tax_code_as_default": abroad,
                    "invoice_discount_percent": Decimal("2.5") if index % _DISCOUNTED_EVERY == 1 else 0,
                },
                **office.master("customers"),
            )
        )
    rows[_HIDDEN]["account_status_type"] = "AccountStatusHidden"
    rows[_ON_HOLD] |= {"on_hold": True, "status_reason": "Over 90 days"}
    rows[_HEAD_OFFICE]["office_type"] = "HeadOffice"
    rows[_BRANCH] |= {"office_type": "Branch", "associated_head_office_id": rows[_HEAD_OFFICE]["id"]}
    return rows


def suppliers(office: Office, money: Money, *, tax: dict[Value, Row], codes: dict[Account, Row]) -> list[Row]:
    """The suppliers of goods, one for each product group and variety, followed by the suppliers of overheads.

    Invoices for overheads are posted to the supplier's default nominal code. `tax` is by number, and `codes` by
    reference, cost centre and department.
    """
    of_goods = [
        (supplier_name(group, variant), STOCK, IMPORT if group == _FOREIGN_SUPPLIER_GROUP else STANDARD)
        for variant in range(office.scale)
        for group in range(len(GROUPS))
    ]
    of_overheads = [(one.name, one.account, one.tax) for one in OVERHEADS]
    rows = []
    for index, (name, account, tax_code) in enumerate(of_goods + of_overheads):
        abroad = tax_code == IMPORT
        rows.append(
            blank(
                "suppliers",
                **_account(office, name, index, foreign=abroad)
                | {
                    "currency_id": (money.foreign if abroad else money.base)["id"],
                    "credit_limit": 5000,
                    "default_tax_code_id": tax[tax_code]["id"],
                    "default_nominal_code_id": codes[account]["id"],
                    "default_nominal_code_reference": account.reference,
                    "default_nominal_code_cost_centre": account.cost_centre,
                    "default_nominal_code_department": account.department,
                },
                **office.master("suppliers"),
            )
        )
    return rows


def contacts(office: Office, table: str, *, traders: list[Row]) -> list[Row]:
    """The contacts of customers or suppliers: one each, and two for every fourth."""
    trader_id = table.replace("contacts", "id")
    rows = []
    for index, trader in enumerate(traders):
        for order in range(2 if index % 4 == 0 else 1):
            first, last = person(index * 2 + order)
            rows.append(
                blank(
                    table,
                    **{trader_id: trader["id"]},
                    name=f"{first} {last}",
                    first_name=first,
                    last_name=last,
                    default_telephone="" if order else f"01632 960{index % 1000:03d}",
                    default_email=email(str(trader["name"]), "office" if order else "accounts"),
                    is_default=order == 0,
                    **office.master(table),
                )
            )
    return rows


def delivery_addresses(office: Office, *, customers: list[Row]) -> list[Row]:
    """The delivery addresses: one for each customer, and two for every third."""
    rows = []
    for index, customer in enumerate(customers):
        abroad = is_foreign(index)
        towns = office.home.foreign_towns if abroad else office.home.towns
        country_id = office.home.foreign_country_id if abroad else office.home.country_id
        for order in range(2 if index % 3 == 0 else 1):
            town, county = towns[(index + order) % len(towns)]
            rows.append(
                blank(
                    "customer_delivery_addresses",
                    customer_id=customer["id"],
                    is_default=order == 0,
                    description="Second site" if order else "Main site",
                    postal_name=customer["name"],
                    address_1=street(index * 5 + order),
                    city=town,
                    county=county,
                    postcode=f"ZZ{index % 90 + 10} {order + 1}AB" if index % 7 else "",
                    country=office.home.foreign_country if abroad else office.home.country,
                    address_country_code_id=country_id,
                    contact=" ".join(person(index * 2)),
                    email=email(str(customer["name"]), "goods"),
                    tax_code_id=customer["default_tax_code_id"],
                    country_code_id=country_id,
                    **office.master("customer_delivery_addresses"),
                )
            )
    return rows
