"""How the contacts of suppliers are reached, and what they are asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.reading import by

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_FAX_EVERY, _MOBILE_EVERY = 4, 2


def tables(office: Office, made: Tables) -> Tables:
    """All that hangs on the contacts of suppliers."""
    contacts, suppliers = made["supplier_contacts"], by(made["suppliers"], "id")
    of_suppliers = [row["id"] for row in made.get("trader_contact_roles", []) if row["use_for_supplier_accounts"]]
    return {
        "supplier_contact_roles": [
            _row(
                office,
                "supplier_contact_roles",
                contact,
                trader_contact_role_id=_role(contact, of_suppliers),
                is_preferred_contact_for_role=True,
            )
            for contact in contacts
        ],
        "supplier_emails": [
            _default(office, "supplier_emails", contact, email=contact["default_email"]) for contact in contacts
        ],
        "supplier_websites": [
            _default(office, "supplier_websites", contact, website=suppliers[contact["supplier_id"]]["website"])
            for contact in contacts
            if contact["is_default"] and suppliers[contact["supplier_id"]]["website"]
        ],
        "supplier_telephones": [
            _number(office, "supplier_telephones", contact, str(contact["default_telephone"]))
            for contact in contacts
            if contact["default_telephone"]
        ],
        "supplier_mobiles": [
            _number(office, "supplier_mobiles", contact, f"07700 900{index % 1000:03d}")
            for index, contact in enumerate(contacts[::_MOBILE_EVERY])
        ],
        "supplier_faxes": [
            _number(office, "supplier_faxes", contact, f"01632 960{999 - index % 1000:03d}")
            for index, contact in enumerate(contacts[::_FAX_EVERY])
        ],
    }


def _role(contact: Row, roles: list[Value]) -> Value:
    """The default contact has the first role for suppliers, others have the last; 0 when there is none."""
    if not roles:
        return 0
    return roles[0] if contact["is_default"] else roles[-1]


def _number(office: Office, table: str, contact: Row, number: str) -> Row:
    area, subscriber = number.split(maxsplit=1)
    return _default(office, table, contact, full_number=number, area_code=area, subscriber_number=subscriber)


def _default(office: Office, table: str, contact: Row, **values: Value) -> Row:
    """The first of its kind of a contact, so its default one."""
    return _row(office, table, contact, **values, is_default=True)


def _row(office: Office, table: str, contact: Row, **values: Value) -> Row:
    return blank(table, supplier_contact_id=contact["id"], **values, **office.master(table))
