"""Customers and suppliers in Sage's own views: the account with its main address, first contact and groups by name.

A view's row carries one address of the account, so an account with several addresses may come several times (inferred).
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    Column,
    enum,
    flag,
    identifier,
    money,
    percent,
    reference,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.traders import TELECOMS

_NAMES: tuple[Column, ...] = (
    text("reference", "Account reference, unique in the ledger."),
    text("name"),
    text("short_name"),
)

_ACCOUNT: tuple[Column, ...] = (
    *_NAMES,
    reference("account_type_id", "trader_account_types"),
    text("account_type", "Open item or balance forward."),
    reference("account_status_type_id", "account_status_types"),
    enum("account_status_type"),
    flag("account_is_on_hold"),
    reference("currency_id", "currencies", "The currency the whole account is kept in."),
    text("currency_name"),
    text("currency_symbol"),
    reference("currency_iso_code_id", "currency_iso_codes"),
    text("currency_iso_code"),
    text("currency_iso_code_name"),
    money("balance", "In the account's currency; negative the other way round (inferred)."),
    money("base_balance", "In the base currency."),
    money("credit_limit", "In the account's currency; what 0 means is not documented."),
    flag("is_over_credit_limit"),
    timestamp("date_of_last_transaction"),
    timestamp("date_account_details_last_changed"),
    *TELECOMS,
    reference("country_code_id", "country_codes"),
    text("country_code"),
    text("vat_number"),
    reference("default_tax_rate_id", "tax_codes"),
    whole("default_tax_rate_code"),
    text("default_tax_rate_name"),
    percent("default_tax_rate", "Documented as a whole number with two decimal places; a percentage is meant."),
    text("default_order_priority"),
    text("default_nominal_account_number", "As in `nominal_codes.reference`."),
    text("default_nominal_cost_centre"),
    text("default_nominal_department"),
    text("trading_terms"),
    flag("terms_agreed"),
    whole("payment_terms_in_days"),
    reference("payment_terms_id", "trader_payment_terms"),
    text("payment_terms", "What the days count from: the document's date or an end of month."),
    percent("early_settlement_discount_percent"),
    whole("days_early_settlement_disc_applies"),
    text("credit_reference"),
    reference("credit_bureau_id", "credit_bureaus"),
    text("credit_bureau_name"),
    reference("credit_position_id", "credit_positions"),
    text("credit_position_name"),
    timestamp("account_opened"),
    timestamp("application_date"),
    timestamp("date_received", "Day on which the application for credit came back (inferred)."),
    timestamp("last_credit_review"),
    timestamp("next_credit_review"),
    whole("months_to_keep_transactions_for"),
    text("contact_name"),
    text("contact_first_name"),
    text("contact_middle_name"),
    text("contact_last_name"),
    text("contact_default_telephone_number"),
    text("contact_default_email_address"),
    *ANALYSIS_CODES,
    *AUDIT,
)


def _location(prefix: str) -> tuple[Column, ...]:
    return (
        identifier(f"{prefix}_id", "The address."),
        text(f"{prefix}_full_address", "All lines in one."),
        *(text(f"{prefix}_address_line_{line}") for line in range(1, 5)),
        text(f"{prefix}_city"),
        text(f"{prefix}_county"),
        text(f"{prefix}_post_code"),
        text(f"{prefix}_country"),
        reference(f"{prefix}_country_code_id", "country_codes", "The country whose tax rules hold (inferred)."),
        text(f"{prefix}_country_code"),
        text(f"{prefix}_country_code_name"),
        reference(f"{prefix}_address_country_code_id", "country_codes", "The country of the address."),
        text(f"{prefix}_address_country_code"),
        text(f"{prefix}_address_country_code_name"),
        timestamp(f"{prefix}_date_time_created"),
        timestamp(f"{prefix}_date_time_updated"),
    )


class CustomerViews(ResourceStream):
    """A customer's account with its address and contact, by the names of what it refers to. Its key is inferred.

    Repeats `customers`, but for the address, which the plain reply of no other table has.
    A change of the address moves the address's own stamp alone (inferred).
    """

    name = "customer_views"
    key = ("id", "customer_location_id")
    stamps = ("date_time_updated", "customer_location_date_time_updated")
    schema = table(
        identifier("id", "As `customers.id` (inferred)."),
        *_ACCOUNT,
        money("value_of_current_orders_in_sop", "Orders not yet invoiced, beside the balance (inferred)."),
        text("duns_code", "Number of the business at Dun & Bradstreet."),
        flag("use_tax_code_as_default", "Whether that code goes before the product's own (inferred)."),
        flag("has_promised_payment", "Since 2025 R1."),
        timestamp("last_follow_up_date", "Day on which payment was last chased (inferred). Since 2025 R1."),
        whole("average_time_to_pay", "In days."),
        timestamp("avg_time_to_pay_date_last_updated"),
        timestamp("date_finance_charge_last_run"),
        text("invoice_payments_status"),
        flag("use_consolidated_billing"),
        flag("send_copy_statement_to_branch"),
        reference("statement_transmission_method_id", "document_transmission_method_types"),
        text("statement_transmission_method"),
        reference("price_band_id", "price_bands"),
        text("price_band_name"),
        text("price_band_description"),
        percent("invoice_discount_percent", "On the document as a whole."),
        percent("invoice_line_discount_percent", "On each line."),
        reference("discount_group_id", "customer_discount_groups"),
        text("discount_group_name"),
        text("discount_group_description"),
        reference("order_value_discount_id", "order_value_discounts"),
        text("order_value_discount_name"),
        text("order_value_discount_description"),
        *_location("customer_location"),
        reference("customer_location_type_id", "trader_location_types"),
        text("customer_location_type"),
    )


class LookupCustomers(ResourceStream):
    """The few columns of a customer that a list to choose from shows. Repeats `customers`."""

    name = "lookup_customers"
    stamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "As `customers.id` (inferred)."),
        *_NAMES,
        text("post_code"),
        reference("account_status_type_id", "account_status_types"),
        reference("office_type_id", "head_office_types", "Professional only."),
    )


class LookupSuppliers(ResourceStream):
    """The few columns of a supplier that a list to choose from shows. Repeats `suppliers`."""

    name = "lookup_suppliers"
    stamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "As `suppliers.id` (inferred)."),
        *_NAMES,
        text("post_code"),
        reference("account_status_type_id", "account_status_types"),
    )


class SupplierViews(ResourceStream):
    """A supplier's account with its address and contact, by the names of what it refers to. Its key is inferred.

    Repeats `suppliers`, but for the address, which the plain reply of no other table has.
    A change of the address moves the address's own stamp alone (inferred).
    """

    name = "supplier_views"
    key = ("id", "supplier_location_id")
    stamps = ("date_time_updated", "supplier_location_date_time_updated")
    schema = table(
        identifier("id", "As `suppliers.id` (inferred)."),
        *_ACCOUNT,
        money("value_of_current_orders_in_pop", "Orders not yet invoiced, beside the balance (inferred)."),
        text("factor_house_name", "Who is paid in the supplier's stead."),
        text("payment_group_description"),
        reference("sage_payments_supplier_status_type_id", "sage_payments_supplier_status_types"),
        *_location("supplier_location"),
    )


STREAM_TYPES: tuple[type[ResourceStream], ...] = (CustomerViews, LookupCustomers, LookupSuppliers, SupplierViews)
