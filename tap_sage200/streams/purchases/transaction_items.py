"""The items of supplier transactions, and their allocations."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import Column, identifier, parent_key, parent_timestamp, position, table
from tap_sage200.streams.purchases.transaction_views import PurchaseTransactionEnquiryViews
from tap_sage200.streams.purchases.transactions import PurchasePostedTransactions
from tap_sage200.streams.shared.postings import (
    ALLOCATION_HISTORY_ITEM,
    ALLOCATION_SESSION_ITEM,
    BANK_ITEM,
    NOMINAL_ANALYSIS_ITEM,
    TAX_ANALYSIS_ITEM,
)

_POSTED: tuple[Column, ...] = (
    parent_key("purchase_posted_transaction_id", "purchase_posted_transactions"),
    parent_timestamp("purchase_posted_transaction_date_time_updated"),
)

_SHOWN = parent_key("purchase_transaction_id", "purchase_transaction_enquiry_views")


class PurchasePostedTransactionAllocationHistoryItems(NestedStream):
    """An allocation or revaluation of a supplier transaction: date, value and exchange rate.

    The transactions that it was allocated to are in `purchase_posted_transaction_allocation_session_items`.
    """

    name = "purchase_posted_transaction_allocation_history_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "allocation_history_items"
    key = ("purchase_posted_transaction_id", "id")
    schema = table(*_POSTED, identifier("id"), *ALLOCATION_HISTORY_ITEM)


class PurchasePostedTransactionAllocationSessionItems(NestedStream):
    """Another transaction that a supplier transaction was allocated to, such as the payment of an invoice.

    `urn` and `reference` identify the other transaction: Sage gives no key for it.
    """

    name = "purchase_posted_transaction_allocation_session_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "allocation_session_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *ALLOCATION_SESSION_ITEM)


class PurchasePostedTransactionBankItems(NestedStream):
    """The cash book side of a supplier transaction, such as a payment.

    Invoices have none (inferred). Bank reconciliation might not update the transaction's timestamp (inferred). Use
    `bank_posted_transactions` for reconciliation: it has the statement date and its own timestamp.
    """

    name = "purchase_posted_transaction_bank_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "bank_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *BANK_ITEM)


class PurchasePostedTransactionNominalAnalysisItems(NestedStream):
    """A posting of a supplier transaction to a nominal account.

    It is not documented whether the items include the control accounts for creditors and VAT.
    """

    name = "purchase_posted_transaction_nominal_analysis_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "nominal_analysis_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *NOMINAL_ANALYSIS_ITEM)


class PurchasePostedTransactionTaxAnalysisItems(NestedStream):
    """The VAT of a supplier transaction for one tax code: the taxed value and the tax."""

    name = "purchase_posted_transaction_tax_analysis_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "tax_analysis_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *TAX_ANALYSIS_ITEM)


class PurchaseTransactionEnquiryAllocationHistoryItems(NestedStream):
    """An allocation or revaluation. Repeats `purchase_posted_transaction_allocation_history_items`."""

    name = "purchase_transaction_enquiry_allocation_history_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "allocation_history_items"
    key = ("purchase_transaction_id", "id")
    schema = table(_SHOWN, identifier("id"), *ALLOCATION_HISTORY_ITEM)


class PurchaseTransactionEnquiryAllocationSessionItems(NestedStream):
    """Another transaction that was allocated. Repeats `purchase_posted_transaction_allocation_session_items`."""

    name = "purchase_transaction_enquiry_allocation_session_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "allocation_session_items"
    key = ("purchase_transaction_id", "position")
    schema = table(_SHOWN, position(), *ALLOCATION_SESSION_ITEM)


class PurchaseTransactionEnquiryBankItems(NestedStream):
    """The cash book side of a transaction. Repeats `purchase_posted_transaction_bank_items`."""

    name = "purchase_transaction_enquiry_bank_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "bank_items"
    key = ("purchase_transaction_id", "position")
    schema = table(_SHOWN, position(), *BANK_ITEM)


class PurchaseTransactionEnquiryNominalAnalysisItems(NestedStream):
    """A posting to a nominal account. Repeats `purchase_posted_transaction_nominal_analysis_items`."""

    name = "purchase_transaction_enquiry_nominal_analysis_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "nominal_analysis_items"
    key = ("purchase_transaction_id", "position")
    schema = table(_SHOWN, position(), *NOMINAL_ANALYSIS_ITEM)


class PurchaseTransactionEnquiryTaxAnalysisItems(NestedStream):
    """The VAT for one tax code. Repeats `purchase_posted_transaction_tax_analysis_items`."""

    name = "purchase_transaction_enquiry_tax_analysis_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "tax_analysis_items"
    key = ("purchase_transaction_id", "position")
    schema = table(_SHOWN, position(), *TAX_ANALYSIS_ITEM)
