"""Customers, their payment cards and delivery addresses, and finance charges."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    POSTAL_ADDRESS,
    SPARE_FIELDS,
    enum,
    expanded,
    flag,
    identifier,
    money,
    nominal_account,
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
from tap_sage200.streams.shared.named_values import (
    ACCOUNT_STATUS_TYPES,
    EXCHANGE_RATE_TYPES,
    HEAD_OFFICE_TYPES,
    TRADER_ACCOUNT_TYPES,
)
from tap_sage200.streams.shared.traders import CREDIT_CONTROL, TELECOMS, TERMS


class CustomerCards(ResourceStream):
    """A customer's payment card, stored without its number."""

    name = "customer_cards"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    schema = table(
        identifier("id"),
        reference("customer_id", "customers"),
        text("description"),
        timestamp("last_used_date"),
    )


class CustomerDeliveryAddresses(ResourceStream):
    """A delivery address of a customer, with the tax code for that place."""

    name = "customer_delivery_addresses"
    schema = table(
        identifier("id"),
        reference("customer_id", "customers"),
        text("description", "Name that distinguishes the customer's addresses."),
        flag("is_default", "Whether new orders use this address by default."),
        *POSTAL_ADDRESS,
        reference("address_country_code_id", "country_codes", "Country of the address."),
        text("contact"),
        text("telephone"),
        text("fax"),
        text("email"),
        text("tax_number"),
        reference("tax_code_id", "tax_codes"),
        *since(
            "2021-07-26", reference("country_code_id", "country_codes", "Country whose tax rules apply (inferred).")
        ),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class Customers(ResourceStream):
    """A customer account in the sales ledger: details, terms and balance."""

    name = "customers"
    schema = table(
        identifier("id"),
        text("reference", "Account reference, unique in the ledger, at most eight characters (documented)."),
        text("name"),
        text("short_name"),
        *since(
            "2020-09-16",
            enum("account_type", "Type of account: open item or balance forward.", values=TRADER_ACCOUNT_TYPES),
        ),
        *since("2017-01-21", enum("account_status_type", values=ACCOUNT_STATUS_TYPES)),
        *since(
            "2020-09-16",
            *professional(
                enum(
                    "office_type",
                    "Type of office: independent, head office or branch.",
                    values=HEAD_OFFICE_TYPES,
                ),
                reference("associated_head_office_id", "customers", "0 if there is no head office."),
            ),
        ),
        reference("currency_id", "currencies", "Currency of the account."),
        enum(
            "exchange_rate_type",
            "Source of the exchange rate for the account's transactions.",
            values=EXCHANGE_RATE_TYPES,
        ),
        money(
            "balance", "What the customer owes, in the account's currency; negative if we owe the customer (inferred)."
        ),
        money(
            "credit_limit",
            "Maximum that the customer may owe, in the account's currency; the meaning of 0 is not documented.",
        ),
        money("value_of_current_orders_in_sop", "Orders not yet invoiced; not included in the balance (inferred)."),
        *TELECOMS,
        reference("country_code_id", "country_codes"),
        text("vat_number"),
        text("duns_code", "D-U-N-S number of the business, from Dun & Bradstreet."),
        reference("default_tax_code_id", "tax_codes"),
        *since(
            "2020-09-16",
            flag(
                "use_tax_code_as_default",
                "Whether the account's default tax code takes precedence over the product's tax code (inferred).",
            ),
            *TERMS,
        ),
        whole("average_time_to_pay", "In days."),
        *since(
            "2025-06-02",
            flag("has_promised_payment"),
            timestamp("last_follow_up_date", "Date of the last request for payment (inferred)."),
        ),
        *CREDIT_CONTROL,
        *since(
            "2020-09-16",
            *professional(reference("finance_charge_id", "finance_charges", "Finance charge for late payment.")),
            timestamp("date_finance_charge_last_run"),
            *professional(
                flag("produce_statements_for_customer"),
                flag("use_consolidated_billing"),
            ),
            text("order_priority", "One character (documented): `A` has priority when stock is short (inferred)."),
            whole("months_to_keep_transactions", "Months after which settled transactions may move to history."),
            *nominal_account("default_nominal_code"),
        ),
        *since("2023-08-14", *expanded("default_nominal_code", reference("default_nominal_code_id", "nominal_codes"))),
        *since(
            "2020-09-16",
            *expanded("sales_invoice_layout", reference("sales_invoice_layout_id", "document_layouts")),
            *expanded("sales_credit_note_layout", reference("sales_credit_note_layout_id", "document_layouts")),
            *expanded("statement_layout", reference("statement_layout_id", "document_layouts")),
        ),
        *since("2021-07-26", *professional(*expanded("status", flag("is_head_office_with_branches"), slow=True))),
        *since(
            "2020-09-16",
            reference("price_band_id", "price_bands"),
            percent("invoice_discount_percent", "On the whole document."),
            percent("invoice_line_discount_percent", "On each line."),
            reference("customer_discount_group_id", "customer_discount_groups"),
            reference("order_value_discount_id", "order_value_discounts"),
        ),
        *ANALYSIS_CODES,
        *since("2023-08-14", *SPARE_FIELDS),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class FinanceCharges(ResourceStream):
    """A finance charge for late payment, as a percentage of the overdue amount."""

    name = "finance_charges"
    introduced = "2020-09-16"
    edition = "professional"
    schema = table(identifier("id"), whole("code"), percent("finance_charge_percent"), *AUDIT)
