"""The items of customer transactions, and their allocations."""

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
    """The cash book side of a settled customer transaction in history."""

    name = "sales_historical_transaction_bank_items"
    parent_stream_type = SalesHistoricalTransactions
    expand = "bank_items"
    key = ("sales_historical_transaction_id", "position")
    schema = table(*_HISTORICAL, position(), *BANK_ITEM)


class SalesHistoricalTransactionNominalAnalysisItems(NestedStream):
    """A posting of a settled customer transaction in history to a nominal account."""

    name = "sales_historical_transaction_nominal_analysis_items"
    parent_stream_type = SalesHistoricalTransactions
    expand = "nominal_analysis_items"
    key = ("sales_historical_transaction_id", "position")
    schema = table(*_HISTORICAL, position(), *NOMINAL_ANALYSIS_ITEM)


class SalesHistoricalTransactionTaxAnalysisItems(NestedStream):
    """The VAT of a settled customer transaction in history, for one tax code."""

    name = "sales_historical_transaction_tax_analysis_items"
    parent_stream_type = SalesHistoricalTransactions
    expand = "tax_analysis_items"
    key = ("sales_historical_transaction_id", "position")
    schema = table(*_HISTORICAL, position(), *TAX_ANALYSIS_ITEM)


class SalesPostedTransactionAllocationHistoryItems(NestedStream):
    """An allocation or revaluation of a customer transaction: date, value and exchange rate.

    The transactions that it was allocated to are in `sales_posted_transaction_allocation_session_items`.
    """

    name = "sales_posted_transaction_allocation_history_items"
    parent_stream_type = SalesPostedTransactions
    expand = "allocation_history_items"
    key = ("sales_posted_transaction_id", "id")
    schema = table(*_POSTED, identifier("id"), *ALLOCATION_HISTORY_ITEM)


class SalesPostedTransactionAllocationSessionItems(NestedStream):
    """Another transaction that a customer transaction was allocated to, such as the receipt for an invoice.

    `urn` and `reference` identify the other transaction: Sage gives no key for it.
    """

    name = "sales_posted_transaction_allocation_session_items"
    parent_stream_type = SalesPostedTransactions
    expand = "allocation_session_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *ALLOCATION_SESSION_ITEM)


class SalesPostedTransactionBankItems(NestedStream):
    """The cash book side of a customer transaction, such as a receipt.

    Invoices have none (inferred). Bank reconciliation might not update the transaction's timestamp (inferred). Use
    `bank_posted_transactions` for reconciliation: it has the statement date and its own timestamp.
    """

    name = "sales_posted_transaction_bank_items"
    parent_stream_type = SalesPostedTransactions
    expand = "bank_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *BANK_ITEM)


class SalesPostedTransactionNominalAnalysisItems(NestedStream):
    """A posting of a customer transaction to a nominal account.

    It is not documented whether the items include the control accounts for debtors and VAT.
    """

    name = "sales_posted_transaction_nominal_analysis_items"
    parent_stream_type = SalesPostedTransactions
    expand = "nominal_analysis_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *NOMINAL_ANALYSIS_ITEM)


class SalesPostedTransactionTaxAnalysisItems(NestedStream):
    """The VAT of a customer transaction for one tax code: the taxed value and the tax."""

    name = "sales_posted_transaction_tax_analysis_items"
    parent_stream_type = SalesPostedTransactions
    expand = "tax_analysis_items"
    key = ("sales_posted_transaction_id", "position")
    schema = table(*_POSTED, position(), *TAX_ANALYSIS_ITEM)


class SalesTransactionEnquiryAllocationHistoryItems(NestedStream):
    """An allocation or revaluation. Repeats `sales_posted_transaction_allocation_history_items`."""

    name = "sales_transaction_enquiry_allocation_history_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "allocation_history_items"
    key = ("sales_transaction_id", "id")
    schema = table(_SHOWN, identifier("id"), *ALLOCATION_HISTORY_ITEM)


class SalesTransactionEnquiryAllocationSessionItems(NestedStream):
    """Another transaction that was allocated. Repeats `sales_posted_transaction_allocation_session_items`."""

    name = "sales_transaction_enquiry_allocation_session_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "allocation_session_items"
    key = ("sales_transaction_id", "position")
    schema = table(_SHOWN, position(), *ALLOCATION_SESSION_ITEM)


class SalesTransactionEnquiryBankItems(NestedStream):
    """The cash book side of a transaction. Repeats `sales_posted_transaction_bank_items`."""

    name = "sales_transaction_enquiry_bank_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "bank_items"
    key = ("sales_transaction_id", "position")
    schema = table(_SHOWN, position(), *BANK_ITEM)


class SalesTransactionEnquiryNominalAnalysisItems(NestedStream):
    """A posting to a nominal account. Repeats `sales_posted_transaction_nominal_analysis_items`."""

    name = "sales_transaction_enquiry_nominal_analysis_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "nominal_analysis_items"
    key = ("sales_transaction_id", "position")
    schema = table(_SHOWN, position(), *NOMINAL_ANALYSIS_ITEM)


class SalesTransactionEnquiryTaxAnalysisItems(NestedStream):
    """The VAT for one tax code. Repeats `sales_posted_transaction_tax_analysis_items`."""

    name = "sales_transaction_enquiry_tax_analysis_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = SalesTransactionEnquiryViews
    expand = "tax_analysis_items"
    key = ("sales_transaction_id", "position")
    schema = table(_SHOWN, position(), *TAX_ANALYSIS_ITEM)
