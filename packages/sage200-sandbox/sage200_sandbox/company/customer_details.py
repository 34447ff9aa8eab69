"""What hangs on customers and on their contacts: memos, alerts, cards, price bands, and how they are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.office import UPGRADE, USER, YEAR_END, midnight
from sage200_sandbox.company.reading import by

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_MEMO_EVERY, _ALERT_EVERY, _CARD_EVERY = 6, 8, 20
_MOBILE_EVERY, _FAX_EVERY = 3, 5
_NOTES = ("Prefers to be rung before noon", "Orders are collected by a carrier of their own")
_SHOWN = ("orders", "proformas", "quotes", "credit_notes", "price_enquiries", "invoices", "returns", "project_bills")


def tables(office: Office, made: Tables) -> Tables:
    """All that hangs on customers and their contacts."""
    customers, contacts = made["customers"], made["customer_contacts"]
    return {
        "customer_alerts": customer_alerts(office, customers=customers),
        "customer_cards": customer_cards(office, customers=customers),
        "customer_memos": customer_memos(office, customers=customers),
        "customer_price_bands": customer_price_bands(office, customers=customers),
        "customer_contact_roles": customer_contact_roles(office, contacts=contacts, roles=made["trader_contact_roles"]),
        "customer_emails": customer_emails(office, contacts=contacts),
        "customer_websites": customer_websites(office, contacts=contacts, customers=customers),
        **_numbers(office, contacts=contacts),
    }


def customer_alerts(office: Office, *, customers: list[Row]) -> list[Row]:
    """What is shown to whoever enters a document for the customer: every eighth, and those on hold."""
    return [
        blank(
            "customer_alerts",
            customer_id=customer["id"],
            alert_text="Account on hold: ask accounts" if customer["on_hold"] else "Ask for a purchase order number",
            is_active=index % (2 * _ALERT_EVERY) == 0 or customer["on_hold"],
            updated_by=USER,
            **{f"show_alert_for_{name}": customer["on_hold"] or name == "orders" for name in _SHOWN},
            **office.master("customer_alerts"),
        )
        for index, customer in enumerate(customers)
        if index % _ALERT_EVERY == 0 or customer["on_hold"]
    ]


def customer_cards(office: Office, *, customers: list[Row]) -> list[Row]:
    """The cards that customers pay with, by a name only."""
    return [
        blank(
            "customer_cards",
            id=office.next_id(),
            customer_id=customer["id"],
            description="Company card",
            last_used_date=midnight(UPGRADE) if index else YEAR_END,
        )
        for index, customer in enumerate(customers[::_CARD_EVERY])
    ]


def customer_memos(office: Office, *, customers: list[Row]) -> list[Row]:
    """Notes on every sixth customer and on those on hold, whose reason they are."""
    return [
        blank(
            "customer_memos",
            customer_id=customer["id"],
            note=customer["status_reason"] or _NOTES[index % len(_NOTES)],
            is_active=True,
            created_by=USER,
            **office.master("customer_memos"),
        )
        for index, customer in enumerate(customers)
        if index % _MEMO_EVERY == 1 or customer["on_hold"]
    ]


def customer_price_bands(office: Office, *, customers: list[Row]) -> list[Row]:
    """The band whose prices the customer gets."""
    return [
        blank(
            "customer_price_bands",
            customer_id=customer["id"],
            price_band_id=customer["price_band_id"],
            **office.master("customer_price_bands"),
        )
        for customer in customers
    ]


def customer_contact_roles(office: Office, *, contacts: list[Row], roles: list[Row]) -> list[Row]:
    """What each contact is asked about: the default contact has the first role for customers, others the last."""
    of_customers = [row["id"] for row in roles if row["use_for_customer_accounts"]]
    return [
        blank(
            "customer_contact_roles",
            customer_contact_id=contact["id"],
            trader_contact_role_id=of_customers[0] if contact["is_default"] else of_customers[-1],
            is_preferred_contact_for_role=contact["is_default"] or len(of_customers) > 1,
            **office.master("customer_contact_roles"),
        )
        for contact in contacts
    ]


def customer_emails(office: Office, *, contacts: list[Row]) -> list[Row]:
    """The address of each contact."""
    return [
        blank(
            "customer_emails",
            email=contact["default_email"],
            customer_contact_id=contact["id"],
            is_default=True,
            **office.master("customer_emails"),
        )
        for contact in contacts
        if contact["default_email"]
    ]


def customer_websites(office: Office, *, contacts: list[Row], customers: list[Row]) -> list[Row]:
    """The website of a customer, on its default contact."""
    customer = by(customers, "id")
    return [
        blank(
            "customer_websites",
            website=customer[contact["customer_id"]]["website"],
            customer_contact_id=contact["id"],
            is_default=True,
            **office.master("customer_websites"),
        )
        for contact in contacts
        if contact["is_default"] and customer[contact["customer_id"]]["website"]
    ]


def _numbers(office: Office, *, contacts: list[Row]) -> Tables:
    """The telephone that a contact already shows; every third has a mobile and every fifth a fax."""
    named = [contact for contact in contacts if contact["default_telephone"]]
    return {
        "customer_telephones": [
            _number(office, "customer_telephones", contact, str(contact["default_telephone"])) for contact in named
        ],
        "customer_mobiles": [
            _number(office, "customer_mobiles", contact, f"07700 900{index % 1000:03d}")
            for index, contact in enumerate(contacts[::_MOBILE_EVERY])
        ],
        "customer_faxes": [
            _number(office, "customer_faxes", contact, f"01632 960{999 - index % 1000:03d}")
            for index, contact in enumerate(contacts[::_FAX_EVERY])
        ],
    }


def _number(office: Office, table: str, contact: Row, number: str) -> Row:
    area, subscriber = number.split(maxsplit=1)
    return blank(
        table,
        full_number=number,
        area_code=area,
        subscriber_number=subscriber,
        customer_contact_id=contact["id"],
        is_default=True,
        **office.master(table),
    )
