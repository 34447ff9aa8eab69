"""What Sage nests in suppliers: their addresses and banks, how they stand, notes and alerts; and factor houses.

Every supplier has one address, one bank account and a standing; notes on credit are kept of every third, alerts of
every fifth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.addresses import address
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.reading import by
from sage200_sandbox.company.words import email, person

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_NOTE_EVERY, _ALERT_EVERY = 3, 5
_NOTES = ("Gave us thirty days at once", "Asks for a bank reference every January")
_ALERTS = ("Confirm prices before ordering", "Closed in the first half of August")
_STAMPS = ("date_time_created", "date_time_updated")


def tables(office: Office, made: Tables) -> Tables:
    """All of them."""
    suppliers = made["suppliers"]
    contacts = by((row for row in made["supplier_contacts"] if row["is_default"]), "supplier_id")
    return {
        "supplier_main_addresses": [
            _main_address(office, supplier, index, contacts[supplier["id"]]) for index, supplier in enumerate(suppliers)
        ],
        "supplier_banks": [_bank(office, supplier, index) for index, supplier in enumerate(suppliers, start=1)],
        "supplier_statuses": [
            nested(
                "supplier_statuses",
                supplier,
                is_live=supplier["account_status_type"] == "AccountStatusActive",
                **{name: supplier[name] for name in _STAMPS},
            )
            for supplier in suppliers
        ],
        "supplier_credit_memo_notes": [
            nested(
                "supplier_credit_memo_notes",
                supplier,
                note=_NOTES[turn % len(_NOTES)],
                created_by=USER,
                **office.master("supplier_credit_memo_notes"),
            )
            for turn, supplier in enumerate(suppliers[::_NOTE_EVERY])
        ],
        "supplier_alerts": [_alert(office, supplier, turn) for turn, supplier in enumerate(suppliers[::_ALERT_EVERY])],
        "factor_house_main_addresses": [
            _factor_address(office, factor, index) for index, factor in enumerate(made["factor_houses"])
        ],
    }


def _main_address(office: Office, supplier: Row, index: int, contact: Row) -> Row:
    """The address that was keyed in with the supplier."""
    abroad = supplier["country_code_id"] != office.home.country_id
    created = supplier["date_time_created"]
    return nested(
        "supplier_main_addresses",
        supplier,
        **address(office.home, index, number=index * 7 + 3, abroad=abroad),
        contact_name=contact["name"],
        address_country_code_id=supplier["country_code_id"],
        id=office.next_id(),
        date_time_created=created,
        date_time_updated=created,
    )


def _bank(office: Office, supplier: Row, number: int) -> Row:
    """Where the supplier is paid: suppliers abroad, and all in Ireland, by IBAN, others by sort code (inferred)."""
    by_iban = office.home.currency == "EUR" or supplier["country_code_id"] != office.home.country_id
    own = (
        {"iban_number": f"ZZ00 DEMO {number:012d}", "bic_number": "DEMOZZ00"}
        if by_iban
        else {"sort_code": "000000", "account_number": f"{number:08d}"}
    )
    return nested(
        "supplier_banks",
        supplier,
        **own,
        account_name=supplier["name"],
        bank_payment_reference=office.name,
        bacs_reference="" if by_iban else supplier["reference"],
        **office.master("supplier_banks"),
    )


def _alert(office: Office, supplier: Row, turn: int) -> Row:
    """What is shown to whoever orders of the supplier; every other one has been switched off."""
    return nested(
        "supplier_alerts",
        supplier,
        alert_text=_ALERTS[turn % len(_ALERTS)],
        is_active=turn % 2 == 0,
        show_alert_for_orders=True,
        show_alert_for_generate_purchase_orders=True,
        show_alert_for_generate_purchase_order_from_requisition_lines=True,
        updated_by=USER,
        **office.master("supplier_alerts"),
    )


def _factor_address(office: Office, factor: Row, index: int) -> Row:
    name = str(factor["name"])
    _, area, prefix = office.home.telephone
    return nested(
        "factor_house_main_addresses",
        factor,
        **address(office.home, index + 1, number=index * 7 + 5),
        contact=" ".join(person(index + 30)),
        telephone=f"{area} {prefix}{700 + index}",
        email=email(name, "office"),
        website=f"www.{email(name, '')[1:]}",
        **office.master("factor_house_main_addresses"),
    )
