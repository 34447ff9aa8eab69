"""What an entry of a supplier's account is made of, and what it was matched with."""

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
    """An allocation or a revaluation of an entry of a supplier's account: when, how much, at which rate.

    What it was allocated to is in `purchase_posted_transaction_allocation_session_items`.
    """

    name = "purchase_posted_transaction_allocation_history_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "allocation_history_items"
    key = ("purchase_posted_transaction_id", "id")
    schema = table(*_POSTED, identifier("id"), *ALLOCATION_HISTORY_ITEM)


class PurchasePostedTransactionAllocationSessionItems(NestedStream):
    """Another entry that an entry of a supplier's account was matched with, such as the payment of an invoice.

    The other entry is told by its `urn` and `reference`: Sage gives no key of it.
    """

    name = "purchase_posted_transaction_allocation_session_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "allocation_session_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *ALLOCATION_SESSION_ITEM)


class PurchasePostedTransactionBankItems(NestedStream):
    """The cash book's side of an entry of a supplier's account, such as a payment.

    An invoice has none (inferred). A bank statement may come to it without a new stamp of the entry (inferred):
    `bank_posted_transactions` has the statement under a stamp of its own.
    """

    name = "purchase_posted_transaction_bank_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "bank_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *BANK_ITEM)


class PurchasePostedTransactionNominalAnalysisItems(NestedStream):
    """What an entry of a supplier's account posts to one nominal account.

    Whether the control accounts of creditors and VAT are among the items is not documented.
    """

    name = "purchase_posted_transaction_nominal_analysis_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "nominal_analysis_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *NOMINAL_ANALYSIS_ITEM)


class PurchasePostedTransactionTaxAnalysisItems(NestedStream):
    """What an entry of a supplier's account bears of one tax code: the goods that were taxed, and the tax."""

    name = "purchase_posted_transaction_tax_analysis_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "tax_analysis_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *TAX_ANALYSIS_ITEM)


class PurchaseTransactionEnquiryAllocationHistoryItems(NestedStream):
    """An allocation or a revaluation. Repeats `purchase_posted_transaction_allocation_history_items`."""

    name = "purchase_transaction_enquiry_allocation_history_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "allocation_history_items"
    key = ("purchase_transaction_id", "id")
    schema = table(_SHOWN, identifier("id"), *ALLOCATION_HISTORY_ITEM)


class PurchaseTransactionEnquiryAllocationSessionItems(NestedStream):
    """Another entry that was matched. Repeats `purchase_posted_transaction_allocation_session_items`."""

    name = "purchase_transaction_enquiry_allocation_session_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "allocation_session_items"
    key = ("purchase_transaction_id", "position")
    schema = table(_SHOWN, position(), *ALLOCATION_SESSION_ITEM)


class PurchaseTransactionEnquiryBankItems(NestedStream):
    """The cash book's side of an entry. Repeats `purchase_posted_transaction_bank_items`."""

    name = "purchase_transaction_enquiry_bank_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "bank_items"
    key = ("purchase_transaction_id", "position")
    schema = table(_SHOWN, position(), *BANK_ITEM)


class PurchaseTransactionEnquiryNominalAnalysisItems(NestedStream):
    """What an entry posts to one nominal account. Repeats `purchase_posted_transaction_nominal_analysis_items`."""

    name = "purchase_transaction_enquiry_nominal_analysis_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "nominal_analysis_items"
    key = ("purchase_transaction_id", "position")
    schema = table(_SHOWN, position(), *NOMINAL_ANALYSIS_ITEM)


class PurchaseTransactionEnquiryTaxAnalysisItems(NestedStream):
    """What an entry bears of one tax code. Repeats `purchase_posted_transaction_tax_analysis_items`."""

    name = "purchase_transaction_enquiry_tax_analysis_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "tax_analysis_items"
    key = ("purchase_transaction_id", "position")
    schema = table(_SHOWN, position(), *TAX_ANALYSIS_ITEM)
