"""What is nested in customers, and what of a customer comes only with an expansion.

A customer's main address is the location that the view of customers shows, and its contact there is the default
one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sage200_sandbox.company.customer_views import defaults
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.nominal import Account, account_of
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.reading import by

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_LAYOUTS = {
    "sales_invoice_layout_id": "Invoice",
    "sales_credit_note_layout_id": "CreditNote",
    "statement_layout_id": "Statement",
}
_OTHER_LAYOUT_EVERY = 4
_PLACE = ("city", "county", "country", "address_country_code_id")
_REVIEWED = ("Pays when asked", "References were taken up: no complaints")


def expanded(_office: Office, made: Tables) -> Tables:
    """The customers with their branches, nominal code and layouts, which other tables of sales do not show."""
    codes = {account_of(row): row["id"] for row in made["nominal_codes"]}
    heads = {row["associated_head_office_id"] for row in made["customers"]}
    return {
        "customers": [
            customer
            | _layouts(made, index)
            | {
                "is_head_office_with_branches": customer["id"] in heads,
                "default_nominal_code_id": codes[default_account(customer)],
            }
            for index, customer in enumerate(made["customers"])
        ]
    }


def default_account(customer: Row) -> Account:
    """Where sales to the customer are posted, if nothing else is said."""
    parts = (customer[f"default_nominal_code_{part}"] for part in ("reference", "cost_centre", "department"))
    return Account(*map(str, parts))


def _layouts(made: Tables, index: int) -> Row:
    """The default layout of each document, and for every fourth customer the last one."""
    types = {row["value"]: row["id"] for row in made["document_types"]}
    own: Row = {}
    for field, kind in _LAYOUTS.items():
        layouts = [row["id"] for row in made["document_layouts"] if row["sys_document_type_id"] == types[kind]]
        own[field] = layouts[-1] if index % _OTHER_LAYOUT_EVERY == 1 else layouts[0]
    return own


def tables(office: Office, made: Tables) -> Tables:
    """What is nested in customers."""
    customers = made["customers"]
    return {
        "customer_main_addresses": _main_addresses(made),
        "customer_statuses": [nested("customer_statuses", row, **_status(row)) for row in customers],
        "customer_credit_memo_notes": _credit_memo_notes(office, customers=customers),
    }


def _status(customer: Row) -> dict[str, Value]:
    """Whether the account is in use: as it has been since it was opened."""
    created = customer["date_time_created"]
    return {
        "is_live": customer["account_status_type"] == "AccountStatusActive",
        "date_time_created": created,
        "date_time_updated": created,
    }


def _main_addresses(made: Tables) -> list[Row]:
    shown, contact = by(made["customer_views"], "id"), defaults(made["customer_contacts"])
    rows = []
    for customer in made["customers"]:
        location = {
            name.removeprefix("customer_location_"): value
            for name, value in shown[customer["id"]].items()
            if name.startswith("customer_location_")
        }
        rows.append(
            nested(
                "customer_main_addresses",
                customer,
                **{f"address_{line}": location[f"address_line_{line}"] for line in range(1, 5)},
                **{name: location[name] for name in (*_PLACE, "id", "date_time_created", "date_time_updated")},
                postcode=location["post_code"],
                contact_name=contact[customer["id"]]["name"],
            )
        )
    return rows


def _credit_memo_notes(office: Office, *, customers: list[Row]) -> list[Row]:
    """What was noted when a customer's credit was last reviewed."""
    rows: list[Row] = []
    for customer in customers:
        if customer["last_credit_review"] is not None:
            moment = date_in(customer, "last_credit_review") + timedelta(hours=10)
            rows.append(
                nested(
                    "customer_credit_memo_notes",
                    customer,
                    note=customer["status_reason"] or _REVIEWED[len(rows) % len(_REVIEWED)],
                    created_by=USER,
                    id=office.next_id(),
                    date_time_created=moment,
                    date_time_updated=moment,
                )
            )
    return rows
