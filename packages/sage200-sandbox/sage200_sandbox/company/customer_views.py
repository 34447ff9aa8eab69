"""Customers as Sage's views and look-ups show them; a view stays behind when the day's work changes a customer.

A customer has one location (a row of the view is a customer's location): where goods are sent to by default, as
no other table holds customers' addresses.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.fixed import id_of
from sage200_sandbox.company.reading import by, total, typed
from sage200_sandbox.company.repeating import grouped, repeated
from sage200_sandbox.company.trader_money import currency_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sage200_sandbox.company.office import Office
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
    "discount_group_id": "customer_discount_group_id",
    "date_account_details_last_changed": "date_time_updated",
}
_NAMED = {"name": "name", "description": "description"}
_JOINS = (
    ("country_codes", "country_code_id", "country", {"code": "code"}),
    ("tax_codes", "default_tax_code_id", "default_tax", {"rate_code": "code", "rate_name": "name", "rate": "tax_rate"}),
    ("price_bands", "price_band_id", "price_band", _NAMED),
    ("customer_discount_groups", "customer_discount_group_id", "discount_group", _NAMED),
    ("order_value_discounts", "order_value_discount_id", "order_value_discount", _NAMED),
    ("credit_bureaus", "credit_bureau_id", "credit_bureau", {"name": "name"}),
    ("credit_positions", "credit_position_id", "credit_position", {"name": "name"}),
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
_HOME, _EUROPE, _WORLD = "TraderLocationHome", "TraderLocationEC", "TraderLocationRestOfWorld"


def tables(office: Office, made: Tables) -> Tables:
    """The view of customers and their look-up."""
    return {"customer_views": customer_views(office, made), "lookup_customers": lookup_customers(made)}


def defaults(rows: Iterable[Row]) -> dict[Value, Row]:
    """The default contact or delivery address of each customer, by the customer's id."""
    return by((row for row in rows if row["is_default"]), "customer_id")


def lookup_customers(made: Tables) -> list[Row]:
    """A slim row for each customer."""
    address = defaults(made["customer_delivery_addresses"])
    return [
        blank(
            "lookup_customers",
            **{name: customer[name] for name in ("id", "reference", "name", "short_name")},
            account_status_type_id=id_of(made, "account_status_types", customer["account_status_type"]),
            post_code=address[customer["id"]]["postcode"],
            office_type_id=id_of(made, "head_office_types", customer["office_type"]),
        )
        for customer in made["customers"]
    ]


def customer_views(office: Office, made: Tables) -> list[Row]:
    """A row for each customer."""
    currencies, countries = by(made["currencies"], "id"), by(made["country_codes"], "id")
    joined = {table: by(made[table], "id") for table, *_ in _JOINS}
    address, contact = defaults(made["customer_delivery_addresses"]), defaults(made["customer_contacts"])
    posted = grouped(made["sales_posted_transactions"], "customer_id")
    transmission = made["document_transmission_method_types"][0]
    rows = []
    for customer in made["customers"]:
        key = customer["id"]
        own = repeated("customer_views", customer) | currency_columns(currencies[customer["currency_id"]])
        own |= _renamed(customer, _OTHER_NAMES) | _renamed(contact[key], _CONTACT)
        for table, field, prefix, names in _JOINS:
            if customer[field] in joined[table]:
                own |= _prefixed(prefix, _renamed(joined[table][customer[field]], names))
        own |= {name: id_of(made, table, customer[field]) for table, name, field in _LISTS}
        own |= _standing(customer, posted.get(key, []))
        own |= _prefixed("customer_location", _location(office, customer, address[key], countries))
        own["customer_location_type_id"] = id_of(made, "trader_location_types", own["customer_location_type"])
        own |= {
            "statement_transmission_method_id": transmission["id"],
            "statement_transmission_method": transmission["value"],
        }
        rows.append(blank("customer_views", **own))
    return rows


def _renamed(row: Row, names: Mapping[str, str]) -> Row:
    return {name: row[source] for name, source in names.items()}


def _prefixed(prefix: str, values: Row) -> Row:
    return {f"{prefix}_{name}": value for name, value in values.items()}


def _standing(customer: Row, posted: Sequence[Row]) -> Row:
    """How the customer's account stands; a limit of nil is none (inferred)."""
    limit, balance = typed(customer, "credit_limit", Decimal), typed(customer, "balance", Decimal)
    last: Value = max((entry["transaction_date"] for entry in posted), default=None, key=str)
    return {
        "base_balance": total(typed(entry, "control_value_in_base_currency", Decimal) for entry in posted),
        "is_over_credit_limit": 0 < limit < balance,
        "date_of_last_transaction": last,
    }


def _location(office: Office, customer: Row, address: Row, countries: Mapping[Value, Row]) -> Row:
    country, of_address = countries[customer["country_code_id"]], countries[address["address_country_code_id"]]
    kind = _HOME if country["id"] == office.home.country_id else _EUROPE if country["eu_member"] else _WORLD
    lines = {f"address_line_{number}": address[f"address_{number}"] for number in range(1, 5)}
    place = {name: address[name] for name in ("city", "county", "country")}
    parts = (*lines.values(), place["city"], place["county"], address["postcode"], place["country"])
    return {
        **lines,
        **place,
        "id": office.next_id(),
        "post_code": address["postcode"],
        "full_address": "\r\n".join(str(part) for part in parts if part),
        "date_time_created": address["date_time_created"],
        "date_time_updated": address["date_time_updated"],
        "country_code_id": country["id"],
        "country_code": country["code"],
        "country_code_name": country["name"],
        "address_country_code_id": of_address["id"],
        "address_country_code": of_address["code"],
        "address_country_code_name": of_address["name"],
        "type": kind,
    }
