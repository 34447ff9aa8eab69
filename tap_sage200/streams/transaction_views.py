"""The entries of customers' and suppliers' accounts in Sage's own views, which repeat the posted transactions."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    Column,
    enum,
    flag,
    identifier,
    money,
    rate,
    reference,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.traders import TRANSACTION_VALUES

_EXCHANGE_RATE = rate("exchange_rate", "Units of the account's currency for one of the base currency (inferred).")
_URN = whole("urn", "Unique reference number, the same for all entries of one posting (inferred).")
_VAT_DOCUMENT = flag("vat_adjustment_doc_expected", "Whether a VAT document for a discount is due (inferred).")

_DATES: tuple[Column, ...] = (
    timestamp("transaction_date"),
    timestamp("posted_date"),
    timestamp("due_date"),
)

_VIEW: tuple[Column, ...] = (
    text("transaction_type"),
    enum("ledger_type"),
    text("status", "How far it is allocated (inferred)."),
    text("reference"),
    text("second_reference"),
    text("query"),
    *_DATES,
    *TRANSACTION_VALUES,
    money("base_outstanding_value"),
    _EXCHANGE_RATE,
    whole("discount_days"),
    flag("settled_immediately"),
    _URN,
    text("user_name"),
)

_CURRENCY_AND_STAMP: tuple[Column, ...] = (
    text("currency_name"),
    text("currency_symbol"),
    timestamp("transaction_date_time_updated"),
)

_ENQUIRY: tuple[Column, ...] = (
    enum("trader_transaction_type", "Invoice, credit note, receipt, payment and the like, by Sage's name."),
    text("reference"),
    text("second_reference"),
    text("queried", "Mark of an entry in dispute."),
    *_DATES,
    text("discount_days", "A number, though sent as text (documented)."),
    timestamp("discount_due_date", "Last day on which the settlement discount holds (inferred)."),
    money("document_gross_value", "Goods and tax, in the account's currency; money and credits negative (inferred)."),
    money("document_discount_value"),
    money("document_discounted_value", "Gross less the settlement discount (inferred)."),
    money("document_tax_discount_value"),
    money("document_allocated_value"),
    money("document_outstanding_value"),
    text("allocation_status"),
    text("memo_note_status", "Whether there are memos on it (inferred)."),
    flag("has_documents", "Whether files are attached; Sage does not give the files (documented)."),
    _EXCHANGE_RATE,
    flag("settled_immediately"),
    text("source", "The module that it was posted from."),
    _URN,
    text("user_name"),
)


class PurchaseTransactionEnquiryViews(ResourceStream):
    """An entry of a supplier's account as an enquiry shows it. Repeats `purchase_posted_transactions`."""

    name = "purchase_transaction_enquiry_views"
    stamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "As `purchase_posted_transactions.id` (inferred)."),
        reference("supplier_id", "suppliers"),
        *_ENQUIRY,
        _VAT_DOCUMENT,
    )


class PurchaseTransactionViews(ResourceStream):
    """A posted entry of a supplier's account together with the supplier. Its key is inferred.

    Repeats `purchase_posted_transactions`, and Sage calls it the faster of the two to read in bulk (documented).
    """

    name = "purchase_transaction_views"
    key = ("posted_supplier_transaction_id",)
    stamps = ("transaction_date_time_updated",)
    created = None
    selected_by_default = False
    schema = table(
        identifier("posted_supplier_transaction_id", "As `purchase_posted_transactions.id` (inferred)."),
        *_VIEW,
        _VAT_DOCUMENT,
        reference("supplier_id", "suppliers"),
        text("supplier_reference"),
        text("supplier_name"),
        *_CURRENCY_AND_STAMP,
    )


class SalesTransactionEnquiryViews(ResourceStream):
    """An entry of a customer's account as an enquiry shows it. Repeats `sales_posted_transactions`."""

    name = "sales_transaction_enquiry_views"
    stamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "As `sales_posted_transactions.id` (inferred)."),
        reference("customer_id", "customers"),
        *_ENQUIRY,
    )


class SalesTransactionViews(ResourceStream):
    """A posted entry of a customer's account together with the customer.

    Repeats `sales_posted_transactions`, and Sage calls it the faster of the two to read in bulk (documented).
    """

    name = "sales_transaction_views"
    key = ("posted_customer_transaction_id",)
    stamps = ("transaction_date_time_updated",)
    created = None
    selected_by_default = False
    schema = table(
        identifier("posted_customer_transaction_id", "As `sales_posted_transactions.id` (inferred)."),
        *_VIEW,
        reference("customer_id", "customers"),
        text("customer_reference"),
        text("customer_name"),
        *_CURRENCY_AND_STAMP,
    )


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    PurchaseTransactionEnquiryViews,
    PurchaseTransactionViews,
    SalesTransactionEnquiryViews,
    SalesTransactionViews,
)
