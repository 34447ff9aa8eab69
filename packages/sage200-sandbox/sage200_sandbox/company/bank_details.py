"""What Sage nests in bank accounts: the branch's address, whom to ask there, and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.addresses import address
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.words import email, person

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_NOTES = {
    "CURRENT": "Two signatures for more than 10,000",
    "DEPOSIT": "Interest is credited at the end of the year",
    "FOREIGN": "Ask the branch for a rate before 3 pm",
}


def tables(office: Office, made: Tables) -> Tables:
    """All accounts are with one branch; what it says of itself is kept with each of them."""
    banks = made["banks"]
    return {
        "bank_addresses": [
            nested(
                "bank_addresses",
                bank,
                **address(office.home, 0, number=12),
                contact=" ".join(person(40)),
                **office.master("bank_addresses"),
            )
            for bank in banks
        ],
        "bank_contacts": [row for bank in banks for row in _contacts(office, bank)],
        "bank_emails": [
            nested("bank_emails", bank, email=_email(bank), is_default=True, **office.master("bank_emails"))
            for bank in banks
        ],
        "bank_websites": [
            nested(
                "bank_websites",
                bank,
                website=f"www{_email(bank).replace('branch@', '.')}",
                is_default=True,
                **office.master("bank_websites"),
            )
            for bank in banks
        ],
        "bank_memos": [
            nested(
                "bank_memos",
                bank,
                note=_NOTES[str(bank["code"])],
                is_active=True,
                created_by=USER,
                **office.master("bank_memos"),
            )
            for bank in banks
        ],
    }


def _contacts(office: Office, bank: Row) -> list[Row]:
    """The branch's telephone and fax; an address is a number here (inferred)."""
    _, area, prefix = office.home.telephone
    return [
        nested("bank_contacts", bank, type=kind, address=f"{area} {prefix}{number}", **office.master("bank_contacts"))
        for kind, number in (("Telephone", 800), ("Fax", 801))
    ]


def _email(bank: Row) -> str:
    return email(str(bank["bank_name"]), "branch")
