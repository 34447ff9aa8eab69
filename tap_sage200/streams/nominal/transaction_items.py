"""Tables nested in nominal transactions: the items of the same posting."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import parent_key, position, table
from tap_sage200.streams.nominal.views import NominalTransactionEnquiryViews
from tap_sage200.streams.shared.postings import BANK_ITEM, NOMINAL_ANALYSIS_ITEM, TAX_ANALYSIS_ITEM, TRADE_ITEM

_SHOWN = parent_key("nominal_transaction_id", "nominal_transaction_enquiry_views")


class NominalTransactionEnquiryBankItems(NestedStream):
    """The cash book side of a nominal transaction. Repeats `bank_posted_transactions`.

    Loaded once, together with the new nominal transaction. A later bank reconciliation does not update the row. Both
    tables have the `urn` of the posting. It can occur several times in each of them (inferred), so a join by `urn`
    alone can multiply rows.
    """

    name = "nominal_transaction_enquiry_bank_items"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "bank_items"
    key = ("nominal_transaction_id", "position")
    schema = table(_SHOWN, position(), *BANK_ITEM)


class NominalTransactionEnquiryNominalAnalysisItems(NestedStream):
    """A nominal entry that was posted together with a nominal transaction.

    Repeats the nominal analysis items of the posted transactions. Also repeats `nominal_transaction_enquiry_views`:
    there, all transactions of one posting share a `urn` (inferred).
    """

    name = "nominal_transaction_enquiry_nominal_analysis_items"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "nominal_analysis_items"
    key = ("nominal_transaction_id", "position")
    schema = table(_SHOWN, position(), *NOMINAL_ANALYSIS_ITEM)


class NominalTransactionEnquiryTaxAnalysisItems(NestedStream):
    """The VAT for one tax code in the posting of a nominal transaction.

    Repeats the tax analysis items of the posted transactions.
    """

    name = "nominal_transaction_enquiry_tax_analysis_items"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "tax_analysis_items"
    key = ("nominal_transaction_id", "position")
    schema = table(_SHOWN, position(), *TAX_ANALYSIS_ITEM)


class NominalTransactionEnquiryTradeItems(NestedStream):
    """The customer or supplier side of a nominal transaction.

    Repeats the posted transactions of sales and purchases.
    """

    name = "nominal_transaction_enquiry_trade_items"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = NominalTransactionEnquiryViews
    expand = "trade_items"
    key = ("nominal_transaction_id", "position")
    schema = table(_SHOWN, position(), *TRADE_ITEM)
