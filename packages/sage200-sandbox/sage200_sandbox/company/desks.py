"""The people of the company and how they set Sage up: users, words, carriers, licence and system settings."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import analysis_codes
from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.fixed import brought
from sage200_sandbox.company.office import USER, YEAR_END, YEAR_START
from sage200_sandbox.company.reading import typed
from sage200_sandbox.company.words import email, person
from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_COLLEAGUES = 4
_SALUTATIONS = ("Mr", "Mrs", "Ms", "Dr")
_COURIERS = (("Own Van", ""), ("Parcels Direct", "parcelsdirect"), ("Pallet & Freight", "palletfreight"))
_TERMS = (
    ("CostCentre", "cost centre", "cost centres"),
    ("Department", "department", "departments"),
    ("Customer", "customer", "customers"),
    ("Supplier", "supplier", "suppliers"),
    ("Warehouse", "warehouse", "warehouses"),
)
_NOT_LICENSED = {
    "is_fixed_assets_enabled",
    "is_project_accounting_enabled",
    "is_manufacturing_enabled",
    "is_scripting_enabled",
}


def tables(office: Office, made: Tables) -> Tables:
    """All of them; the numbers that come next are those after the story's last."""
    return {
        "users": _users(),
        "current_user": _current_user(office),
        "salutations": [
            brought("salutations", id=id_, code=code, description=code, is_default=id_ == 1)
            for id_, code in enumerate(_SALUTATIONS, start=1)
        ],
        "couriers": _couriers(),
        "configurable_terms": _configurable_terms(),
        **analysis_codes.tables(office, made),
        "flow_states": _flow_states(office),
        "licence": [blank("licence", **{name: name not in _NOT_LICENSED for name in resources()["licence"].fields})],
        "system_settings": _system_settings(office, made),
    }


def _users() -> list[Row]:
    """The first is the one in whose name all was entered, and in whose name the tables are read."""
    names = [USER, *(" ".join(person(index)) for index in range(20, 20 + _COLLEAGUES))]
    return [blank("users", id=id_, name=name) for id_, name in enumerate(names, start=1)]


def _current_user(office: Office) -> list[Row]:
    return [
        blank(
            "current_user",
            id=1,
            logon_name=email(office.home.company, "demo"),
            friendly_name=USER,
            email_address=email(office.home.company, "demo"),
            is_web_user=True,
            last_logon_date_time=YEAR_END + timedelta(hours=8, minutes=31, milliseconds=270),
        )
    ]


def _couriers() -> list[Row]:
    return [
        brought(
            "couriers",
            id=id_,
            name=name,
            website=f"www.{host}.example" if host else "",
            tracking_url=f"https://www.{host}.example/track" if host else "",
            is_default=id_ == 1,
        )
        for id_, (name, host) in enumerate(_COURIERS, start=1)
    ]


def _configurable_terms() -> list[Row]:
    return [
        blank(
            "configurable_terms",
            key=key,
            lower_case_single=one,
            lower_case_plural=many,
            upper_case_single=one.capitalize(),
            upper_case_plural=many.capitalize(),
        )
        for key, one, many in _TERMS
    ]


def _flow_states(office: Office) -> list[Row]:
    """What flows to other programs have read so far."""
    flows = (("orders-to-webshop", "2026-03-30T22:00:00Z"), ("stock-to-webshop", "4711"))
    return [blank("flow_states", flow_id=flow, value=value, **office.master("flow_states")) for flow, value in flows]


def _system_settings(office: Office, made: Tables) -> list[Row]:
    """Invoices and credit notes are numbered apart."""
    return [
        blank(
            "system_settings",
            next_urn=str(_last_urn(made) + 1),
            next_invoice_number=_last_number(made, "Invoice", "") + 1,
            next_credit_note_number=_last_number(made, "CreditNote", "CR") + 1,
            next_journal_entry_number=13,
            first_vat_return_date_defined=True,
            first_vat_return_date=YEAR_START.replace(year=YEAR_START.year - 1),
            financial_year_end_date=YEAR_END,
            number_open_periods=12,
            accounting_period_validation_type="AccountingPeriodValidationRefuse",
            update_nominal_online=True,
            use_cost_centre_breakdown=True,
            use_additional_trans_analysis=True,
            transaction_analysis_heading="Project",
            use_segmented_address=True,
            reverse_charge_minimum_value=Decimal(5000),
            **office.master("system_settings"),
        )
    ]


def _last_urn(made: Tables) -> int:
    ledgers = ("sales_posted_transactions", "purchase_posted_transactions", "bank_posted_transactions")
    return max(typed(row, "urn", int) for table in ledgers for row in made[table])


def _last_number(made: Tables, kind: str, prefix: str) -> int:
    numbers = (
        str(row["reference"]).removeprefix(prefix)
        for row in made["sales_posted_transactions"]
        if row["trader_transaction_type"] == f"TradingAccountEntryType{kind}"
    )
    return max((int(number) for number in numbers if number.isdecimal()), default=0)
