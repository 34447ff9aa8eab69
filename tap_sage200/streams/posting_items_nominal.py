"""What a posting of the nominal ledger or the cash book is made of."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.cash_book import BankPostedTransactions
from tap_sage200.streams.nominal_views import NominalTransactionEnquiryViews
from tap_sage200.streams.columns import parent_key, parent_stamp, position, table
from tap_sage200.streams.posting_columns import BANK_ITEM, NOMINAL_ANALYSIS_ITEM, TAX_ANALYSIS_ITEM, TRADE_ITEM


class BankPostedTransactionNominalAnalysisItems(NestedStream):
    """TODO."""

    name = "bank_posted_transaction_nominal_analysis_items"
    parent_stream_type = BankPostedTransactions
    expand = "nominal_analysis_items"
    key = ("bank_posted_transaction_id", "position")
    schema = table(
        parent_key("bank_posted_transaction_id", "bank_posted_transactions"),
        parent_stamp("bank_posted_transaction_date_time_updated"),
        position(),
        *NOMINAL_ANALYSIS_ITEM,
    )


class BankPostedTransactionTaxAnalysisItems(NestedStream):
    """TODO."""

    name = "bank_posted_transaction_tax_analysis_items"
    parent_stream_type = BankPostedTransactions
    expand = "tax_analysis_items"
    key = ("bank_posted_transaction_id", "position")
    schema = table(
        parent_key("bank_posted_transaction_id", "bank_posted_transactions"),
        parent_stamp("bank_posted_transaction_date_time_updated"),
        position(),
        *TAX_ANALYSIS_ITEM,
    )


class BankPostedTransactionTradeItems(NestedStream):
    """TODO."""

    name = "bank_posted_transaction_trade_items"
    parent_stream_type = BankPostedTransactions
    expand = "trade_items"
    key = ("bank_posted_transaction_id", "position")
    schema = table(
        parent_key("bank_posted_transaction_id", "bank_posted_transactions"),
        parent_stamp("bank_posted_transaction_date_time_updated"),
        position(),
        *TRADE_ITEM,
    )


class NominalTransactionEnquiryBankItems(NestedStream):
    """TODO."""

    name = "nominal_transaction_enquiry_bank_items"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "bank_items"
    key = ("nominal_transaction_id", "position")
    schema = table(
        parent_key("nominal_transaction_id", "nominal_transaction_enquiry_views"),
        position(),
        *BANK_ITEM,
    )


class NominalTransactionEnquiryNominalAnalysisItems(NestedStream):
    """TODO."""

    name = "nominal_transaction_enquiry_nominal_analysis_items"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "nominal_analysis_items"
    key = ("nominal_transaction_id", "position")
    schema = table(
        parent_key("nominal_transaction_id", "nominal_transaction_enquiry_views"),
        position(),
        *NOMINAL_ANALYSIS_ITEM,
    )


class NominalTransactionEnquiryTaxAnalysisItems(NestedStream):
    """TODO."""

    name = "nominal_transaction_enquiry_tax_analysis_items"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "tax_analysis_items"
    key = ("nominal_transaction_id", "position")
    schema = table(
        parent_key("nominal_transaction_id", "nominal_transaction_enquiry_views"),
        position(),
        *TAX_ANALYSIS_ITEM,
    )


class NominalTransactionEnquiryTradeItems(NestedStream):
    """TODO."""

    name = "nominal_transaction_enquiry_trade_items"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "trade_items"
    key = ("nominal_transaction_id", "position")
    schema = table(
        parent_key("nominal_transaction_id", "nominal_transaction_enquiry_views"),
        position(),
        *TRADE_ITEM,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (BankPostedTransactionNominalAnalysisItems, BankPostedTransactionTaxAnalysisItems, BankPostedTransactionTradeItems, NominalTransactionEnquiryBankItems, NominalTransactionEnquiryNominalAnalysisItems, NominalTransactionEnquiryTaxAnalysisItems, NominalTransactionEnquiryTradeItems,)
