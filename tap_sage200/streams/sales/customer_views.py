"""Customers in Sage's views: the account with its main address, first contact and group names.

A row of a view has one address, so an account with several addresses may appear several times (inferred).
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    flag,
    identifier,
    money,
    percent,
    professional,
    reference,
    since,
    since_each,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.trader_views import ACCOUNT_NAMES, ACCOUNT_VIEW, trader_location


class CustomerViews(ResourceStream):
    """A customer account with its address, its contact, and the names of related rows.

    The primary key is inferred.

    Repeats `customers`, and adds the address. Otherwise, the address needs a `$expand`: see `customer_main_addresses`.
    A change to the address updates only the address's own timestamp (inferred). An account with several addresses may
    have several rows with the same balance (inferred).
    """

    name = "customer_views"
    key = ("id", "customer_location_id")
    timestamps = ("date_time_updated", "customer_location_date_time_updated")
    schema = table(
        identifier("id", "Matches `customers.id` (inferred)."),
        *since_each(
            ACCOUNT_VIEW,
            account_type_id="2020-09-16",
            account_type="2019-04-16",
            account_status_type_id="2020-09-16",
            currency_symbol="2018-04-25",
            is_over_credit_limit="2020-09-16",
            account_opened="2020-09-16",
            contact_name="2020-09-16",
            contact_first_name="2020-09-16",
            contact_middle_name="2020-09-16",
            contact_last_name="2020-09-16",
            contact_default_telephone_number="2020-09-16",
            contact_default_email_address="2020-09-16",
        ),
        money("value_of_current_orders_in_sop", "Orders not yet invoiced; not included in the balance (inferred)."),
        text("duns_code", "D-U-N-S number of the business, from Dun & Bradstreet."),
        flag(
            "use_tax_code_as_default",
            "Whether the account's default tax code takes precedence over the product's tax code (inferred).",
        ),
        *since(
            "2025-06-02",
            flag("has_promised_payment"),
            timestamp("last_follow_up_date", "Date of the last request for payment (inferred)."),
        ),
        whole("average_time_to_pay", "In days."),
        timestamp("avg_time_to_pay_date_last_updated"),
        timestamp("date_finance_charge_last_run"),
        *since("2020-09-16", text("invoice_payments_status")),
        flag("use_consolidated_billing"),
        *since("2020-09-16", flag("send_copy_statement_to_branch")),
        reference("statement_transmission_method_id", "document_transmission_method_types"),
        *since("2020-09-16", text("statement_transmission_method")),
        reference("price_band_id", "price_bands"),
        text("price_band_name"),
        text("price_band_description"),
        percent("invoice_discount_percent", "On the whole document."),
        percent("invoice_line_discount_percent", "On each line."),
        reference("discount_group_id", "customer_discount_groups"),
        text("discount_group_name"),
        text("discount_group_description"),
        reference("order_value_discount_id", "order_value_discounts"),
        text("order_value_discount_name"),
        text("order_value_discount_description"),
        *since_each(
            trader_location("customer_location"),
            customer_location_full_address="2019-04-16",
            customer_location_date_time_updated="2020-09-16",
        ),
        *since("2020-09-16", reference("customer_location_type_id", "trader_location_types")),
        text("customer_location_type"),
    )


class LookupCustomers(ResourceStream):
    """A customer in short form, as used in lookup lists. Repeats `customers`."""

    name = "lookup_customers"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `customers.id` (inferred)."),
        *ACCOUNT_NAMES,
        text("post_code"),
        reference("account_status_type_id", "account_status_types"),
        *professional(reference("office_type_id", "head_office_types")),
    )
