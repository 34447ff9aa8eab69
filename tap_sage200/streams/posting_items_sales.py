"""What a posting of the sales ledger is made of, and what it was allocated to."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.sales import SalesHistoricalTransactions, SalesPostedTransactions
from tap_sage200.streams.transaction_views import SalesTransactionEnquiryViews
from tap_sage200.streams.columns import identifier, parent_key, parent_stamp, position, table
from tap_sage200.streams.posting_columns import ALLOCATION_HISTORY_ITEM, ALLOCATION_SESSION_ITEM, BANK_ITEM, NOMINAL_ANALYSIS_ITEM, TAX_ANALYSIS_ITEM


class SalesHistoricalTransactionBankItems(NestedStream):
    """TODO."""

    name = "sales_historical_transaction_bank_items"
    parent_stream_type = SalesHistoricalTransactions
    expand = "bank_items"
    key = ("sales_historical_transaction_id", "position")
    schema = table(
        parent_key("sales_historical_transaction_id", "sales_historical_transactions"),
        parent_stamp("sales_historical_transaction_date_time_updated"),
        position(),
        *BANK_ITEM,
    )


class SalesHistoricalTransactionNominalAnalysisItems(NestedStream):
    """TODO."""

    name = "sales_historical_transaction_nominal_analysis_items"
    parent_stream_type = SalesHistoricalTransactions
    expand = "nominal_analysis_items"
    key = ("sales_historical_transaction_id", "position")
    schema = table(
        parent_key("sales_historical_transaction_id", "sales_historical_transactions"),
        parent_stamp("sales_historical_transaction_date_time_updated"),
        position(),
        *NOMINAL_ANALYSIS_ITEM,
    )


class SalesHistoricalTransactionTaxAnalysisItems(NestedStream):
    """TODO."""

    name = "sales_historical_transaction_tax_analysis_items"
    parent_stream_type = SalesHistoricalTransactions
    expand = "tax_analysis_items"
    key = ("sales_historical_transaction_id", "position")
    schema = table(
        parent_key("sales_historical_transaction_id", "sales_historical_transactions"),
        parent_stamp("sales_historical_transaction_date_time_updated"),
        position(),
        *TAX_ANALYSIS_ITEM,
    )


class SalesPostedTransactionAllocationHistoryItems(NestedStream):
    """TODO."""

    name = "sales_posted_transaction_allocation_history_items"
    parent_stream_type = SalesPostedTransactions
    expand = "allocation_history_items"
    key = ("sales_posted_transaction_id", "id")
    schema = table(
        parent_key("sales_posted_transaction_id", "sales_posted_transactions"),
        parent_stamp("sales_posted_transaction_date_time_updated"),
        identifier("id"),
        *ALLOCATION_HISTORY_ITEM,
    )


class SalesPostedTransactionAllocationSessionItems(NestedStream):
    """TODO."""

    name = "sales_posted_transaction_allocation_session_items"
    parent_stream_type = SalesPostedTransactions
    expand = "allocation_session_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(
        parent_key("sales_posted_transaction_id", "sales_posted_transactions"),
        parent_stamp("sales_posted_transaction_date_time_updated"),
        position(),
        *ALLOCATION_SESSION_ITEM,
    )


class SalesPostedTransactionBankItems(NestedStream):
    """TODO."""

    name = "sales_posted_transaction_bank_items"
    parent_stream_type = SalesPostedTransactions
    expand = "bank_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(
        parent_key("sales_posted_transaction_id", "sales_posted_transactions"),
        parent_stamp("sales_posted_transaction_date_time_updated"),
        position(),
        *BANK_ITEM,
    )


class SalesPostedTransactionNominalAnalysisItems(NestedStream):
    """TODO."""

    name = "sales_posted_transaction_nominal_analysis_items"
    parent_stream_type = SalesPostedTransactions
    expand = "nominal_analysis_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(
        parent_key("sales_posted_transaction_id", "sales_posted_transactions"),
        parent_stamp("sales_posted_transaction_date_time_updated"),
        position(),
        *NOMINAL_ANALYSIS_ITEM,
    )


class SalesPostedTransactionTaxAnalysisItems(NestedStream):
    """TODO."""

    name = "sales_posted_transaction_tax_analysis_items"
    parent_stream_type = SalesPostedTransactions
    expand = "tax_analysis_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(
        parent_key("sales_posted_transaction_id", "sales_posted_transactions"),
        parent_stamp("sales_posted_transaction_date_time_updated"),
        position(),
        *TAX_ANALYSIS_ITEM,
    )


class SalesTransactionEnquiryAllocationHistoryItems(NestedStream):
    """TODO."""

    name = "sales_transaction_enquiry_allocation_history_items"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "allocation_history_items"
    key = ("sales_transaction_id", "id")
    schema = table(
        parent_key("sales_transaction_id", "sales_transaction_enquiry_views"),
        identifier("id"),
        *ALLOCATION_HISTORY_ITEM,
    )


class SalesTransactionEnquiryAllocationSessionItems(NestedStream):
    """TODO."""

    name = "sales_transaction_enquiry_allocation_session_items"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "allocation_session_items"
    key = ("sales_transaction_id", "position")
    schema = table(
        parent_key("sales_transaction_id", "sales_transaction_enquiry_views"),
        position(),
        *ALLOCATION_SESSION_ITEM,
    )


class SalesTransactionEnquiryBankItems(NestedStream):
    """TODO."""

    name = "sales_transaction_enquiry_bank_items"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "bank_items"
    key = ("sales_transaction_id", "position")
    schema = table(
        parent_key("sales_transaction_id", "sales_transaction_enquiry_views"),
        position(),
        *BANK_ITEM,
    )


class SalesTransactionEnquiryNominalAnalysisItems(NestedStream):
    """TODO."""

    name = "sales_transaction_enquiry_nominal_analysis_items"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "nominal_analysis_items"
    key = ("sales_transaction_id", "position")
    schema = table(
        parent_key("sales_transaction_id", "sales_transaction_enquiry_views"),
        position(),
        *NOMINAL_ANALYSIS_ITEM,
    )


class SalesTransactionEnquiryTaxAnalysisItems(NestedStream):
    """TODO."""

    name = "sales_transaction_enquiry_tax_analysis_items"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "tax_analysis_items"
    key = ("sales_transaction_id", "position")
    schema = table(
        parent_key("sales_transaction_id", "sales_transaction_enquiry_views"),
        position(),
        *TAX_ANALYSIS_ITEM,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (SalesHistoricalTransactionBankItems, SalesHistoricalTransactionNominalAnalysisItems, SalesHistoricalTransactionTaxAnalysisItems, SalesPostedTransactionAllocationHistoryItems, SalesPostedTransactionAllocationSessionItems, SalesPostedTransactionBankItems, SalesPostedTransactionNominalAnalysisItems, SalesPostedTransactionTaxAnalysisItems, SalesTransactionEnquiryAllocationHistoryItems, SalesTransactionEnquiryAllocationSessionItems, SalesTransactionEnquiryBankItems, SalesTransactionEnquiryNominalAnalysisItems, SalesTransactionEnquiryTaxAnalysisItems,)
