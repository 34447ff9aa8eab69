"""Suppliers, factor houses and payment groups."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    SPARE_FIELDS,
    enum,
    flag,
    identifier,
    money,
    nominal_account,
    reference,
    since,
    since_each,
    table,
    text,
    whole,
)
from tap_sage200.streams.shared.named_values import ACCOUNT_STATUS_TYPES, EXCHANGE_RATE_TYPES, TRADER_ACCOUNT_TYPES
from tap_sage200.streams.shared.traders import CREDIT_CONTROL, TELECOMS, TERMS


class FactorHouses(ResourceStream):
    """A factor house: a business that bought suppliers' invoices and is paid instead of the supplier."""

    name = "factor_houses"
    introduced = "2020-09-16"
    schema = table(identifier("id"), text("reference"), text("name"), *AUDIT)


class PaymentGroups(ResourceStream):
    """A group of suppliers that are paid together, and the payment method."""

    name = "payment_groups"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        whole("payment_group_number", "Group number, as shown to users."),
        text("description"),
        enum("payment_type", "Payment method: cheque, bank transfer and others."),
        flag("post_to_ledger_on_payment_run", "Whether a payment run posts immediately."),
        flag("summarise_payments", "Whether a payment run posts one total for the group (inferred)."),
        *since(
            "2021-07-26",
            flag("is_supplier_payments_group", "Whether a connected bank service pays the group (inferred)."),
        ),
        *AUDIT,
    )


class Suppliers(ResourceStream):
    """A supplier account in the purchase ledger: details, terms and balance."""

    name = "suppliers"
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
        reference("currency_id", "currencies", "Currency of the account."),
        enum(
            "exchange_rate_type",
            "Source of the exchange rate for the account's transactions.",
            values=EXCHANGE_RATE_TYPES,
        ),
        money("balance", "What we owe, in the account's currency; negative if the supplier owes us (inferred)."),
        money(
            "credit_limit", "Maximum that we may owe, in the account's currency; the meaning of 0 is not documented."
        ),
        *since(
            "2021-07-26",
            money("value_of_current_orders_in_pop", "Orders not yet invoiced; not included in the balance (inferred)."),
        ),
        *TELECOMS,
        reference("country_code_id", "country_codes"),
        text("vat_number"),
        reference("default_tax_code_id", "tax_codes"),
        *since("2020-09-16", *TERMS),
        *CREDIT_CONTROL,
        *since(
            "2020-09-16",
            reference("payment_group_id", "payment_groups"),
            reference(
                "factor_house_id", "factor_houses", "Factor house that is paid instead of the supplier; 0 for none."
            ),
        ),
        *since(
            "2021-07-26",
            flag("is_supplier_payments_enabled", "Whether a connected bank service may pay the supplier (inferred)."),
        ),
        *since(
            "2020-09-16",
            text("order_priority"),
            whole("months_to_keep_transactions", "Months after which settled transactions may be archived."),
        ),
        *since(
            "2023-08-14",
            reference("default_nominal_code_id", "nominal_codes", "Default nominal account for purchases."),
        ),
        *since("2021-07-26", *nominal_account("default_nominal_code")),
        *ANALYSIS_CODES,
        *since("2023-08-14", *SPARE_FIELDS),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
