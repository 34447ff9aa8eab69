"""What an entry of a customer's account is made of, and what it was matched with."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import Column, identifier, parent_key, parent_timestamp, position, table
from tap_sage200.streams.sales.transaction_views import SalesTransactionEnquiryViews
from tap_sage200.streams.sales.transactions import SalesHistoricalTransactions, SalesPostedTransactions
from tap_sage200.streams.shared.postings import (
    ALLOCATION_HISTORY_ITEM,
    ALLOCATION_SESSION_ITEM,
    BANK_ITEM,
    NOMINAL_ANALYSIS_ITEM,
    TAX_ANALYSIS_ITEM,
)

_HISTORICAL: tuple[Column, ...] = (
    parent_key("sales_historical_transaction_id", "sales_historical_transactions"),
    parent_timestamp("sales_historical_transaction_date_time_updated"),
)

_POSTED: tuple[Column, ...] = (
    parent_key("sales_posted_transaction_id", "sales_posted_transactions"),
    parent_timestamp("sales_posted_transaction_date_time_updated"),
)

_SHOWN = parent_key("sales_transaction_id", "sales_transaction_enquiry_views")


class SalesHistoricalTransactionBankItems(NestedStream):
    """The cash book's side of a settled entry of a customer's account that moved to history."""

    name = "sales_historical_transaction_bank_items"
    parent_stream_type = SalesHistoricalTransactions
    expand = "bank_items"
    key = ("sales_historical_transaction_id", "position")
    schema = table(*_HISTORICAL, position(), *BANK_ITEM)


class SalesHistoricalTransactionNominalAnalysisItems(NestedStream):
    """What a settled entry of a customer's account that moved to history posted to one nominal account."""

    name = "sales_historical_transaction_nominal_analysis_items"
    parent_stream_type = SalesHistoricalTransactions
    expand = "nominal_analysis_items"
    key = ("sales_historical_transaction_id", "position")
    schema = table(*_HISTORICAL, position(), *NOMINAL_ANALYSIS_ITEM)


class SalesHistoricalTransactionTaxAnalysisItems(NestedStream):
    """What a settled entry of a customer's account that moved to history bore of one tax code."""

    name = "sales_historical_transaction_tax_analysis_items"
    parent_stream_type = SalesHistoricalTransactions
    expand = "tax_analysis_items"
    key = ("sales_historical_transaction_id", "position")
    schema = table(*_HISTORICAL, position(), *TAX_ANALYSIS_ITEM)


class SalesPostedTransactionAllocationHistoryItems(NestedStream):
    """An allocation or a revaluation of an entry of a customer's account: when, how much, at which rate.

    What it was allocated to is in `sales_posted_transaction_allocation_session_items`.
    """

    name = "sales_posted_transaction_allocation_history_items"
    parent_stream_type = SalesPostedTransactions
    expand = "allocation_history_items"
    key = ("sales_posted_transaction_id", "id")
    schema = table(*_POSTED, identifier("id"), *ALLOCATION_HISTORY_ITEM)


class SalesPostedTransactionAllocationSessionItems(NestedStream):
    """Another entry that an entry of a customer's account was matched with, such as the receipt that paid an invoice.

    The other entry is told by its `urn` and `reference`: Sage gives no key of it.
    """

    name = "sales_posted_transaction_allocation_session_items"
    parent_stream_type = SalesPostedTransactions
    expand = "allocation_session_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *ALLOCATION_SESSION_ITEM)


class SalesPostedTransactionBankItems(NestedStream):
    """The cash book's side of an entry of a customer's account, such as a receipt.

    An invoice has none (inferred). A bank statement may come to it without a new stamp of the entry (inferred):
    `bank_posted_transactions` has the statement under a stamp of its own.
    """

    name = "sales_posted_transaction_bank_items"
    parent_stream_type = SalesPostedTransactions
    expand = "bank_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *BANK_ITEM)


class SalesPostedTransactionNominalAnalysisItems(NestedStream):
    """What an entry of a customer's account posts to one nominal account.

    Whether the control accounts of debtors and VAT are among the items is not documented.
    """

    name = "sales_posted_transaction_nominal_analysis_items"
    parent_stream_type = SalesPostedTransactions
    expand = "nominal_analysis_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *NOMINAL_ANALYSIS_ITEM)


class SalesPostedTransactionTaxAnalysisItems(NestedStream):
    """What an entry of a customer's account bears of one tax code: the goods that were taxed, and the tax."""

    name = "sales_posted_transaction_tax_analysis_items"
    parent_stream_type = SalesPostedTransactions
    expand = "tax_analysis_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *TAX_ANALYSIS_ITEM)


class SalesTransactionEnquiryAllocationHistoryItems(NestedStream):
    """An allocation or a revaluation. Repeats `sales_posted_transaction_allocation_history_items`."""

    name = "sales_transaction_enquiry_allocation_history_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "allocation_history_items"
    key = ("sales_transaction_id", "id")
    schema = table(_SHOWN, identifier("id"), *ALLOCATION_HISTORY_ITEM)


class SalesTransactionEnquiryAllocationSessionItems(NestedStream):
    """Another entry that was matched. Repeats `sales_posted_transaction_allocation_session_items`."""

    name = "sales_transaction_enquiry_allocation_session_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "allocation_session_items"
    key = ("sales_transaction_id", "position")
    schema = table(_SHOWN, position(), *ALLOCATION_SESSION_ITEM)


class SalesTransactionEnquiryBankItems(NestedStream):
    """The cash book's side of an entry. Repeats `sales_posted_transaction_bank_items`."""

    name = "sales_transaction_enquiry_bank_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "bank_items"
    key = ("sales_transaction_id", "position")
    schema = table(_SHOWN, position(), *BANK_ITEM)


class SalesTransactionEnquiryNominalAnalysisItems(NestedStream):
    """What an entry posts to one nominal account. Repeats `sales_posted_transaction_nominal_analysis_items`."""

    name = "sales_transaction_enquiry_nominal_analysis_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "nominal_analysis_items"
    key = ("sales_transaction_id", "position")
    schema = table(_SHOWN, position(), *NOMINAL_ANALYSIS_ITEM)


class SalesTransactionEnquiryTaxAnalysisItems(NestedStream):
    """What an entry bears of one tax code. Repeats `sales_posted_transaction_tax_analysis_items`."""

    name = "sales_transaction_enquiry_tax_analysis_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "tax_analysis_items"
    key = ("sales_transaction_id", "position")
    schema = table(_SHOWN, position(), *TAX_ANALYSIS_ITEM)
