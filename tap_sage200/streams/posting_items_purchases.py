"""What a posting of the purchase ledger is made of, and what it was allocated to."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.purchases import PurchasePostedTransactions
from tap_sage200.streams.transaction_views import PurchaseTransactionEnquiryViews
from tap_sage200.streams.columns import identifier, parent_key, parent_stamp, position, table
from tap_sage200.streams.posting_columns import ALLOCATION_HISTORY_ITEM, ALLOCATION_SESSION_ITEM, BANK_ITEM, NOMINAL_ANALYSIS_ITEM, TAX_ANALYSIS_ITEM


class PurchasePostedTransactionAllocationHistoryItems(NestedStream):
    """TODO."""

    name = "purchase_posted_transaction_allocation_history_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "allocation_history_items"
    key = ("purchase_posted_transaction_id", "id")
    schema = table(
        parent_key("purchase_posted_transaction_id", "purchase_posted_transactions"),
        parent_stamp("purchase_posted_transaction_date_time_updated"),
        identifier("id"),
        *ALLOCATION_HISTORY_ITEM,
    )


class PurchasePostedTransactionAllocationSessionItems(NestedStream):
    """TODO."""

    name = "purchase_posted_transaction_allocation_session_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "allocation_session_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(
        parent_key("purchase_posted_transaction_id", "purchase_posted_transactions"),
        parent_stamp("purchase_posted_transaction_date_time_updated"),
        position(),
        *ALLOCATION_SESSION_ITEM,
    )


class PurchasePostedTransactionBankItems(NestedStream):
    """TODO."""

    name = "purchase_posted_transaction_bank_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "bank_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(
        parent_key("purchase_posted_transaction_id", "purchase_posted_transactions"),
        parent_stamp("purchase_posted_transaction_date_time_updated"),
        position(),
        *BANK_ITEM,
    )


class PurchasePostedTransactionNominalAnalysisItems(NestedStream):
    """TODO."""

    name = "purchase_posted_transaction_nominal_analysis_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "nominal_analysis_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(
        parent_key("purchase_posted_transaction_id", "purchase_posted_transactions"),
        parent_stamp("purchase_posted_transaction_date_time_updated"),
        position(),
        *NOMINAL_ANALYSIS_ITEM,
    )


class PurchasePostedTransactionTaxAnalysisItems(NestedStream):
    """TODO."""

    name = "purchase_posted_transaction_tax_analysis_items"
    parent_stream_type = PurchasePostedTransactions
    expand = "tax_analysis_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(
        parent_key("purchase_posted_transaction_id", "purchase_posted_transactions"),
        parent_stamp("purchase_posted_transaction_date_time_updated"),
        position(),
        *TAX_ANALYSIS_ITEM,
    )


class PurchaseTransactionEnquiryAllocationHistoryItems(NestedStream):
    """TODO."""

    name = "purchase_transaction_enquiry_allocation_history_items"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "allocation_history_items"
    key = ("purchase_transaction_id", "id")
    schema = table(
        parent_key("purchase_transaction_id", "purchase_transaction_enquiry_views"),
        identifier("id"),
        *ALLOCATION_HISTORY_ITEM,
    )


class PurchaseTransactionEnquiryAllocationSessionItems(NestedStream):
    """TODO."""

    name = "purchase_transaction_enquiry_allocation_session_items"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "allocation_session_items"
    key = ("purchase_transaction_id", "position")
    schema = table(
        parent_key("purchase_transaction_id", "purchase_transaction_enquiry_views"),
        position(),
        *ALLOCATION_SESSION_ITEM,
    )


class PurchaseTransactionEnquiryBankItems(NestedStream):
    """TODO."""

    name = "purchase_transaction_enquiry_bank_items"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "bank_items"
    key = ("purchase_transaction_id", "position")
    schema = table(
        parent_key("purchase_transaction_id", "purchase_transaction_enquiry_views"),
        position(),
        *BANK_ITEM,
    )


class PurchaseTransactionEnquiryNominalAnalysisItems(NestedStream):
    """TODO."""

    name = "purchase_transaction_enquiry_nominal_analysis_items"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "nominal_analysis_items"
    key = ("purchase_transaction_id", "position")
    schema = table(
        parent_key("purchase_transaction_id", "purchase_transaction_enquiry_views"),
        position(),
        *NOMINAL_ANALYSIS_ITEM,
    )


class PurchaseTransactionEnquiryTaxAnalysisItems(NestedStream):
    """TODO."""

    name = "purchase_transaction_enquiry_tax_analysis_items"
    selected_by_default = False
    parent_stream_type = PurchaseTransactionEnquiryViews
    expand = "tax_analysis_items"
    key = ("purchase_transaction_id", "position")
    schema = table(
        parent_key("purchase_transaction_id", "purchase_transaction_enquiry_views"),
        position(),
        *TAX_ANALYSIS_ITEM,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (PurchasePostedTransactionAllocationHistoryItems, PurchasePostedTransactionAllocationSessionItems, PurchasePostedTransactionBankItems, PurchasePostedTransactionNominalAnalysisItems, PurchasePostedTransactionTaxAnalysisItems, PurchaseTransactionEnquiryAllocationHistoryItems, PurchaseTransactionEnquiryAllocationSessionItems, PurchaseTransactionEnquiryBankItems, PurchaseTransactionEnquiryNominalAnalysisItems, PurchaseTransactionEnquiryTaxAnalysisItems,)
