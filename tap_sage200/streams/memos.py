"""What people wrote beside accounts and their entries: memos, and the alerts that pop up for a customer."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, MEMO, flag, identifier, reference, table, text


class CustomerAlerts(ResourceStream):
    """A warning that pops up when someone works on documents of a customer."""

    name = "customer_alerts"
    schema = table(
        identifier("id"),
        reference("customer_id", "customers"),
        text("alert_text"),
        flag("is_active"),
        flag("show_alert_for_quotes"),
        flag("show_alert_for_proformas"),
        flag("show_alert_for_orders"),
        flag("show_alert_for_returns"),
        flag("show_alert_for_invoices"),
        flag("show_alert_for_credit_notes"),
        flag("show_alert_for_price_enquiries"),
        flag("show_alert_for_project_bills"),
        text("updated_by", "Name of the user who last changed it."),
        *AUDIT,
    )


class CustomerMemos(ResourceStream):
    """A memo on a customer's account."""

    name = "customer_memos"
    schema = table(identifier("id"), reference("customer_id", "customers"), *MEMO, *AUDIT)


class NominalCodeMemos(ResourceStream):
    """A memo on an account of the nominal ledger."""

    name = "nominal_code_memos"
    schema = table(identifier("id"), reference("nominal_code_id", "nominal_codes"), *MEMO, *AUDIT)


class PurchasePostedTransactionMemos(ResourceStream):
    """A memo on an entry of a supplier's account."""

    name = "purchase_posted_transaction_memos"
    schema = table(
        identifier("id"),
        reference("posted_supplier_transaction_id", "purchase_posted_transactions"),
        *MEMO,
        *AUDIT,
    )


class SalesPostedTransactionMemos(ResourceStream):
    """A memo on an entry of a customer's account."""

    name = "sales_posted_transaction_memos"
    schema = table(
        identifier("id"),
        reference("posted_customer_transaction_id", "sales_posted_transactions"),
        *MEMO,
        *AUDIT,
    )


class SupplierMemos(ResourceStream):
    """A memo on a supplier's account."""

    name = "supplier_memos"
    schema = table(identifier("id"), reference("supplier_id", "suppliers"), *MEMO, *AUDIT)


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    CustomerAlerts,
    CustomerMemos,
    NominalCodeMemos,
    PurchasePostedTransactionMemos,
    SalesPostedTransactionMemos,
    SupplierMemos,
)
