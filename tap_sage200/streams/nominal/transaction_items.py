"""What was posted together with an entry of the nominal ledger."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import parent_key, position, table
from tap_sage200.streams.nominal.views import NominalTransactionEnquiryViews
from tap_sage200.streams.shared.postings import BANK_ITEM, NOMINAL_ANALYSIS_ITEM, TAX_ANALYSIS_ITEM, TRADE_ITEM

_SHOWN = parent_key("nominal_transaction_id", "nominal_transaction_enquiry_views")


class NominalTransactionEnquiryBankItems(NestedStream):
    """The cash book's side of a nominal entry. Repeats `bank_posted_transactions`, by the `urn`.

    Read once, together with the new entry: a statement that it is found on later is not seen here.
    """

    name = "nominal_transaction_enquiry_bank_items"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "bank_items"
    key = ("nominal_transaction_id", "position")
    schema = table(_SHOWN, position(), *BANK_ITEM)


class NominalTransactionEnquiryNominalAnalysisItems(NestedStream):
    """What was posted to one nominal account together with a nominal entry.

    Repeats the items of the posted transactions, and `nominal_transaction_enquiry_views` itself, in which all entries
    of a posting share their `urn` (inferred).
    """

    name = "nominal_transaction_enquiry_nominal_analysis_items"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "nominal_analysis_items"
    key = ("nominal_transaction_id", "position")
    schema = table(_SHOWN, position(), *NOMINAL_ANALYSIS_ITEM)


class NominalTransactionEnquiryTaxAnalysisItems(NestedStream):
    """What the posting behind a nominal entry bears of one tax code. Repeats the tax items of posted transactions."""

    name = "nominal_transaction_enquiry_tax_analysis_items"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "tax_analysis_items"
    key = ("nominal_transaction_id", "position")
    schema = table(_SHOWN, position(), *TAX_ANALYSIS_ITEM)


class NominalTransactionEnquiryTradeItems(NestedStream):
    """The customer's or supplier's side of a nominal entry. Repeats the posted transactions of sales and purchases."""

    name = "nominal_transaction_enquiry_trade_items"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "trade_items"
    key = ("nominal_transaction_id", "position")
    schema = table(_SHOWN, position(), *TRADE_ITEM)
