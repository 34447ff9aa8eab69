"""Suppliers as `supplier_views` shows them: with the values of all that they refer to, and with an address.

A supplier has one location (a row of the view is a supplier's location), its main address.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.reading import by, total, typed
from sage200_sandbox.company.repeating import grouped, repeated, type_ids
from sage200_sandbox.company.trader_money import currency_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_OTHER_NAMES = {
    "default_order_priority": "order_priority",
    "default_nominal_account_number": "default_nominal_code_reference",
    "default_nominal_cost_centre": "default_nominal_code_cost_centre",
    "default_nominal_department": "default_nominal_code_department",
    "days_early_settlement_disc_applies": "early_settlement_discount_days",
    "payment_terms_in_days": "payment_terms_days",
    "payment_terms": "payment_terms_basis",
    "account_is_on_hold": "on_hold",
    "months_to_keep_transactions_for": "months_to_keep_transactions",
    "default_tax_rate_id": "default_tax_code_id",
    "date_account_details_last_changed": "date_time_updated",
}
_JOINS = (
    ("country_codes", "country_code_id", {"country_code": "code"}),
    (
        "tax_codes",
        "default_tax_code_id",
        {"default_tax_rate_code": "code", "default_tax_rate_name": "name", "default_tax_rate": "tax_rate"},
    ),
    ("credit_bureaus", "credit_bureau_id", {"credit_bureau_name": "name"}),
    ("credit_positions", "credit_position_id", {"credit_position_name": "name"}),
    ("payment_groups", "payment_group_id", {"payment_group_description": "description"}),
    ("factor_houses", "factor_house_id", {"factor_house_name": "name"}),
    (
        "country_codes",
        "country_code_id",
        {"supplier_location_country_code": "code", "supplier_location_country_code_name": "name"},
    ),
    (
        "country_codes",
        "country_code_id",
        {"supplier_location_address_country_code": "code", "supplier_location_address_country_code_name": "name"},
    ),
)
_LISTS = (
    ("account_status_types", "account_status_type_id", "account_status_type"),
    ("trader_account_types", "account_type_id", "account_type"),
    ("trader_payment_terms", "payment_terms_id", "payment_terms_basis"),
)
_CONTACT = {
    "contact_name": "name",
    "contact_first_name": "first_name",
    "contact_middle_name": "middle_name",
    "contact_last_name": "last_name",
    "contact_default_telephone_number": "default_telephone",
    "contact_default_email_address": "default_email",
}
_ADDRESS = {
    "id": "id",
    "address_line_1": "address_1",
    "city": "city",
    "county": "county",
    "post_code": "postcode",
    "country": "country",
    "date_time_created": "date_time_created",
    "date_time_updated": "date_time_updated",
    "country_code_id": "address_country_code_id",
    "address_country_code_id": "address_country_code_id",
}


def supplier_views(made: Tables) -> list[Row]:
    """A row for each supplier."""
    joined = {table: by(made.get(table, []), "id") for table, *_ in _JOINS}
    lists = {table: type_ids(made, table) for table, *_ in _LISTS}
    currencies = by(made["currencies"], "id")
    contacts = by((row for row in made["supplier_contacts"] if row["is_default"]), "supplier_id")
    addresses = by(made["supplier_main_addresses"], "supplier_id")
    posted = grouped(made["purchase_posted_transactions"], "supplier_id")
    rows = []
    for supplier in made["suppliers"]:
        own = repeated("supplier_views", supplier)
        own |= currency_columns(currencies[supplier["currency_id"]])
        own |= _renamed(supplier, _OTHER_NAMES) | _renamed(contacts[supplier["id"]], _CONTACT)
        for table, key, names in _JOINS:
            if supplier[key] in joined[table]:
                own |= _renamed(joined[table][supplier[key]], names)
        own |= {name: lists[table].get(supplier[field], 0) for table, name, field in _LISTS}
        own |= _standing(supplier, posted.get(supplier["id"], [])) | _location(addresses[supplier["id"]])
        rows.append(blank("supplier_views", **own))
    return rows


def _renamed(row: Row, names: Mapping[str, str]) -> Row:
    return {name: row[source] for name, source in names.items()}


def _standing(supplier: Row, posted: Sequence[Row]) -> Row:
    """How the account stands."""
    last: Value = max((row["transaction_date"] for row in posted), default=None, key=str)
    return {
        "base_balance": total(typed(row, "control_value_in_base_currency", Decimal) for row in posted),
        "is_over_credit_limit": typed(supplier, "balance", Decimal) > typed(supplier, "credit_limit", Decimal),
        "date_of_last_transaction": last,
    }


def _location(address: Row) -> Row:
    """The supplier's main address."""
    lines = [str(address[name]) for name in ("address_1", "city", "county", "postcode", "country")]
    prefix = "supplier_location"
    return {
        **{f"{prefix}_{name}": address[source] for name, source in _ADDRESS.items()},
        f"{prefix}_full_address": "\r\n".join(line for line in lines if line),
    }
