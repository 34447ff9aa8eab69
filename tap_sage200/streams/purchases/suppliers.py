"""Suppliers, the factor houses that are paid in their stead, and the groups they are paid in."""

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
    """A business that bought suppliers' invoices, and is paid in their stead."""

    name = "factor_houses"
    introduced = "2020-09-16"
    schema = table(identifier("id"), text("reference"), text("name"), *AUDIT)


class PaymentGroups(ResourceStream):
    """A group of suppliers who are paid together, and how."""

    name = "payment_groups"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        whole("payment_group_number", "The number that people know the group by."),
        text("description"),
        enum("payment_type", "Cheque, bank transfer and the like."),
        flag("post_to_ledger_on_payment_run", "Whether a payment run posts at once."),
        flag("summarise_payments", "Whether a run posts one sum for the whole group (inferred)."),
        *since("2021-07-26", flag("is_supplier_payments_group", "Whether the bank service pays it (inferred).")),
        *AUDIT,
    )


class Suppliers(ResourceStream):
    """A supplier's account of the purchase ledger: who sells to us, on which terms, with which balance."""

    name = "suppliers"
    schema = table(
        identifier("id"),
        text("reference", "Account reference, unique in the ledger, at most eight characters (documented)."),
        text("name"),
        text("short_name"),
        *since("2020-09-16", enum("account_type", "Open item or balance forward.", values=TRADER_ACCOUNT_TYPES)),
        *since("2017-01-21", enum("account_status_type", values=ACCOUNT_STATUS_TYPES)),
        reference("currency_id", "currencies", "The currency the whole account is kept in."),
        enum("exchange_rate_type", "Where its transactions take their rate from.", values=EXCHANGE_RATE_TYPES),
        money("balance", "What we owe, in the account's currency; negative if we are owed (inferred)."),
        money("credit_limit", "What we may owe, in the account's currency; what 0 means is not documented."),
        *since(
            "2021-07-26",
            money("value_of_current_orders_in_pop", "Orders not yet invoiced, beside the balance (inferred)."),
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
            reference("factor_house_id", "factor_houses", "Who is paid in the supplier's stead; 0 for nobody."),
        ),
        *since("2021-07-26", flag("is_supplier_payments_enabled", "Whether the bank service may pay it (inferred).")),
        *since(
            "2020-09-16",
            text("order_priority"),
            whole("months_to_keep_transactions", "Months after which settled entries may be archived."),
        ),
        *since(
            "2023-08-14",
            reference("default_nominal_code_id", "nominal_codes", "Where purchases post unless told otherwise."),
        ),
        *since("2021-07-26", *nominal_account("default_nominal_code")),
        *ANALYSIS_CODES,
        *since("2023-08-14", *SPARE_FIELDS),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
