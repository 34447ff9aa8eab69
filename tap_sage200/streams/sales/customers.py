"""Customers, their cards, the addresses that goods go to, and charges for paying late."""

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
    """A payment card of a customer that Sage remembers, without its number. It has no stamp."""

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
    """An address that a customer has goods sent to, with the tax code that goes with the place."""

    name = "customer_delivery_addresses"
    schema = table(
        identifier("id"),
        reference("customer_id", "customers"),
        text("description", "Name that tells the customer's addresses apart."),
        flag("is_default", "Whether new orders take this address."),
        *POSTAL_ADDRESS,
        reference("address_country_code_id", "country_codes", "The country of the address."),
        text("contact"),
        text("telephone"),
        text("fax"),
        text("email"),
        text("tax_number"),
        reference("tax_code_id", "tax_codes"),
        *since(
            "2021-07-26", reference("country_code_id", "country_codes", "The country whose tax rules hold (inferred).")
        ),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class Customers(ResourceStream):
    """A customer's account of the sales ledger: who buys from us, on which terms, with which balance."""

    name = "customers"
    schema = table(
        identifier("id"),
        text("reference", "Account reference, unique in the ledger, at most eight characters (documented)."),
        text("name"),
        text("short_name"),
        *since("2020-09-16", enum("account_type", "Open item or balance forward.", values=TRADER_ACCOUNT_TYPES)),
        *since("2017-01-21", enum("account_status_type", values=ACCOUNT_STATUS_TYPES)),
        *since(
            "2020-09-16",
            *professional(
                enum("office_type", "Independent, head office or branch. Professional only.", values=HEAD_OFFICE_TYPES),
                reference("associated_head_office_id", "customers", "0 without a head office. Professional only."),
            ),
        ),
        reference("currency_id", "currencies", "The currency the whole account is kept in."),
        enum("exchange_rate_type", "Where its transactions take their rate from.", values=EXCHANGE_RATE_TYPES),
        money("balance", "What the customer owes, in the account's currency; negative if we owe (inferred)."),
        money("credit_limit", "What it may owe, in the account's currency; what 0 means is not documented."),
        money("value_of_current_orders_in_sop", "Orders not yet invoiced, beside the balance (inferred)."),
        *TELECOMS,
        reference("country_code_id", "country_codes"),
        text("vat_number"),
        text("duns_code", "Number of the business at Dun & Bradstreet."),
        reference("default_tax_code_id", "tax_codes"),
        *since(
            "2020-09-16",
            flag("use_tax_code_as_default", "Whether that code goes before the product's own (inferred)."),
            *TERMS,
        ),
        whole("average_time_to_pay", "In days."),
        *since(
            "2025-06-02",
            flag("has_promised_payment", "Since 2025 R1."),
            timestamp("last_follow_up_date", "Day on which payment was last chased (inferred). Since 2025 R1."),
        ),
        *CREDIT_CONTROL,
        *since(
            "2020-09-16",
            *professional(
                reference("finance_charge_id", "finance_charges", "Charge for paying late. Professional only.")
            ),
            timestamp("date_finance_charge_last_run"),
            *professional(
                flag("produce_statements_for_customer", "Professional only."),
                flag("use_consolidated_billing", "Professional only."),
            ),
            text("order_priority", "One character (documented): `A` goes first when stock is short (inferred)."),
            whole("months_to_keep_transactions", "Months after which settled entries may move to history."),
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
            percent("invoice_discount_percent", "On the document as a whole."),
            percent("invoice_line_discount_percent", "On each line."),
            reference("customer_discount_group_id", "customer_discount_groups"),
            reference("order_value_discount_id", "order_value_discounts"),
        ),
        *ANALYSIS_CODES,
        *since("2023-08-14", *SPARE_FIELDS),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class FinanceCharges(ResourceStream):
    """A charge for paying late, as a share of what is overdue. Professional only."""

    name = "finance_charges"
    introduced = "2020-09-16"
    edition = "professional"
    schema = table(identifier("id"), whole("code"), percent("finance_charge_percent"), *AUDIT)
